/* The overview of a roster: a shift is chosen in the calendar or above the map, which shows it. */
(function () {
  "use strict";

  const routeplan = window.routeplan;
  const { isNarrow, makeElement } = routeplan.markers;
  const map = window.map_patrol;
  const data = JSON.parse(document.getElementById("rp-data").textContent);
  const byId = (id) => document.getElementById(id);
  const quiet = window.matchMedia("(prefers-reduced-motion: reduce)");

  // folium puts the map at the end of the page: it belongs beside the itineraries.
  byId("rp-map-place").appendChild(map.getContainer());
  const view = routeplan.makeView(map, data);
  const container = map.getContainer();
  container.setAttribute("role", "region");
  container.removeAttribute("aria-labelledby");
  container.setAttribute("aria-label", data.labels.map);
  map.scrollWheelZoom.disable(); // the wheel scrolls the page
  map.on("focus click", () => map.scrollWheelZoom.enable());
  map.on("blur mouseout", () => map.scrollWheelZoom.disable());

  const app = { ...routeplan.makeBus(), map: map, data: data, labels: data.labels };
  const places = routeplan.makePlaces(map, { ...data, shapes: [], unvisited: [], closures: [], idle: [] });
  let groups = [];
  let chosen = -1;

  function makeSwatch(unit) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const line = document.createElementNS(space, "line");
    const set = (element, values) =>
      Object.entries(values).forEach(([name, value]) => element.setAttribute(name, value));
    set(svg, { class: "rp-swatch", viewBox: "0 0 34 12", "aria-hidden": "true" });
    set(line, { x1: 2, y1: 6, x2: 32, y2: 6, stroke: unit.colour, "stroke-width": 5, "stroke-dasharray": unit.dash });
    svg.appendChild(line);
    return svg;
  }

  function makeLine(stop, loop, group) {
    const place = loop.stops.indexOf(stop);
    const line = makeElement(place < 0 ? "div" : "button", "rp-line");
    const badge = line.appendChild(makeElement("span", "rp-number", stop.number));
    badge.dataset.kind = stop.kind;
    badge.style.background = loop.colour;
    badge.style.color = loop.ink;
    line.appendChild(makeElement("span", "rp-times", stop.times));
    line.appendChild(makeElement("span", "", stop.name));
    if (place < 0) return line;
    line.type = "button";
    line.addEventListener("click", function () {
      const marker = group.markers[place];
      if (!map.hasLayer(group.group)) group.group.addTo(map);
      map.setView(marker.getLatLng(), Math.max(map.getZoom(), 13), { animate: false });
      marker.openPopup();
      if (isNarrow.matches) container.scrollIntoView({ block: "nearest" });
    });
    return line;
  }

  // A unit is shown on the map as long as its box is ticked.
  function makeSwitch(group) {
    const label = makeElement("label", "rp-switch");
    const box = label.appendChild(makeElement("input", ""));
    box.type = "checkbox";
    box.checked = true;
    box.addEventListener("change", () => (box.checked ? group.group.addTo(map) : group.group.remove()));
    group.group.on("add", () => (box.checked = true));
    label.appendChild(makeElement("span", "", data.labels.shown));
    return label;
  }

  function makeCard(loop, group) {
    const card = makeElement("details", "");
    const head = card.appendChild(makeElement("summary", ""));
    head.appendChild(makeSwatch(loop));
    head.appendChild(makeElement("span", "rp-unit", loop.name));
    head.appendChild(makeElement("span", "rp-summary", loop.summary));
    card.appendChild(makeSwitch(group));
    const list = card.appendChild(makeElement("ol", "rp-lines"));
    loop.line.forEach((stop) => list.appendChild(makeElement("li", "")).appendChild(makeLine(stop, loop, group)));
    card.open = !isNarrow.matches;
    return card;
  }

  function draw(shift) {
    map.closePopup();
    groups.forEach((group) => group.group.remove());
    const loops = routeplan.readShift(data, shift);
    groups = routeplan.makeLoops(map, { units: loops }, places.drawDrive);
    groups.forEach((group) => group.group.addTo(map));
    byId("rp-loops").replaceChildren(...loops.map((loop, index) => makeCard(loop, groups[index])));
    if (!loops.length) byId("rp-loops").appendChild(makeElement("p", "rp-idle-line", data.labels.nothing));
    byId("rp-loops").scrollTop = 0;
  }

  function choose(number) {
    const shift = data.shifts[number];
    if (!shift || number === chosen) return;
    chosen = number;
    draw(shift);
    byId("rp-choice").value = String(number);
    byId("rp-before").disabled = number === 0;
    byId("rp-after").disabled = number === data.shifts.length - 1;
    byId("rp-chosen").textContent = [shift.title, ...shift.notes].join(" · ");
    byId("rp-folder").href = shift.folder;
    byId("rp-folder").textContent = shift.path;
    byId("rp-export").textContent = shift.command;
    document.querySelectorAll("button.rp-watch").forEach((button) =>
      button.setAttribute("aria-pressed", String(Number(button.dataset.shift) === number))
    );
  }

  function connect() {
    document.querySelectorAll("button.rp-watch").forEach((button) =>
      button.addEventListener("click", function () {
        choose(Number(button.dataset.shift));
        byId("rp-shift").scrollIntoView({ behavior: quiet.matches ? "auto" : "smooth" });
      })
    );
    byId("rp-choice").addEventListener("change", (event) => choose(Number(event.target.value)));
    byId("rp-before").addEventListener("click", () => choose(chosen - 1));
    byId("rp-after").addEventListener("click", () => choose(chosen + 1));
    // By keys: to the left the shift before, to the right the one after.
    byId("rp-picker").addEventListener("keydown", function (event) {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!step || event.altKey || event.ctrlKey) return;
      event.preventDefault();
      choose(chosen + step);
    });
  }

  view.fit(data.bounds);
  const ground = routeplan.makeGround(app);
  ground.roads.addTo(map);
  ground.boundary.addTo(map);
  view.placeWatermark();
  if (data.shifts.length) {
    connect();
    choose(0);
  }
  routeplan.connectTables();
  routeplan.addTheme(app);
  byId("rp-paper").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", () => app.emit("paper", true));
  window.addEventListener("afterprint", () => app.emit("paper", false));
  new ResizeObserver(view.adapt).observe(container);

  // For tools that wait until the page can be used.
  routeplan.ready = true;
})();

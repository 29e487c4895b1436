/* Draws two plans on one map: the first as a broad line, the second as a narrow one upon it. */
(function () {
  "use strict";

  const routeplan = window.routeplan;
  const { decodeLines } = routeplan.lines;
  const { isNarrow, makeElement, makeMarker, makeSymbol } = routeplan.markers;
  const WIDTHS = [10, 3.5];
  const SIGNS = { gained: "+", lost: "−" }; // the others are drawn by the style

  const map = window.map_patrol;
  const data = JSON.parse(document.getElementById("rp-data").textContent);
  const view = routeplan.makeView(map, data);
  const app = {
    ...routeplan.makeBus(),
    map: map,
    data: data,
    labels: data.labels,
    fit: view.fit,
    legend: routeplan.makeLegend(map, data.labels),
  };

  function addRow(layer, name, symbol, section) {
    app.legend.addRow(layer, name, symbol, section);
    layer.addTo(map);
  }

  function addGround() {
    const ground = routeplan.makeGround(app);
    const add = (name) =>
      addRow(ground[name], app.labels[name], makeSymbol("ground", name, makeElement("i", "")), "map");
    if (data.roads.length) add("roads");
    add("boundary");
  }

  function addPlan(plan, index) {
    const width = WIDTHS[index];
    const line = L.polyline(decodeLines(plan), {
      color: plan.colour, weight: width, opacity: index ? 1 : 0.55, interactive: false,
      className: "rp-plan",
    });
    const swatch = makeElement("i", "rp-plan-line");
    swatch.style.background = plan.colour;
    swatch.style.height = `${width}px`;
    addRow(line, plan.name, makeSymbol("plan", plan.name, swatch), "units");
  }

  function makeSign(change) {
    const badge = makeElement("span", "rp-badge", SIGNS[change] || "");
    badge.dataset.change = change;
    return badge;
  }

  function makeSpot(item, change) {
    const marker = makeMarker(item, "rp-change", SIGNS[change] || "", null);
    const paint = () => (marker.getElement().firstChild.dataset.change = change);
    return marker.on("add", paint);
  }

  function addChange(group) {
    const markers = group.spots.map((item) => makeSpot(item, group.change));
    const layer = L.layerGroup(markers);
    addRow(layer, group.name, makeSymbol("change", group.change, makeSign(group.change)), "stops");
    return { layer: layer, markers: markers };
  }

  function connectLines(groups) {
    document.querySelectorAll(".rp-spot").forEach(function (line) {
      line.addEventListener("click", function () {
        const { layer, markers } = groups[line.dataset.group];
        const marker = markers[line.dataset.spot];
        if (isNarrow.matches) app.openPanel(false);
        map.addLayer(layer);
        map.setView(marker.getLatLng(), Math.max(map.getZoom(), 13), { animate: false });
        marker.openPopup();
      });
    });
  }

  app.fit(data.bounds);
  addGround();
  data.plans.forEach(addPlan);
  const groups = data.changes.map(addChange);
  app.fit(data.bounds); // clear of the legend, which has its width by now
  view.placeWatermark();
  routeplan.connectSheet(app);
  connectLines(groups);
  routeplan.addTheme(app);
  routeplan.addPrint(app);
  new ResizeObserver(view.adapt).observe(map.getContainer());
  routeplan.ready = true;
})();

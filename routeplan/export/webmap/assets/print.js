/* The map on paper: a page of its own in the size chosen, at a true scale; then the itineraries. */
window.routeplan.addPrint = function (app) {
  "use strict";

  const MM_PER_PIXEL = 25.4 / 96; // CSS pixels, on every printer
  const { data, labels, map } = app;
  const root = document.documentElement;
  const menu = document.getElementById("rp-print");
  const rule = document.head.appendChild(document.createElement("style"));
  let paper = "A4";
  let before = null; // how the screen was

  function findTurn() {
    const [low, high] = data.bounds.map((at) => map.project(at, 10));
    return high.x - low.x > low.y - high.y ? "landscape" : "portrait";
  }

  function tellScale() {
    const middle = map.getSize().divideBy(2);
    const [left, right] = [-50, 50].map((x) => map.containerPointToLatLng(middle.add([x, 0])));
    const scale = (map.distance(left, right) * 1000) / (100 * MM_PER_PIXEL);
    const digits = new Intl.NumberFormat(root.lang, { maximumSignificantDigits: 3 });
    const text = labels.scale.replace("{scale}", digits.format(scale)).replace("{paper}", paper);
    // on one line: "1 :" at the end of one and the number on the next would be misread
    document.getElementById("rp-scale").textContent = text.replaceAll(" : ", "\u00a0:\u00a0");
  }

  // The page is laid out as on paper before it is printed: Leaflet must know its size.
  function prepare() {
    if (before) return;
    const turn = findTurn();
    const closed = document.querySelectorAll(".rp-panel details:not([open])");
    before = { at: map.getCenter(), zoom: map.getZoom(), closed: [...closed] };
    rule.textContent = `@page { size: ${paper} ${turn}; margin: 10mm; }`;
    root.dataset.paper = `${paper}-${turn}`;
    closed.forEach((part) => (part.open = true));
    map.closePopup();
    app.emit("paper", true);
    app.fit(data.bounds);
    tellScale();
  }

  function restore() {
    if (!before) return;
    delete root.dataset.paper;
    before.closed.forEach((part) => (part.open = false));
    app.emit("paper", false);
    map.invalidateSize();
    map.setView(before.at, before.zoom, { animate: false });
    before = null;
  }

  menu.addEventListener("click", function (event) {
    const chosen = event.target.dataset.paper;
    if (!chosen) return;
    paper = chosen;
    menu.open = false;
    window.print();
  });
  menu.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", function (event) {
    if (!menu.contains(event.relatedTarget)) menu.open = false;
  });
  window.addEventListener("beforeprint", prepare);
  window.addEventListener("afterprint", restore);
};

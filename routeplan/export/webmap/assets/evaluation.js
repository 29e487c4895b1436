/* Draws what was driven upon what was planned: the plan of a unit as a broad pale line, its track
   as a narrow one. */
(function () {
  "use strict";

  const routeplan = window.routeplan;
  const { decodeLines } = routeplan.lines;
  const { makeElement, makeSymbol } = routeplan.markers;
  const PLANNED = { weight: 10, opacity: 0.38, interactive: false };
  const DRIVEN = { weight: 3, opacity: 1, interactive: false };
  // The others are drawn by the style.
  const SIGNS = { short: "½", missed: "×", no_recording: "?", unplanned: "+" };

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
  const spots = routeplan.makeSpots(app);

  function makeSwatch(unit, style) {
    const swatch = makeElement("i", "rp-plan-line");
    swatch.style.background = unit.colour;
    swatch.style.height = `${style.weight}px`;
    swatch.style.opacity = style.opacity;
    return swatch;
  }

  function addPlanned(unit) {
    const line = L.polyline(decodeLines(unit.planned), { ...PLANNED, color: unit.colour });
    spots.addRow(line, unit.name, makeSymbol("planned", unit.name, makeSwatch(unit, PLANNED)), "planned");
  }

  // Upon a casing, so that it is seen on its own plan and on those of others.
  function addDriven(unit) {
    const lines = decodeLines(unit.track);
    const layer = L.layerGroup([
      L.polyline(lines, { ...DRIVEN, weight: DRIVEN.weight + 3, className: "rp-casing" }),
      L.polyline(lines, { ...DRIVEN, color: unit.colour, dashArray: unit.dash || null }),
    ]);
    spots.addRow(layer, unit.name, makeSymbol("driven", unit.name, makeSwatch(unit, DRIVEN)), "units");
  }

  app.fit(data.bounds);
  spots.addGround();
  data.units.filter((unit) => unit.planned.points).forEach(addPlanned);
  data.units.filter((unit) => unit.track.points).forEach(addDriven);
  const groups = data.results.map((group) =>
    spots.addGroup(group, "result", group.state, SIGNS[group.state] || "")
  );
  app.fit(data.bounds); // clear of the legend, which has its width by now
  view.placeWatermark();
  routeplan.connectSheet(app);
  spots.connect(groups);
  routeplan.addTheme(app);
  routeplan.addPrint(app);
  new ResizeObserver(view.adapt).observe(map.getContainer());
  routeplan.ready = true;
})();

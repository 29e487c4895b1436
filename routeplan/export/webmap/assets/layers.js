/* What can be switched on and off: each unit, each kind of stop, and what the map shows besides.

   A stop is seen where both its unit and its kind are switched on. */
window.routeplan.makeLayers = function (app, ground, places) {
  "use strict";

  const { makeElement, makeSymbol } = window.routeplan.markers;
  const { data, labels, legend, map, units } = app;
  const NUMBERED = ["dwell", "pass", "sweep"];

  // A layer that shows and hides the stops of one kind in the layers of all units.
  function makeKind(kind) {
    const layer = L.layerGroup();
    const change = (act) => () =>
      units.forEach((unit) =>
        unit.stops
          .filter((stop, index) => unit.data.stops[index].kind === kind)
          .forEach((stop) => stop.layers.forEach((part) => unit.group[act](part)))
      );
    return layer.on("add", change("addLayer")).on("remove", change("removeLayer"));
  }

  function makeLoopSymbol(unit, index) {
    return makeSymbol("unit", index, document.querySelectorAll(".rp-swatch")[index].cloneNode(true));
  }

  function makeKindSymbol(kind) {
    const badge = makeElement("span", "rp-badge", NUMBERED.includes(kind) ? "1" : "");
    badge.dataset.kind = kind;
    return makeSymbol("kind", kind, badge);
  }

  function makeGroundSymbol(name) {
    return makeSymbol("ground", name, makeElement("i", ""));
  }

  function add(layer, name, symbol, section, isShown) {
    legend.addRow(layer, name, symbol, section);
    if (isShown) layer.addTo(map);
  }

  // Below first: later layers are drawn above earlier ones.
  function addGround() {
    if (data.tiles) {
      const tiles = L.tileLayer(data.tiles, { maxZoom: map.getMaxZoom() });
      add(tiles, labels.tiles, makeGroundSymbol("tiles"), "map", true);
    }
    if (data.roads.length) {
      add(ground.roads, labels.roads, makeGroundSymbol("roads"), "map", !data.tiles);
    }
    add(ground.boundary, labels.boundary, makeGroundSymbol("boundary"), "map", true);
    if (data.shapes.length) {
      add(places.makeShapes(), labels.areas, makeGroundSymbol("areas"), "map", true);
    }
  }

  function addUnits() {
    units.forEach((unit, index) =>
      add(unit.group, unit.data.name, makeLoopSymbol(unit, index), "units", true)
    );
    app.kinds = {};
    data.kinds.forEach(function (item) {
      app.kinds[item.kind] = makeKind(item.kind);
      add(app.kinds[item.kind], item.name, makeKindSymbol(item.kind), "stops", true);
    });
  }

  addGround();
  addUnits();
  if (app.missed.length) {
    add(app.missedLayer, labels.unvisited, makeSymbol("kind", "unvisited", makeElement("i", "rp-diamond")), "stops", true);
  }
  if (data.closures.length) {
    add(places.makeClosures(), labels.closures, makeGroundSymbol("closures"), "map", true);
  }
  places.makeIdleBases().forEach((base) => base.addTo(map));
};

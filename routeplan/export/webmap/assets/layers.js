/* What can be switched on and off: each unit, each kind of stop, and what the map shows besides.

   A stop is seen where both its unit and its kind are switched on. */
window.routeplan.makeLayers = function (app, ground, places) {
  "use strict";

  const { makeElement } = window.routeplan.markers;
  const { data, labels, legend, map, units } = app;

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

  function makeSwatch(unit) {
    const swatch = makeElement("i", "rp-stripe");
    swatch.style.setProperty("--rp-colour", unit.colour);
    swatch.dataset.dash = unit.dash;
    return swatch;
  }

  function makeSymbol(kind) {
    const symbol = makeElement("i", "rp-badge");
    symbol.dataset.kind = kind;
    return symbol;
  }

  function add(layer, name, symbol, section, isShown) {
    legend.addRow(layer, name, symbol, section);
    if (isShown) layer.addTo(map);
  }

  // Below first: later layers are drawn above earlier ones.
  function addGround() {
    if (data.tiles) {
      const tiles = L.tileLayer(data.tiles, { maxZoom: map.getMaxZoom() });
      add(tiles, labels.tiles, makeElement("i", "rp-tiles"), "map", true);
    }
    if (data.roads.length) {
      add(ground.roads, labels.roads, makeElement("i", "rp-road"), "map", !data.tiles);
    }
    add(ground.boundary, labels.boundary, makeElement("i", "rp-edge"), "map", true);
    if (data.shapes.length) {
      add(places.makeShapes(), labels.areas, makeElement("i", "rp-area"), "map", true);
    }
  }

  function addUnits() {
    units.forEach((unit) => add(unit.group, unit.data.name, makeSwatch(unit.data), "units", true));
    app.kinds = {};
    data.kinds.forEach(function (item) {
      app.kinds[item.kind] = makeKind(item.kind);
      add(app.kinds[item.kind], item.name, makeSymbol(item.kind), "stops", true);
    });
  }

  addGround();
  addUnits();
  if (app.missed.length) {
    add(app.missedLayer, labels.unvisited, makeElement("i", "rp-diamond"), "stops", true);
  }
  if (data.closures.length) {
    add(places.makeClosures(), labels.closures, makeElement("i", "rp-bar"), "map", true);
  }
  places.makeIdleBases().forEach((base) => base.addTo(map));
};

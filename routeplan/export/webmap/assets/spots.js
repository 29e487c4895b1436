/* What pages of results share: rows of the legend, the ground, and lines of the panel that lead to
   markers. Groups are of the form { layer, markers }. */
window.routeplan.makeSpots = function (app) {
  "use strict";

  const routeplan = window.routeplan;
  const { isNarrow, makeElement, makeMarker, makeSymbol } = routeplan.markers;
  const { data, map } = app;

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

  // Badges carry their kind of result under this name, for the style to paint and to sign.
  function makeBadge(name, kind, sign) {
    const badge = makeElement("span", "rp-badge", sign);
    badge.dataset[name] = kind;
    return badge;
  }

  function addGroup(group, name, kind, sign) {
    const markers = group.spots.map(function (item) {
      const marker = makeMarker(item, "rp-change", sign, null);
      return marker.on("add", () => (marker.getElement().firstChild.dataset[name] = kind));
    });
    const layer = L.layerGroup(markers);
    if (markers.length) addRow(layer, group.name, makeSymbol(name, kind, makeBadge(name, kind, sign)), "stops");
    return { layer: layer, markers: markers };
  }

  function connect(groups) {
    document.querySelectorAll("[data-spot]").forEach(function (line) {
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

  return { addGround, addGroup, addRow, connect };
};

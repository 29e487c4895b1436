/* Roads and areas to patrol, what is driven in them, what is left out of them, closed roads. */
window.routeplanPlaces = function (map, data) {
  "use strict";

  const { decodeLines } = window.routeplanLines;
  const { POPUP, makeMarker, makePopup } = window.routeplanMarkers;

  // Below the loops, so that areas hide none of them.
  map.createPane("rp-shapes").style.zIndex = 300;
  map.createPane("rp-missed").style.zIndex = 340;

  // Broad along a road that is patrolled, fine where every street of an area is swept.
  function addDrive(group, stop, unit) {
    const lines = decodeLines(stop.drive);
    const isPass = stop.kind === "pass";
    const width = isPass ? 11 : 4;
    group.addLayer(
      L.polyline(lines, {
        color: unit.colour, weight: width, opacity: isPass ? 0.6 : 0.85, className: "rp-driven",
      }).bindPopup(makePopup(stop), POPUP)
    );
    const core = { color: "#fff", weight: isPass ? 2 : 1.2, interactive: false };
    group.addLayer(L.polyline(lines, core));
  }

  function makeShapes() {
    return L.layerGroup(
      data.shapes.map(function (item) {
        const style = {
          pane: "rp-shapes", color: "#7a5a00", weight: 1.5, dashArray: "3 4", className: "rp-shape",
        };
        const lines = decodeLines(item);
        const layer = item.area
          ? L.polygon(lines, { ...style, fillColor: "#e8b93c", fillOpacity: 0.16 })
          : L.polyline(lines, { ...style, weight: 4 });
        return layer.bindPopup(makePopup(item), POPUP);
      })
    );
  }

  function makeMissedRoad(item) {
    const lines = decodeLines(item);
    const road = L.polyline(lines, {
      pane: "rp-missed", color: "#3b3b3b", weight: 3, dashArray: "7 4", lineCap: "butt",
      className: "rp-missed-road",
    });
    return road.bindPopup(makePopup(item), POPUP);
  }

  // A line with bars across it, and a sign where the road is longest.
  function makeClosures() {
    const group = L.layerGroup();
    data.closures.forEach(function (item) {
      const lines = decodeLines(item);
      const common = { color: "#b00020", lineCap: "butt", className: "rp-closure" };
      group.addLayer(L.polyline(lines, { ...common, weight: 3 }));
      const bars = L.polyline(lines, { ...common, weight: 13, dashArray: "3 9" });
      group.addLayer(bars.bindPopup(makePopup(item), POPUP));
      group.addLayer(makeMarker(item, "rp-closed", "", null));
    });
    return group;
  }

  return { addDrive, makeClosures, makeMissedRoad, makeShapes };
};

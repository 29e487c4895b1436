/* Roads and areas to patrol, what is driven in them, what is left out of them, closed roads. */
window.routeplan.makePlaces = function (map, data) {
  "use strict";

  const { decodeLines } = window.routeplan.lines;
  const { addPopup, makeMarker } = window.routeplan.markers;

  // Below the loops, so that areas hide none of them.
  map.createPane("rp-shapes").style.zIndex = 300;
  map.createPane("rp-missed").style.zIndex = 340;

  // Broad along a road that is patrolled, fine where every street of an area is swept.
  function drawDrive(stop, unit) {
    const lines = decodeLines(stop.drive);
    const isPass = stop.kind === "pass";
    const width = isPass ? 11 : 4;
    const band = L.polyline(lines, {
      color: unit.colour, weight: width, opacity: isPass ? 0.6 : 0.85, className: "rp-driven",
    });
    const core = { weight: isPass ? 2 : 1.2, interactive: false, className: "rp-core" };
    return [addPopup(band, stop), L.polyline(lines, core)];
  }

  function makeShapes() {
    return L.layerGroup(
      data.shapes.map(function (item) {
        const style = { pane: "rp-shapes", weight: 1.5, dashArray: "3 4", className: "rp-shape" };
        const lines = decodeLines(item);
        const layer = item.area
          ? L.polygon(lines, { ...style, fillOpacity: 0.16 })
          : L.polyline(lines, { ...style, weight: 4 });
        return addPopup(layer, item);
      })
    );
  }

  // The badge is a square turned by 45 degrees: its plus sign is seen as a cross.
  function makeMissed() {
    return data.unvisited.map((item) =>
      item.points === undefined ? makeMarker(item, "rp-unvisited", "+", null) : makeMissedRoad(item)
    );
  }

  function makeMissedRoad(item) {
    const road = L.polyline(decodeLines(item), {
      pane: "rp-missed", weight: 3, dashArray: "7 4", lineCap: "butt", className: "rp-missed-road",
    });
    return addPopup(road, item);
  }

  // A line with bars across it, and a sign where the road is longest.
  function makeClosures() {
    const group = L.layerGroup();
    data.closures.forEach(function (item) {
      const lines = decodeLines(item);
      const common = { lineCap: "butt", className: "rp-closure" };
      group.addLayer(L.polyline(lines, { ...common, weight: 3 }));
      const bars = L.polyline(lines, { ...common, weight: 13, dashArray: "3 9" });
      group.addLayer(addPopup(bars, item));
      group.addLayer(makeMarker(item, "rp-closed", "", null));
    });
    return group;
  }

  // A unit that drives no loop waits at its base: it is no layer to switch.
  function makeIdleBases() {
    const look = { colour: "#6b6b6b", ink: "#fff" };
    return data.idle.map((base) => makeMarker(base, "rp-base", "", look).setZIndexOffset(-500));
  }

  return { drawDrive, makeClosures, makeIdleBases, makeMissed, makeShapes };
};

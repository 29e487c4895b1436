/* The loops of the units: lines beside the road with arrows, and a marker for each stop. */
window.routeplan.makeLoops = function (map, data, drawDrive) {
  "use strict";

  const { decodeLines, shiftLeft, placeArrows } = window.routeplan.lines;
  const { addPopup, makeMarker } = window.routeplan.markers;

  const LOOP_WIDTH = 4;
  const LANE = 2.5; // pixels between the middle of the road and the first unit's line

  // Above the loops and below the markers.
  const pane = map.getPane("rp-arrows") || map.createPane("rp-arrows");
  pane.style.zIndex = 430;
  pane.style.pointerEvents = "none";

  // The distance is one of pixels: the lines are placed anew for every zoom.
  function makeShiftedLine(lines, shift, options) {
    const world = lines.map((points) => points.map((point) => map.project(point, 0)));
    const line = L.polyline(lines, options);
    function place() {
      const zoom = map.getZoom();
      const scale = map.getZoomScale(zoom, 0);
      const nearness = Math.min(Math.max((zoom - 9) / 5, 0.4), 1);
      line.pixels = world.map((points) =>
        shiftLeft(points.map((point) => point.multiplyBy(scale)), LANE + shift * nearness)
      );
      line.setLatLngs(line.pixels.map((points) => points.map((at) => map.unproject(at, zoom))));
    }
    line.on("add", function () {
      map.on("zoomend", place);
      place();
    });
    line.on("remove", () => map.off("zoomend", place));
    return line;
  }

  // Arrows are so many pixels apart: they are placed anew for every part of the map looked at.
  function makeArrows(legs, unit) {
    const arrows = L.polygon([], {
      pane: "rp-arrows", interactive: false, className: "rp-arrows", weight: 1.5,
      fillColor: unit.colour, fillOpacity: 1, fillRule: "nonzero", smoothFactor: 0,
    });
    function place() {
      const zoom = map.getZoom();
      const seen = map.getPixelBounds();
      const rings = placeArrows(legs.flatMap((leg) => leg.pixels || []), seen);
      arrows.setLatLngs(rings.map((ring) => [ring.map((at) => map.unproject(at, zoom))]));
    }
    arrows.on("add", function () {
      map.on("moveend", place);
      place();
    });
    arrows.on("remove", () => map.off("moveend", place));
    return arrows;
  }

  function makeLeg(leg, unit, shift) {
    const line = makeShiftedLine(decodeLines(leg), shift, {
      color: unit.colour,
      weight: LOOP_WIDTH,
      dashArray: unit.dash || null,
      lineCap: unit.dash ? "butt" : "round",
      className: "rp-leg",
    });
    line.to = leg.to;
    return addPopup(line, leg);
  }

  // A stop with what belongs to it: what is driven there, and the way from the road.
  function makeStop(stop, unit) {
    const marker = makeMarker(stop, "rp-stop", stop.number, unit);
    const lines = stop.drive ? drawDrive(stop, unit) : [];
    if (stop.at[0] !== stop.road[0] || stop.at[1] !== stop.road[1]) {
      const style = { color: unit.colour, weight: 2, dashArray: "2 4", interactive: false };
      lines.push(L.polyline([stop.road, stop.at], style));
    }
    return { marker: marker, layers: [...lines, marker] };
  }

  function makeUnit(unit, shift) {
    const casing = makeShiftedLine(unit.legs.flatMap(decodeLines), shift, {
      weight: LOOP_WIDTH + 3, interactive: false, className: "rp-casing",
    });
    const legs = unit.legs.map((leg) => makeLeg(leg, unit, shift));
    const stops = unit.stops.map((stop) => makeStop(stop, unit));
    // Below the stops: a stop at the station's door must not be hidden by the larger base.
    const base = makeMarker(unit.base, "rp-base", "", unit).setZIndexOffset(-500);
    const layers = [casing, ...legs, makeArrows(legs, unit), base];
    return {
      data: unit,
      group: L.featureGroup([...layers, ...stops.flatMap((stop) => stop.layers)]),
      legs: legs,
      markers: stops.map((stop) => stop.marker),
      stops: stops,
    };
  }

  const spacing = Math.min(4, 10 / Math.max(data.units.length - 1, 1));
  return data.units.map((unit, index) => makeUnit(unit, index * spacing));
};

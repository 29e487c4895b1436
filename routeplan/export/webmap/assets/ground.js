/* What lies below the plan: the roads of the area and its boundary. */
window.routeplan.makeGround = function (map, data) {
  "use strict";

  const { decodeLines } = window.routeplan.lines;

  // Widths in pixels of the ranks of roads, at zoom 10 and at zoom 16; their colours are in the
  // style as --rp-road-0 and so on.
  const WIDTHS = [[0.3, 2], [0.6, 4], [1.1, 5], [1.8, 6], [2.4, 7], [3, 8]];

  const pane = map.createPane("rp-roads");
  pane.style.zIndex = 250;
  pane.style.pointerEvents = "none";

  function makeRoads() {
    const renderer = L.canvas({ pane: "rp-roads", padding: 0.2 });
    const options = { renderer: renderer, pane: "rp-roads", interactive: false, smoothFactor: 1.5 };
    const lines = data.roads.map((roads) => L.polyline(decodeLines(roads), options));
    const group = L.layerGroup(lines);
    group.paint = function () {
      const style = getComputedStyle(document.documentElement);
      const share = Math.min(Math.max((map.getZoom() - 10) / 6, 0), 1);
      lines.forEach(function (line, index) {
        const rank = data.roads[index].rank;
        const [from, to] = WIDTHS[rank];
        const colour = style.getPropertyValue(`--rp-road-${rank}`).trim();
        line.setStyle({ color: colour, weight: from + (to - from) * share });
      });
    };
    map.on("zoomend", group.paint);
    group.paint();
    return group;
  }

  function makeBoundary() {
    const rings = decodeLines(data.boundary);
    const common = { interactive: false, fill: false };
    return L.layerGroup([
      L.polyline(rings, { ...common, weight: 7, className: "rp-boundary-glow" }),
      L.polyline(rings, { ...common, weight: 1.6, dashArray: "8 4 2 4", className: "rp-boundary" }),
    ]);
  }

  return { roads: makeRoads(), boundary: makeBoundary() };
};

/* What lies below the plan: the roads of the area and its boundary. */
window.routeplan.makeGround = function (app) {
  "use strict";

  const { data, map } = app;
  const { decodeLines } = window.routeplan.lines;

  // Widths in pixels of the ranks of roads, at zoom 10 and at zoom 16; their colours are in the
  // style as --rp-road-0 and so on.
  const WIDTHS = [[0.3, 2], [0.6, 4], [1.1, 5], [1.8, 6], [2.4, 7], [3, 8]];

  const pane = map.createPane("rp-roads");
  pane.style.zIndex = 250;
  pane.style.pointerEvents = "none";

  function makeRoads() {
    const canvas = L.canvas({ pane: "rp-roads", padding: 0.2 });
    const lines = data.roads.map((roads) =>
      L.polyline(decodeLines(roads), {
        renderer: canvas, pane: "rp-roads", interactive: false, smoothFactor: 1.5,
      })
    );
    const group = L.layerGroup(lines);

    function paint() {
      const style = getComputedStyle(document.documentElement);
      const share = Math.min(Math.max((map.getZoom() - 10) / 6, 0), 1);
      lines.forEach(function (line, index) {
        const rank = data.roads[index].rank;
        const [from, to] = WIDTHS[rank];
        const colour = style.getPropertyValue(`--rp-road-${rank}`).trim();
        line.setStyle({ color: colour, weight: from + (to - from) * share });
      });
    }

    // Pixels are fast on a screen; on paper lines stay sharp.
    function changeRenderer(renderer) {
      lines.forEach(function (line) {
        line.remove();
        line.options.renderer = renderer;
        if (map.hasLayer(group)) line.addTo(map);
      });
    }

    let sharp = null;
    app.on("paper", function (isPaper) {
      if (isPaper) sharp = L.svg({ pane: "rp-roads" });
      changeRenderer(isPaper ? sharp : canvas);
      if (!isPaper) sharp.remove();
    });
    app.on("theme", paint);
    map.on("zoomend", paint);
    paint();
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

/* The risk of the shift as a layer of heat: every hotspot's weight, spread around its place.

   Weights are summed in numbers, not in colours, so that faint sums are not lost; the strongest
   place of the plan has the strongest colour, whatever part of it is looked at. */
window.routeplan.addHeat = function (app) {
  "use strict";

  const { makeElement } = window.routeplan.markers;
  const { labels, map } = app;
  const CELL = 4; // pixels of the screen to one cell of the sums
  const REACH_M = 900; // metres on the ground, kept within pixels that can be seen
  const REACH = [26, 90];
  const MARGIN = 0.25; // of the map around it, seen while it is dragged
  // From low to high. Lightness goes one way only, away from the ground: darker by day, brighter
  // by night. So it reads without telling the hues apart.
  const RAMPS = {
    light: [[255, 214, 110], [250, 150, 60], [214, 62, 78], [116, 12, 92]],
    dark: [[92, 40, 140], [190, 55, 110], [246, 130, 50], [252, 240, 160]],
  };
  const DENSE = 0.85;
  const LIFT = 0.6; // power that lifts the weak: one place stays visible beside a busy market

  const points = app.data.heat.map(([lat, lon, weight]) => ({
    at: map.project([lat, lon], 0), weight: weight,
  }));
  let peak = { zoom: null, value: 1 };

  function pickRamp() {
    return RAMPS[document.documentElement.dataset.theme === "dark" ? "dark" : "light"];
  }

  // The colour of a share of the strongest, 0 to 1, as red, green, blue and alpha.
  function mix(ramp, share) {
    const at = Math.min(share, 1) * (ramp.length - 1);
    const i = Math.min(Math.floor(at), ramp.length - 2);
    const rgb = ramp[i].map((from, k) => Math.round(from + (ramp[i + 1][k] - from) * (at - i)));
    return [...rgb, DENSE * Math.min(share * 2, 1)];
  }

  function findReach() {
    const centre = map.getCenter();
    const across = 40075017 * Math.cos((centre.lat * Math.PI) / 180);
    const pixels = (REACH_M * 256 * map.getZoomScale(map.getZoom(), 0)) / across;
    return Math.min(Math.max(pixels, REACH[0]), REACH[1]);
  }

  function fade(square) {
    return square < 1 ? (1 - square) * (1 - square) : 0;
  }

  // The strongest sum at any point of the plan; points are put into boxes as wide as they reach.
  function findPeak(reach) {
    const zoom = map.getZoom();
    if (peak.zoom === zoom) return peak.value;
    const scale = map.getZoomScale(zoom, 0) / reach;
    const boxes = new Map();
    const placed = points.map(({ at, weight }) => ({ x: at.x * scale, y: at.y * scale, weight }));
    placed.forEach(function (point) {
      const key = `${Math.floor(point.x)} ${Math.floor(point.y)}`;
      if (!boxes.has(key)) boxes.set(key, []);
      boxes.get(key).push(point);
    });
    const sums = placed.map(function (point) {
      let sum = 0;
      for (let dx = -1; dx <= 1; dx++) {
        for (let dy = -1; dy <= 1; dy++) {
          const key = `${Math.floor(point.x) + dx} ${Math.floor(point.y) + dy}`;
          (boxes.get(key) || []).forEach(function (other) {
            sum += other.weight * fade((other.x - point.x) ** 2 + (other.y - point.y) ** 2);
          });
        }
      }
      return sum;
    });
    peak = { zoom: zoom, value: sums.reduce((most, sum) => Math.max(most, sum), 0) };
    return peak.value;
  }

  function addUp(sums, width, height, origin, reach) {
    const scale = map.getZoomScale(map.getZoom(), 0);
    const cells = reach / CELL;
    points.forEach(function ({ at, weight }) {
      const x = (at.x * scale - origin.x) / CELL;
      const y = (at.y * scale - origin.y) / CELL;
      const [left, right] = [Math.max(Math.ceil(x - cells), 0), Math.min(x + cells, width - 1)];
      const [top, bottom] = [Math.max(Math.ceil(y - cells), 0), Math.min(y + cells, height - 1)];
      for (let row = top; row <= bottom; row++) {
        for (let column = left; column <= right; column++) {
          const square = ((column - x) ** 2 + (row - y) ** 2) / (cells * cells);
          sums[row * width + column] += weight * fade(square);
        }
      }
    });
  }

  function paint(canvas, sums, strongest) {
    const pen = canvas.getContext("2d");
    const image = pen.createImageData(canvas.width, canvas.height);
    const ramp = pickRamp();
    sums.forEach(function (sum, i) {
      if (!sum) return;
      const share = (sum / strongest) ** LIFT;
      const [red, green, blue, alpha] = mix(ramp, share);
      image.data.set([red, green, blue, alpha * 255], i * 4);
    });
    pen.putImageData(image, 0, 0);
  }

  const Heat = L.Layer.extend({
    onAdd: function () {
      this.canvas = makeElement("canvas", "rp-heat leaflet-zoom-hide");
      map.getPane("rp-heat").appendChild(this.canvas);
      map.on("moveend resize", this.draw, this);
      key.addTo(map);
      this.draw();
    },
    onRemove: function () {
      map.off("moveend resize", this.draw, this);
      this.canvas.remove();
      key.remove();
    },
    draw: function () {
      const size = map.getSize();
      const margin = size.multiplyBy(MARGIN).round();
      const corner = map.containerPointToLayerPoint([0, 0]).subtract(margin);
      const whole = size.add(margin.multiplyBy(2));
      const [width, height] = [Math.ceil(whole.x / CELL), Math.ceil(whole.y / CELL)];
      this.canvas.width = width;
      this.canvas.height = height;
      this.canvas.style.width = `${width * CELL}px`;
      this.canvas.style.height = `${height * CELL}px`;
      L.DomUtil.setPosition(this.canvas, corner);
      const sums = new Float32Array(width * height);
      const reach = findReach();
      addUp(sums, width, height, map.getPixelOrigin().add(corner), reach);
      paint(this.canvas, sums, findPeak(reach));
    },
  });

  const Key = L.Control.extend({
    options: { position: "bottomleft" },
    onAdd: function () {
      const box = makeElement("div", "rp-heat-key");
      box.appendChild(makeElement("b", "", labels.heat));
      const bar = box.appendChild(makeElement("i", ""));
      const colours = pickRamp().map((_stop, i, ramp) => mix(ramp, i / (ramp.length - 1)));
      bar.style.background = `linear-gradient(90deg, ${colours.map((c) => `rgba(${c})`)})`;
      box.appendChild(makeElement("span", "", labels.low));
      box.appendChild(makeElement("span", "", labels.high));
      return box;
    },
  });

  // Above areas, below the lines: the loops stay readable.
  const pane = map.createPane("rp-heat");
  pane.style.zIndex = 320;
  pane.style.pointerEvents = "none";
  const key = new Key();
  const heat = new Heat();
  if (points.length) app.legend.addRow(heat, labels.heat, makeElement("i", "rp-warm"), "map");
  app.on("theme", function () {
    if (map.hasLayer(heat)) heat.remove().addTo(map);
  });
};

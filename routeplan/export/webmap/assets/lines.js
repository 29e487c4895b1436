/* Lines out of text, and lines beside others. */
window.routeplan = window.routeplan || {};
window.routeplan.lines = (function () {
  "use strict";

  const SCALE = 1e5; // as in polyline.py
  const ARROW_EVERY = 110; // pixels between two arrows of a loop
  const ARROW_SIZE = 5; // pixels from the line to the corner of an arrow

  function decodeNumbers(text) {
    const numbers = [];
    for (let i = 0; i < text.length; ) {
      let value = 0;
      let factor = 1;
      let digit;
      do {
        digit = text.charCodeAt(i++) - 63;
        value += (digit & 0x1f) * factor;
        factor *= 32;
      } while (digit >= 0x20);
      numbers.push(value % 2 ? -(value + 1) / 2 : value / 2);
    }
    return numbers;
  }

  function decodeLines(encoded) {
    if (encoded.lines) return encoded.lines; // decoded already
    const steps = decodeNumbers(encoded.points);
    const sizes = encoded.sizes === undefined ? [steps.length / 2] : decodeNumbers(encoded.sizes);
    let lat = 0;
    let lon = 0;
    let i = 0;
    return sizes.map(function (size) {
      const line = [];
      for (let k = 0; k < size; k++) {
        lat += steps[i++];
        lon += steps[i++];
        line.push([lat / SCALE, lon / SCALE]);
      }
      return line;
    });
  }

  // Points moved to the left of the way driven, as traffic does here: the way out and the way
  // back, and the loops of several units on one road, stay apart.
  function shiftLeft(points, distance) {
    const line = L.LineUtil.simplify(points, Math.max(1, distance / 3));
    const shifted = [];
    let before = null;
    for (let i = 0; i < line.length; i++) {
      const after = i + 1 < line.length ? findNormal(line[i], line[i + 1]) : null;
      const first = before || after;
      const second = after || before;
      if (!first) return points;
      const sum = first.add(second);
      const square = sum.x * sum.x + sum.y * sum.y;
      if (square > 1) {
        shifted.push(line[i].add(sum.multiplyBy((2 * distance) / square)));
      } else {
        shifted.push(line[i].add(first.multiplyBy(distance)));
        shifted.push(line[i].add(second.multiplyBy(distance)));
      }
      before = after;
    }
    // The ends stay where they are, so that a line is seen to reach its markers.
    return [points[0], ...shifted, points[points.length - 1]];
  }

  function findNormal(from, to) {
    const step = to.subtract(from);
    const length = Math.hypot(step.x, step.y) || 1;
    return L.point(step.y / length, -step.x / length);
  }

  // Small triangles along lines of pixels, pointing where the lines lead; only those in `seen`.
  function placeArrows(lines, seen) {
    const arrows = [];
    let rest = ARROW_EVERY / 2;
    lines.forEach(function (line) {
      for (let i = 1; i < line.length; i++) {
        const from = line[i - 1];
        const step = line[i].subtract(from);
        const length = Math.hypot(step.x, step.y);
        let along = rest;
        for (; along < length; along += ARROW_EVERY) {
          const tip = from.add(step.multiplyBy(along / length));
          if (seen.contains(tip)) arrows.push(makeArrow(tip, step.divideBy(length)));
        }
        rest = along - length;
      }
    });
    return arrows;
  }

  function makeArrow(tip, ahead) {
    const back = tip.subtract(ahead.multiplyBy(ARROW_SIZE * 1.5));
    const aside = L.point(-ahead.y, ahead.x).multiplyBy(ARROW_SIZE);
    const front = tip.add(ahead.multiplyBy(ARROW_SIZE * 0.5));
    return [back.add(aside), front, back.subtract(aside)];
  }

  return { decodeLines, decodeNumbers, placeArrows, shiftLeft };
})();

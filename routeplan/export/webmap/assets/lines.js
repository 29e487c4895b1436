/* Lines out of text, and lines beside others. */
window.routeplanLines = (function () {
  "use strict";

  const SCALE = 1e5; // as in polyline.py

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
    const steps = decodeNumbers(encoded.points);
    let lat = 0;
    let lon = 0;
    let i = 0;
    return decodeNumbers(encoded.sizes).map(function (size) {
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

  return { decodeLines, shiftLeft };
})();

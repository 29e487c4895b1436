/* Where on its way a unit is, and which of its steps it is in. */
window.routeplan.tracks = (function () {
  "use strict";

  // A way with the metres from its beginning to each of its points.
  function makeTrack(points) {
    const along = [0];
    for (let i = 1; i < points.length; i++) {
      along.push(along[i - 1] + L.latLng(points[i - 1]).distanceTo(points[i]));
    }
    return { points: points, along: along };
  }

  // The last number of a rising list that is not above a value, as its index; at least 0.
  function findLast(numbers, value) {
    let low = 0;
    let high = numbers.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (numbers[middle] <= value) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  // The point after a share of the metres of a way, 0 to 1.
  function locate(track, share) {
    const { points, along } = track;
    const metres = share * along[along.length - 1];
    const i = Math.min(findLast(along, metres), points.length - 2);
    if (i < 0) return points[0];
    const length = along[i + 1] - along[i];
    const part = length ? (metres - along[i]) / length : 0;
    const [from, to] = [points[i], points[i + 1]];
    return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
  }

  // The way of one unit through the shift: `find` gives the number of the step at a moment,
  // `place` the position, both by seconds from the start of the shift.
  function makeCourse(unit, steps) {
    const { decodeLines } = window.routeplan.lines;
    const begins = steps.map((step) => step.begin);
    const tracks = steps.map(function (step) {
      if (step.leg !== undefined) return makeTrack(decodeLines(unit.legs[step.leg]).flat());
      return step.drive ? makeTrack(decodeLines(unit.stops[step.stop].drive).flat()) : null;
    });

    function find(second) {
      return findLast(begins, second);
    }

    function place(second) {
      const number = find(second);
      const { begin, end, at } = steps[number];
      const track = tracks[number];
      return track ? locate(track, Math.min((second - begin) / (end - begin), 1)) : at;
    }

    return { steps: steps, find: find, place: place };
  }

  return { makeTrack, locate, makeCourse };
})();

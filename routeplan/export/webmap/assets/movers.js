/* The units on the map while the shift is played: a flag for each that moves along its way, the
   stops as not yet made, under way or done, and the same in the panel. */
window.routeplan.makeMovers = function (app) {
  "use strict";

  const { makeCourse } = window.routeplan.tracks;
  const { data, map, units } = app;
  const STATES = ["rp-later", "rp-now", "rp-done"];

  const flags = window.routeplan.makeFlags(map);
  let isOn = false;

  function makeMover(unit, index) {
    const rows = document.querySelectorAll(".rp-card")[index].querySelectorAll(".rp-lines > li");
    return {
      unit: unit,
      flag: flags.make(unit.data),
      course: makeCourse(unit.data, data.timeline.units[index]),
      rows: rows,
      step: null,
      states: unit.markers.map(() => null),
    };
  }

  // 0 before a stop, 1 at it, 2 after it; by the steps, so that all of the page agrees.
  function rateStop(mover, position) {
    const own = mover.spans[position];
    return mover.step < own[0] ? 0 : mover.step > own[1] ? 2 : 1;
  }

  function listSpans(mover) {
    return mover.unit.markers.map(function (_marker, position) {
      const numbers = [...mover.course.steps.keys()].filter(
        (number) => mover.course.steps[number].stop === position
      );
      return [numbers[0], numbers[numbers.length - 1]];
    });
  }

  function paintStop(mover, position) {
    const element = mover.unit.markers[position].getElement();
    if (!element) return;
    const state = mover.states[position];
    element.style.setProperty("--rp-unit", mover.unit.data.colour);
    STATES.forEach((name, index) => element.classList.toggle(name, index === state));
  }

  function paintRow(mover, row, state, isDriving) {
    const line = row.querySelector(".rp-line");
    const drive = row.querySelector(".rp-drive");
    line.classList.toggle("rp-past", state === 2);
    line.classList.toggle("rp-present", state === 1 && !(isDriving && drive));
    if (drive) drive.classList.toggle("rp-present", state === 1 && isDriving);
    row.style.setProperty("--rp-unit", mover.unit.data.colour);
  }

  function showStep(mover) {
    const step = mover.course.steps[mover.step];
    mover.spans.forEach(function (_span, position) {
      const state = rateStop(mover, position);
      if (state === mover.states[position]) return;
      mover.states[position] = state;
      paintStop(mover, position);
    });
    mover.rows.forEach(function (row, index) {
      paintRow(mover, row, 1 + Math.sign(step.line - index), step.stop < 0 && step.leg !== undefined);
    });
  }

  function showFlag(mover) {
    const isShown = isOn && map.hasLayer(mover.unit.group);
    if (isShown !== map.hasLayer(mover.flag)) mover.flag[isShown ? "addTo" : "removeFrom"](map);
  }

  function arrangeFlags() {
    if (isOn) flags.arrange(movers.map((mover) => mover.flag).filter((flag) => map.hasLayer(flag)));
  }

  // Shows a moment, and tells which units do something new.
  function show(second) {
    if (!isOn) {
      isOn = true;
      movers.forEach(showFlag);
    }
    movers.forEach((mover) => mover.flag.setLatLng(mover.course.place(second)));
    arrangeFlags();
    return movers.filter(function (mover) {
      const step = mover.course.find(second);
      if (step === mover.step) return false;
      mover.step = step;
      showStep(mover);
      return true;
    });
  }

  function clear() {
    isOn = false;
    movers.forEach(function (mover) {
      mover.step = null;
      mover.states.fill(null);
      mover.states.forEach((_state, position) => paintStop(mover, position));
      mover.rows.forEach((row) => paintRow(mover, row, null, false));
      showFlag(mover);
    });
  }

  const movers = units.map(makeMover);
  movers.forEach(function (mover) {
    mover.spans = listSpans(mover);
    // Leaflet makes the element of a marker anew whenever its layer is switched on.
    mover.unit.markers.forEach((marker, position) =>
      marker.on("add", () => paintStop(mover, position))
    );
    mover.unit.group.on("add remove", function () {
      showFlag(mover);
      arrangeFlags();
    });
  });
  map.on("moveend", arrangeFlags);

  return { movers: movers, show: show, clear: clear };
};

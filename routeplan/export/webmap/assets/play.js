/* The strip below the map that plays the shift. */
window.routeplan.addPlay = function (app) {
  "use strict";

  const { makeElement, setName } = window.routeplan.markers;
  const { data, labels } = app;
  const timeline = data.timeline;
  const strip = document.getElementById("rp-play");
  const find = (name) => strip.querySelector(`.rp-play-${name}`);
  const [button, reset, slider, speed] = ["toggle", "reset", "slider", "speed"].map(find);
  const [clock, day, doings, voice] = ["clock", "day", "doings", "voice"].map(find);
  const QUIET = 500; // milliseconds without a change until the new moment is told
  const DAY = 24 * 60; // minutes
  let minute = null;
  let telling = null;

  function readClock(at) {
    const ofDay = (((timeline.clock + at) % DAY) + DAY) % DAY;
    const [hours, minutes] = [Math.floor(ofDay / 60), ofDay % 60];
    return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
  }

  function readDay(at) {
    return timeline.days[Math.floor((timeline.clock + at) / DAY)];
  }

  // Only what has changed is written: while it plays, a clock once a minute of the shift.
  function showMinute(second) {
    const now = Math.floor(second / 60);
    if (now === minute) return;
    minute = now;
    clock.textContent = readClock(now);
    if (day.textContent !== readDay(now)) day.textContent = readDay(now);
    slider.value = now;
    slider.setAttribute("aria-valuetext", `${readClock(now)}, ${readDay(now)}`);
  }

  function showButton(isPlaying) {
    if (button.classList.contains("rp-playing") === isPlaying) return;
    button.classList.toggle("rp-playing", isPlaying);
    setName(button, isPlaying ? labels.pause : labels.play);
  }

  // Read aloud only when the reader has stopped it or has chosen a moment.
  function tell(isSought) {
    window.clearTimeout(telling);
    if (!isSought) return;
    telling = window.setTimeout(function () {
      const texts = scene.movers.map(
        (mover) => `${mover.unit.data.name}: ${mover.course.steps[mover.step].text}`
      );
      voice.textContent = [clock.textContent, ...texts].join(". ");
    }, QUIET);
  }

  function change(state, isSought) {
    strip.classList.add("rp-play-on");
    scene.show(state.second).forEach(function (mover) {
      lines[scene.movers.indexOf(mover)].textContent = mover.course.steps[mover.step].text;
    });
    showMinute(state.second);
    showButton(state.isPlaying);
    tell(isSought || state.second === timeline.last * 60);
  }

  function makeLine(unit) {
    const item = doings.appendChild(makeElement("li", ""));
    const dot = item.appendChild(makeElement("i", ""));
    dot.style.background = unit.data.colour;
    item.appendChild(makeElement("b", "", unit.data.name));
    return item.appendChild(makeElement("span", ""));
  }

  // Above the slider a lane for each unit: thin while it drives, thick while it is somewhere.
  function drawLanes() {
    const lanes = find("lanes");
    const height = 10;
    const [from, to] = [timeline.first * 60, timeline.last * 60];
    lanes.setAttribute("viewBox", `${from} 0 ${Math.max(to - from, 1)} ${height * data.units.length}`);
    lanes.style.height = `${Math.min(6 * data.units.length, 36)}px`;
    data.units.forEach(function (unit, index) {
      timeline.units[index].forEach(function (step) {
        const isWay = step.leg !== undefined;
        if (step.stop < 0 && !isWay) return;
        const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        bar.setAttribute("x", step.begin);
        bar.setAttribute("width", step.end - step.begin);
        bar.setAttribute("y", index * height + (isWay ? 4 : 1));
        bar.setAttribute("height", isWay ? 2 : 8);
        bar.setAttribute("fill", unit.colour);
        lanes.appendChild(bar);
      });
    });
  }

  function stop() {
    player.pause();
    player.seek(timeline.first * 60);
    window.clearTimeout(telling);
    voice.textContent = "";
    strip.classList.remove("rp-play-on");
    scene.clear();
  }

  const scene = window.routeplan.makeMovers(app);
  const lines = app.units.map(makeLine);
  const player = window.routeplan.makePlayer(timeline.first * 60, timeline.last * 60, change);

  slider.min = timeline.first;
  slider.max = timeline.last;
  showMinute(timeline.first * 60);
  player.setSpeed(Number(speed.value));
  drawLanes();
  button.addEventListener("click", () => (player.isPlaying() ? player.pause() : player.play()));
  reset.addEventListener("click", stop);
  slider.addEventListener("input", () => player.seek(Number(slider.value) * 60));
  speed.addEventListener("change", () => player.setSpeed(Number(speed.value)));
  window.addEventListener("beforeprint", stop);
};

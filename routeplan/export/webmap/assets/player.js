/* The clock of the playback: it runs only while it plays, at so many minutes per second. */
window.routeplan.makePlayer = function (first, last, onChange) {
  "use strict";

  const LONGEST_FRAME = 250; // milliseconds: a page that was away goes on where it was
  const state = { second: first, speed: 1, isPlaying: false };
  let before = null;

  function move(second, isSought) {
    state.second = Math.min(Math.max(second, first), last);
    if (state.second === last) state.isPlaying = false;
    onChange(state, isSought);
  }

  function tick(now) {
    if (!state.isPlaying) return;
    const passed = before === null ? 0 : Math.min(now - before, LONGEST_FRAME);
    before = now;
    move(state.second + (passed / 1000) * state.speed * 60, false);
    if (state.isPlaying) window.requestAnimationFrame(tick);
  }

  function play() {
    if (state.isPlaying) return;
    if (state.second === last) state.second = first;
    state.isPlaying = true;
    before = null;
    onChange(state, false);
    window.requestAnimationFrame(tick);
  }

  function pause() {
    state.isPlaying = false;
    onChange(state, true);
  }

  return {
    play: play,
    pause: pause,
    seek: (second) => move(second, true),
    setSpeed: (speed) => (state.speed = speed),
    isPlaying: () => state.isPlaying,
  };
};

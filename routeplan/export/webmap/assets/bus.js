/* Parts of the page tell each other what happens, without knowing each other. */
window.routeplan.makeBus = function () {
  "use strict";

  const handlers = new Map();

  function on(name, handler) {
    handlers.set(name, [...(handlers.get(name) || []), handler]);
  }

  function emit(name, detail) {
    (handlers.get(name) || []).forEach((handler) => handler(detail));
  }

  return { on, emit };
};

/* The panel beside the map, on a phone a sheet upon it: opened and closed by buttons. */
window.routeplan.connectSheet = function (app) {
  "use strict";

  const opener = document.getElementById("rp-open");
  const closer = document.getElementById("rp-close");

  app.openPanel = function (open) {
    const isLost = !open && document.getElementById("rp-panel").contains(document.activeElement);
    document.body.classList.toggle("rp-panel-closed", !open);
    opener.setAttribute("aria-expanded", String(open));
    app.emit("layout");
    if (isLost) opener.focus({ preventScroll: true });
  };

  // What had the focus disappears: it goes to the button that undoes it.
  opener.addEventListener("click", function () {
    app.openPanel(true);
    closer.focus();
  });
  closer.addEventListener("click", () => app.openPanel(false));
  app.openPanel(!window.routeplan.markers.isNarrow.matches);
};

/* The panel beside the map, on a phone a sheet upon it: opened and closed by buttons. */
window.routeplan.connectSheet = function (app) {
  "use strict";

  const opener = document.getElementById("rp-open");
  const closer = document.getElementById("rp-close");

  app.openPanel = function (open) {
    document.body.classList.toggle("rp-panel-closed", !open);
    opener.setAttribute("aria-expanded", String(open));
    app.emit("layout");
  };

  // The button that was pressed disappears: the focus goes to the one that undoes it.
  opener.addEventListener("click", function () {
    app.openPanel(true);
    closer.focus();
  });
  closer.addEventListener("click", function () {
    app.openPanel(false);
    opener.focus();
  });
  app.openPanel(!window.routeplan.markers.isNarrow.matches);
};

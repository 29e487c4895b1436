/* The panel with the itineraries: its lines show their stops, and stops their lines. */
window.routeplan.connectPanel = function (app) {
  "use strict";

  const { isNarrow } = window.routeplan.markers;
  const { data, map, units } = app;
  const panel = document.getElementById("rp-panel");
  const lines = units.map(() => []); // by unit and position

  function openPopup(layer, at, shown) {
    if (isNarrow.matches) app.openPanel(false);
    shown.forEach((group) => map.addLayer(group));
    map.setView(at, Math.max(map.getZoom(), 14), { animate: false });
    layer.openPopup(at);
  }

  function showUnit(unit) {
    if (isNarrow.matches) app.openPanel(false);
    map.addLayer(unit.group);
    app.fit(unit.group.getBounds());
  }

  app.showStop = function (unit, position) {
    const { data: own, group, markers } = units[unit];
    const marker = markers[position];
    openPopup(marker, marker.getLatLng(), [group, app.kinds[own.stops[position].kind]]);
  };

  app.showMissed = function (index) {
    openPopup(app.missed[index], data.unvisited[index].at, [app.missedLayer]);
  };

  // The line of the stop that is open on the map, or has the focus there.
  function mark(chosen) {
    panel.querySelectorAll("[aria-current]").forEach((line) => line.removeAttribute("aria-current"));
    if (chosen.stop === null) return;
    const line = lines[chosen.unit][chosen.stop];
    line.setAttribute("aria-current", "true");
    line.closest("details").open = true;
    line.scrollIntoView({ block: "nearest" });
  }

  // What the mouse points at in the panel is lit on the map, and the other way round.
  function light(unit, stop, isLit) {
    const { legs, markers } = units[unit];
    const parts = [markers[stop], ...legs.filter((leg) => leg.to === stop)];
    const shown = parts.map((part) => part.getElement()).filter(Boolean);
    [lines[unit][stop], ...shown].forEach((part) => part.classList.toggle("rp-lit", isLit));
  }

  function connectLine(line) {
    const [unit, stop] = [Number(line.dataset.unit), Number(line.dataset.stop)];
    lines[unit][stop] = line;
    line.addEventListener("click", () => app.showStop(unit, stop));
    line.addEventListener("mouseenter", () => light(unit, stop, true));
    line.addEventListener("mouseleave", () => light(unit, stop, false));
    line.addEventListener("focus", () => light(unit, stop, true));
    line.addEventListener("blur", () => light(unit, stop, false));
  }

  function connectMarker(marker, unit, stop) {
    const select = (position) => () => app.emit("select", { unit: unit, stop: position });
    marker.on("popupopen", select(stop));
    marker.on("popupclose", select(null));
    marker.on("mouseover", () => light(unit, stop, true));
    marker.on("mouseout", () => light(unit, stop, false));
    const listen = () => marker.getElement().addEventListener("focus", select(stop));
    marker.on("add", listen);
    if (marker.getElement()) listen();
  }

  function onEach(selector, act) {
    panel.querySelectorAll(selector).forEach(function (element) {
      element.addEventListener("click", () => act(element.dataset));
    });
  }

  function paintNumbers() {
    panel.querySelectorAll(".rp-number").forEach(function (badge) {
      const unit = data.units[badge.dataset.unit];
      badge.style.background = unit.colour;
      badge.style.color = unit.ink;
    });
  }

  panel.querySelectorAll("button.rp-line").forEach(connectLine);
  units.forEach((unit, index) =>
    unit.markers.forEach((marker, stop) => connectMarker(marker, index, stop))
  );
  onEach(".rp-show", (chosen) => showUnit(units[chosen.unit]));
  onEach(".rp-missed", (chosen) => app.showMissed(Number(chosen.unvisited)));
  app.on("select", mark);
  paintNumbers();
};

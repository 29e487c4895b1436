/* How the map is looked at: its controls, the part that is shown, and names for its parts. */
window.routeplan.makeView = function (map, data) {
  "use strict";

  const { isNarrow, makeElement, setName } = window.routeplan.markers;
  const labels = data.labels;
  const EDGE = 24; // pixels kept free around what is fitted: most of a marker
  const CORNER = 14; // pixels between a control and the edge
  const MAX_ZOOM = 19;
  const FAR_ZOOM = 12.5; // markers are smaller below it

  const North = L.Control.extend({
    options: { position: "bottomleft" },
    onAdd: function () {
      const box = makeElement("div", "rp-north");
      box.setAttribute("role", "img");
      setName(box, labels.north);
      box.appendChild(makeElement("i", "rp-needle"));
      box.appendChild(makeElement("b", "", labels.north[0]));
      return box;
    },
  });

  function addControls() {
    const position = isNarrow.matches ? "bottomright" : "topleft"; // clear of popups
    L.control
      .zoom({ position: position, zoomInTitle: labels.zoom_in, zoomOutTitle: labels.zoom_out })
      .addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    new North().addTo(map);
    map.attributionControl.setPrefix(false);
    if (data.osm) {
      const link = makeElement("a", "", labels.attribution);
      link.href = "https://www.openstreetmap.org/copyright";
      link.rel = "noreferrer";
      map.attributionControl.addAttribution(link.outerHTML);
    }
  }

  // What is fitted keeps clear of the legend: left of it, on an upright sheet below it. On a
  // phone the legend is folded, and a button lies at the bottom, in a corner of a turned one.
  function findMargins() {
    const paper = document.documentElement.dataset.paper || "";
    const legend = map.getContainer().querySelector(".leaflet-control-layers");
    const opener = document.getElementById("rp-open");
    const margins = { left: EDGE, top: EDGE, right: EDGE, bottom: EDGE };
    if (!legend) return margins; // a map in a page that has its own switches
    if (paper.endsWith("portrait")) {
      margins.top += legend.offsetHeight + CORNER;
    } else if (isNarrow.matches && !paper) {
      const bottom = map.getContainer().getBoundingClientRect().bottom;
      const { top, height } = opener.getBoundingClientRect();
      if (bottom - top < 2 * height) margins.bottom += height + CORNER;
    } else if (legend.offsetWidth + CORNER < map.getSize().x / 3) {
      margins.left += CORNER * 2;
      margins.right += legend.offsetWidth + CORNER;
    }
    return margins;
  }

  // What was fitted stays so while the map's place changes (panel, playback, turned phone), until
  // the reader looks elsewhere.
  let fitted = null;

  function fit(bounds) {
    map.invalidateSize();
    const margins = findMargins();
    map.fitBounds(bounds, {
      paddingTopLeft: [margins.left, margins.top],
      paddingBottomRight: [margins.right, margins.bottom],
      maxZoom: 16,
      animate: false,
    });
    fitted = { bounds: bounds, centre: map.getCenter(), zoom: map.getZoom() };
  }

  function isAsFitted() {
    if (!fitted || map.getZoom() !== fitted.zoom) return false;
    return map.project(map.getCenter()).distanceTo(map.project(fitted.centre)) < 2;
  }

  function adapt() {
    if (isAsFitted()) fit(fitted.bounds);
    else map.invalidateSize();
  }

  function nameParts() {
    const container = map.getContainer();
    container.setAttribute("role", "main");
    container.setAttribute("aria-labelledby", "rp-title");
    map.on("popupopen", function (event) {
      const popup = event.popup.getElement();
      setName(popup.querySelector(".leaflet-popup-close-button"), labels.close);
      popup.querySelector(".leaflet-popup-content").tabIndex = 0; // a long one is scrolled by keys
    });
    // Leaflet hears Escape only while the map itself has the focus, not one of its markers.
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape") map.closePopup();
    });
  }

  function sizeMarkers() {
    map.getContainer().classList.toggle("rp-far", map.getZoom() < FAR_ZOOM);
  }

  // Above the lines and below the markers and popups, in the middle whatever part is shown.
  function placeWatermark() {
    const watermark = document.querySelector(".rp-watermark");
    if (!watermark) return;
    const pane = map.createPane("rp-watermark");
    pane.style.zIndex = 450;
    pane.style.pointerEvents = "none";
    pane.appendChild(watermark);
    const centre = () =>
      L.DomUtil.setPosition(pane, map.containerPointToLayerPoint(map.getSize().divideBy(2)));
    map.on("move resize zoomend viewreset", centre);
    centre();
  }

  map.setMaxZoom(MAX_ZOOM);
  nameParts();
  addControls();
  map.on("zoomend", sizeMarkers);

  return { adapt, fit, placeWatermark };
};

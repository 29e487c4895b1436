/* Draws a patrol plan on the Leaflet map that folium has made.

   All data comes from the JSON block of the page, and all words too, in the language of the
   plan. */
(function () {
  "use strict";

  const map = window.map_patrol;
  const data = JSON.parse(document.getElementById("rp-data").textContent);
  const labels = data.labels;
  const { decodeLines, shiftLeft } = window.routeplanLines;
  const {
    isNarrow, POPUP, makeElement, makeLayerName, makeMarker, makePopup, makeSwatch, setName,
  } = window.routeplanMarkers;
  const { addDrive, makeClosures, makeMissedRoad, makeShapes } = window.routeplanPlaces(map, data);

  // Widths in pixels of the ranks of roads, at zoom 10 and at zoom 16.
  const ROAD_STYLES = [
    { colour: "#dfdbd1", from: 0.3, to: 2 },
    { colour: "#d5cfc3", from: 0.6, to: 4 },
    { colour: "#c8bfac", from: 1.1, to: 5 },
    { colour: "#b8ac91", from: 1.8, to: 6 },
    { colour: "#ac9e7f", from: 2.4, to: 7 },
    { colour: "#a08f6b", from: 3, to: 8 },
  ];
  const LOOP_WIDTH = 4;
  const LANE = 2.5; // pixels between the middle of the road and the first unit's line
  const EDGE = 24; // pixels kept free around what is fitted: most of a marker
  const CORNER = 14; // pixels between a control and the edge
  const MAX_ZOOM = 19;
  const FAR_ZOOM = 12.5; // markers are smaller below it

  // ------------------------------------------------------------------ lines beside the road

  // The distance is one of pixels: the line is placed anew for every zoom.
  function makeShiftedLine(points, shift, options) {
    const world = points.map((point) => map.project(point, 0));
    const line = L.polyline(points, options);
    function place() {
      const zoom = map.getZoom();
      const scale = map.getZoomScale(zoom, 0);
      const nearness = Math.min(Math.max((zoom - 9) / 5, 0.4), 1);
      const pixels = world.map((point) => point.multiplyBy(scale));
      const shifted = shiftLeft(pixels, LANE + shift * nearness);
      line.setLatLngs(shifted.map((point) => map.unproject(point, zoom)));
    }
    line.on("add", function () {
      map.on("zoomend", place);
      place();
    });
    line.on("remove", () => map.off("zoomend", place));
    return line;
  }

  // ------------------------------------------------------------------ layers

  function makeRoads() {
    const pane = map.createPane("rp-roads");
    pane.style.zIndex = 250;
    pane.style.pointerEvents = "none";
    const renderer = L.canvas({ pane: "rp-roads", padding: 0.2 });
    const group = L.layerGroup();
    const lines = data.roads.map(function (roads) {
      const style = ROAD_STYLES[roads.rank];
      const line = L.polyline(decodeLines(roads), {
        renderer: renderer,
        pane: "rp-roads",
        interactive: false,
        color: style.colour,
        smoothFactor: 1.5,
      });
      group.addLayer(line);
      return { line: line, style: style };
    });
    function setWidths() {
      const share = Math.min(Math.max((map.getZoom() - 10) / 6, 0), 1);
      lines.forEach(function (item) {
        const width = item.style.from + (item.style.to - item.style.from) * share;
        item.line.setStyle({ weight: width });
      });
    }
    map.on("zoomend", setWidths);
    setWidths();
    return group;
  }

  function makeBoundary() {
    const rings = decodeLines(data.boundary);
    const common = { interactive: false, fill: false };
    return L.layerGroup([
      L.polyline(rings, { ...common, color: "#6b5f8a", weight: 7, opacity: 0.16 }),
      L.polyline(rings, { ...common, color: "#6b5f8a", weight: 1.6, dashArray: "8 4 2 4" }),
    ]);
  }

  function makeLeg(leg, unit, shift) {
    const line = makeShiftedLine(decodeLines(leg)[0], shift, {
      color: unit.colour,
      weight: LOOP_WIDTH,
      dashArray: unit.dash || null,
      lineCap: unit.dash ? "butt" : "round",
      className: "rp-leg",
    });
    line.bindPopup(makePopup(leg), POPUP);
    line.on("mouseover", () => line.setStyle({ weight: LOOP_WIDTH + 4 }).bringToFront());
    line.on("mouseout", () => line.setStyle({ weight: LOOP_WIDTH }));
    return line;
  }

  function makeUnit(unit, shift) {
    const group = L.featureGroup();
    unit.legs.forEach(function (leg) {
      const casing = { color: "#fff", weight: LOOP_WIDTH + 3, interactive: false };
      group.addLayer(makeShiftedLine(decodeLines(leg)[0], shift, casing));
    });
    unit.legs.forEach((leg) => group.addLayer(makeLeg(leg, unit, shift)));
    unit.stops.forEach((stop) => stop.drive && addDrive(group, stop, unit));
    const markers = unit.stops.map(function (stop) {
      group.addLayer(
        L.polyline([stop.road, stop.at], {
          color: unit.colour, weight: 2, dashArray: "2 4", interactive: false,
        })
      );
      return makeMarker(stop, "rp-stop", stop.number, unit).addTo(group);
    });
    // Below the stops: a stop at the station's door must not be hidden by the larger base.
    group.addLayer(makeMarker(unit.base, "rp-base", "", unit).setZIndexOffset(-500));
    return { group: group, markers: markers };
  }

  function makeUnits() {
    const spacing = Math.min(4, 10 / Math.max(data.units.length - 1, 1));
    return data.units.map((unit, index) => makeUnit(unit, index * spacing));
  }

  // The badge is a square turned by 45 degrees: its plus sign is seen as a cross.
  function makeMissed() {
    return data.unvisited.map((item) =>
      item.points === undefined ? makeMarker(item, "rp-unvisited", "+", null) : makeMissedRoad(item)
    );
  }

  // A unit that drives no loop waits at its base: it is no layer to switch.
  function addIdleBases() {
    const look = { colour: "#6b6b6b", ink: "#fff" };
    data.idle.forEach(function (base) {
      makeMarker(base, "rp-base", "", look).setZIndexOffset(-500).addTo(map);
    });
  }

  // Rows of the legend from top to bottom: name, layer, and whether it is shown at first.
  function listOverlays(units, missed) {
    const rows = [];
    if (data.tiles) {
      const tiles = L.tileLayer(data.tiles, { maxZoom: MAX_ZOOM });
      rows.push([makeLayerName(labels.tiles), tiles, true]);
    }
    if (data.roads.length) rows.push([makeLayerName(labels.roads), makeRoads(), !data.tiles]);
    rows.push([makeLayerName(labels.boundary), makeBoundary(), true]);
    if (data.shapes.length) rows.push([makeLayerName(labels.areas), makeShapes(), true]);
    data.units.forEach(function (unit, index) {
      rows.push([makeLayerName(unit.name, makeSwatch(unit)), units[index].group, true]);
    });
    if (data.closures.length) {
      const name = makeLayerName(labels.closures, makeElement("i", "rp-bar"));
      rows.push([name, makeClosures(), true]);
    }
    if (missed.length) {
      const name = makeLayerName(labels.unvisited, makeElement("i", "rp-diamond"));
      rows.push([name, missedLayer, true]);
    }
    return rows;
  }

  // ------------------------------------------------------------------ the map

  function addControls() {
    L.control
      .zoom({ zoomInTitle: labels.zoom_in, zoomOutTitle: labels.zoom_out })
      .addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    map.attributionControl.setPrefix(false);
    if (data.osm) {
      const link = makeElement("a", "", labels.attribution);
      link.href = "https://www.openstreetmap.org/copyright";
      link.rel = "noreferrer";
      map.attributionControl.addAttribution(link.outerHTML);
    }
  }

  function addLegend(overlays) {
    const control = L.control.layers(null, null, { collapsed: isNarrow.matches }).addTo(map);
    overlays.forEach(([name, layer]) => control.addOverlay(layer, name));
    setName(control.getContainer().querySelector("a"), labels.layers);
    return control.getContainer();
  }

  // What is fitted keeps clear of the legend, on a phone of the button below.
  function fitPlan(bounds) {
    map.invalidateSize();
    const width = legend.offsetWidth + CORNER;
    const beside = width < map.getSize().x / 3 && !isNarrow.matches ? width : 0;
    const below = isNarrow.matches ? opener.offsetHeight + CORNER : 0;
    map.fitBounds(bounds, {
      paddingTopLeft: [beside ? EDGE + CORNER * 2 : EDGE, EDGE],
      paddingBottomRight: [EDGE + beside, EDGE + below],
      maxZoom: 16,
      animate: false,
    });
  }

  function nameParts() {
    const container = map.getContainer();
    container.setAttribute("role", "region");
    container.setAttribute("aria-labelledby", "rp-title");
    map.on("popupopen", function (event) {
      const button = event.popup.getElement().querySelector(".leaflet-popup-close-button");
      setName(button, labels.close);
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

  // ------------------------------------------------------------------ the panel

  function setPanel(open) {
    document.body.classList.toggle("rp-panel-closed", !open);
    opener.setAttribute("aria-expanded", String(open));
  }

  // The button that was pressed disappears: the focus goes to the one that undoes it.
  function connectPanel() {
    const closer = document.getElementById("rp-close");
    opener.addEventListener("click", function () {
      setPanel(true);
      closer.focus();
    });
    closer.addEventListener("click", function () {
      setPanel(false);
      opener.focus();
    });
  }

  function showPlace(layer, at, group) {
    if (isNarrow.matches) setPanel(false);
    if (group && !map.hasLayer(group)) map.addLayer(group);
    map.setView(at, Math.max(map.getZoom(), 14), { animate: false });
    layer.openPopup(at);
  }

  function showUnit(unit) {
    if (isNarrow.matches) setPanel(false);
    map.addLayer(unit.group);
    fitPlan(unit.group.getBounds());
  }

  function onEach(selector, act) {
    document.querySelectorAll(selector).forEach(function (element) {
      element.addEventListener("click", () => act(element.dataset));
    });
  }

  function connectItinerary(units, missed) {
    onEach(".rp-show", (chosen) => showUnit(units[chosen.unit]));
    onEach("button.rp-line", function (chosen) {
      const unit = units[chosen.unit];
      const marker = unit.markers[chosen.stop - 1];
      showPlace(marker, marker.getLatLng(), unit.group);
    });
    onEach(".rp-missed", function (chosen) {
      showPlace(missed[chosen.unvisited], data.unvisited[chosen.unvisited].at, missedLayer);
    });
  }

  function paintNumbers() {
    document.querySelectorAll(".rp-number").forEach(function (badge) {
      const unit = data.units[badge.dataset.unit];
      badge.style.background = unit.colour;
      badge.style.color = unit.ink;
    });
  }

  // ------------------------------------------------------------------ paper

  function preparePaper() {
    document.querySelectorAll("details").forEach((element) => (element.open = true));
    map.closePopup();
    fitPlan(data.bounds);
  }

  // ------------------------------------------------------------------ all together

  const units = makeUnits();
  const missed = makeMissed();
  const missedLayer = L.layerGroup(missed);
  const overlays = listOverlays(units, missed);
  const opener = document.getElementById("rp-open");

  map.setMaxZoom(MAX_ZOOM);
  nameParts();
  addControls();
  const legend = addLegend(overlays);
  connectPanel();
  connectItinerary(units, missed);
  paintNumbers();
  setPanel(!isNarrow.matches);

  // Lines beside the road are placed for a zoom: it is found first.
  fitPlan(data.bounds);
  overlays.forEach(([, layer, shown]) => shown && layer.addTo(map));
  addIdleBases();
  placeWatermark();
  map.on("zoomend", sizeMarkers);
  sizeMarkers();

  // Leaflet hears Escape only while the map itself has the focus, not one of its markers.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") map.closePopup();
  });
  // Whatever changes the map's place in the page (panel, paper, turned phone) is told to Leaflet.
  new ResizeObserver(() => map.invalidateSize()).observe(map.getContainer());
  window.addEventListener("beforeprint", preparePaper);
  window.addEventListener("afterprint", () => fitPlan(data.bounds));
})();

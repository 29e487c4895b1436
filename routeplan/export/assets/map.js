/* Draws a patrol plan on the Leaflet map that folium has made.

   All data comes from the JSON block of the page. Names are data: they are inserted as text
   nodes, never as HTML. All words come from the data too, in the language of the plan. */
(function () {
  "use strict";

  const map = window.map_patrol;
  const data = JSON.parse(document.getElementById("rp-data").textContent);
  const labels = data.labels;
  const { decodeLines, shiftLeft } = window.routeplanLines;

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
  const MARKER_STEP = 27;
  const EDGE = 24; // pixels kept free around what is fitted: most of a marker
  const CORNER = 14; // pixels between a control and the edge
  const MAX_ZOOM = 19;
  const FAR_ZOOM = 12.5; // markers are smaller below it

  const isNarrow = window.matchMedia("(max-width: 699px)");
  // Popups keep clear of the controls in the corners: beside them, on a phone below them.
  const POPUP = {
    minWidth: 230,
    maxWidth: 300,
    autoPanPaddingTopLeft: isNarrow.matches ? [8, 64] : [56, 12],
    autoPanPaddingBottomRight: isNarrow.matches ? [8, 70] : [220, 12],
  };

  // ------------------------------------------------------------------ small pieces of page

  function makeElement(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function setName(button, name) {
    button.setAttribute("aria-label", name);
    button.title = name;
  }

  function makePopup(item) {
    const box = makeElement("div", "rp-popup");
    box.appendChild(makeElement("h3", "", item.title));
    const list = box.appendChild(makeElement("dl", ""));
    item.rows.forEach(function (row) {
      list.appendChild(makeElement("dt", "", row[0]));
      list.appendChild(makeElement("dd", "", row[1]));
    });
    return box;
  }

  // Leaflet inserts the names of layers as HTML: give it text turned into HTML by the browser.
  function makeLayerName(text, swatch) {
    const box = makeElement("span", "rp-layer");
    if (swatch) box.appendChild(swatch);
    box.appendChild(makeElement("span", "", text));
    return box.outerHTML;
  }

  function makeSwatch(unit) {
    const swatch = makeElement("i", "rp-dot");
    swatch.style.background = unit.colour;
    return swatch;
  }

  function makeIcon(item, className, text, unit) {
    const badge = makeElement("span", "rp-badge", text);
    if (unit) {
      badge.style.background = unit.colour;
      badge.style.color = unit.ink;
    }
    return L.divIcon({
      className: className,
      html: badge,
      iconSize: [26, 26],
      iconAnchor: [13 - item.shift * MARKER_STEP, 13],
      popupAnchor: [item.shift * MARKER_STEP, -10],
    });
  }

  function makeMarker(item, className, text, unit) {
    const marker = L.marker(item.at, {
      icon: makeIcon(item, className, text, unit),
      riseOnHover: true,
    });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", item.title));
    marker.bindPopup(makePopup(item), POPUP);
    marker.bindTooltip(makeElement("span", "", item.hint || item.title), {
      direction: "top",
      offset: [item.shift * MARKER_STEP, -14],
    });
    marker.on("click", () => marker.closeTooltip());
    return marker;
  }

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
    map.createPane("rp-roads").style.zIndex = 250;
    map.getPane("rp-roads").style.pointerEvents = "none";
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
    unit.markers = unit.stops.map(function (stop) {
      group.addLayer(
        L.polyline([stop.road, stop.at], {
          color: unit.colour, weight: 2, dashArray: "2 4", interactive: false,
        })
      );
      return makeMarker(stop, "rp-stop", String(stop.number), unit).addTo(group);
    });
    // Below the stops: a stop at the station's door must not be hidden by the larger base.
    group.addLayer(makeMarker(unit.base, "rp-base", "", unit).setZIndexOffset(-500));
    return group;
  }

  function makeUnvisited() {
    // The badge is a square turned by 45 degrees: its plus sign is seen as a cross.
    data.missed = data.unvisited.map((item) => makeMarker(item, "rp-unvisited", "+", null));
    return L.layerGroup(data.missed);
  }

  // ------------------------------------------------------------------ the map

  L.control
    .zoom({ zoomInTitle: labels.zoom_in, zoomOutTitle: labels.zoom_out })
    .addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.attributionControl.setPrefix(false);
  map.setMaxZoom(MAX_ZOOM);
  if (data.osm) {
    const link = makeElement("a", "", labels.attribution);
    link.href = "https://www.openstreetmap.org/copyright";
    link.rel = "noreferrer";
    map.attributionControl.addAttribution(link.outerHTML);
  }

  const opener = document.getElementById("rp-open");
  const control = L.control.layers(null, null, { collapsed: isNarrow.matches }).addTo(map);
  const shownFirst = [];
  function addOverlay(name, layer, shown) {
    control.addOverlay(layer, name);
    if (shown) shownFirst.push(layer);
  }
  if (data.tiles) {
    const tiles = L.tileLayer(data.tiles, { maxZoom: MAX_ZOOM });
    addOverlay(makeLayerName(labels.tiles), tiles, true);
  }
  if (data.roads.length) addOverlay(makeLayerName(labels.roads), makeRoads(), !data.tiles);
  addOverlay(makeLayerName(labels.boundary), makeBoundary(), true);
  const spacing = Math.min(4, 10 / Math.max(data.units.length - 1, 1));
  data.units.forEach(function (unit, index) {
    unit.group = makeUnit(unit, index * spacing);
    addOverlay(makeLayerName(unit.name, makeSwatch(unit)), unit.group, true);
  });
  if (data.unvisited.length) {
    const swatch = makeElement("i", "rp-diamond");
    addOverlay(makeLayerName(labels.unvisited, swatch), makeUnvisited(), true);
  }
  setName(control.getContainer().querySelector("a"), labels.layers);

  // What is fitted keeps clear of the legend, on a phone of the button below.
  function fitPlan(bounds) {
    map.invalidateSize();
    const legend = control.getContainer().offsetWidth + CORNER;
    const beside = legend < map.getSize().x / 3 && !isNarrow.matches ? legend : 0;
    const below = isNarrow.matches ? opener.offsetHeight + CORNER : 0;
    map.fitBounds(bounds, {
      paddingTopLeft: [beside ? EDGE + CORNER * 2 : EDGE, EDGE],
      paddingBottomRight: [EDGE + beside, EDGE + below],
      maxZoom: 16,
      animate: false,
    });
  }
  fitPlan(data.bounds);
  shownFirst.forEach((layer) => layer.addTo(map));

  map.on("popupopen", function (event) {
    setName(event.popup.getElement().querySelector(".leaflet-popup-close-button"), labels.close);
  });
  // Leaflet hears Escape only while the map itself has the focus, not one of its markers.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") map.closePopup();
  });

  // Whatever changes the map's place in the page (panel, paper, turned phone) is told to Leaflet.
  new ResizeObserver(() => map.invalidateSize()).observe(map.getContainer());

  function sizeMarkers() {
    map.getContainer().classList.toggle("rp-far", map.getZoom() < FAR_ZOOM);
  }
  map.on("zoomend", sizeMarkers);
  sizeMarkers();

  // Above the lines and below the markers and popups, in the middle whatever part is shown.
  const watermark = document.querySelector(".rp-watermark");
  if (watermark) {
    map.createPane("rp-watermark").style.zIndex = 450;
    const pane = map.getPane("rp-watermark");
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
  opener.addEventListener("click", () => setPanel(true));
  document.getElementById("rp-close").addEventListener("click", () => setPanel(false));
  setPanel(!isNarrow.matches);

  function showMarker(marker, group) {
    if (isNarrow.matches) setPanel(false);
    if (group && !map.hasLayer(group)) map.addLayer(group);
    map.setView(marker.getLatLng(), Math.max(map.getZoom(), 14), { animate: false });
    marker.openPopup();
  }
  function onEach(selector, act) {
    document.querySelectorAll(selector).forEach(function (element) {
      element.addEventListener("click", () => act(element.dataset));
    });
  }
  onEach(".rp-show", function (chosen) {
    const group = data.units[chosen.unit].group;
    if (isNarrow.matches) setPanel(false);
    map.addLayer(group);
    fitPlan(group.getBounds());
  });
  onEach("button.rp-line", function (chosen) {
    const unit = data.units[chosen.unit];
    showMarker(unit.markers[chosen.stop - 1], unit.group);
  });
  onEach(".rp-missed", (chosen) => showMarker(data.missed[chosen.unvisited], null));
  document.querySelectorAll(".rp-number").forEach(function (badge) {
    const unit = data.units[badge.dataset.unit];
    badge.style.background = unit.colour;
    badge.style.color = unit.ink;
  });

  // ------------------------------------------------------------------ paper

  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach((element) => (element.open = true));
    map.closePopup();
    fitPlan(data.bounds);
  });
  window.addEventListener("afterprint", () => fitPlan(data.bounds));
})();

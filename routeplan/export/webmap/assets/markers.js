/* Markers, popups and other small pieces of the page.

   Names are data: they are inserted as text nodes, never as HTML. Popups are made when they are
   opened. */
window.routeplan.markers = (function () {
  "use strict";

  const MARKER_STEP = 27; // pixels between the middles of markers at one place

  // A phone, upright or turned; also a larger screen whose text is enlarged.
  const isNarrow = window.matchMedia("(max-width: 699px), (max-height: 519px)");
  // Popups keep clear of the controls in the corners: beside them, on a phone below them.
  const POPUP = {
    minWidth: 230,
    maxWidth: 300,
    autoPanPaddingTopLeft: isNarrow.matches ? [8, 64] : [56, 12],
    autoPanPaddingBottomRight: isNarrow.matches ? [8, 84] : [234, 12],
  };

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

  // In the legend symbols stand for what is drawn: a loop with its arrow, a badge, a line.
  function makeSymbol(name, value, ...parts) {
    const symbol = makeElement("span", "rp-symbol");
    symbol.dataset[name] = value;
    symbol.append(...parts);
    return symbol;
  }

  function makePopup(item) {
    const box = makeElement("div", "rp-popup");
    box.appendChild(makeElement("h2", "", item.title));
    const list = box.appendChild(makeElement("dl", ""));
    item.rows.forEach(function (row) {
      list.appendChild(makeElement("dt", "", row[0]));
      list.appendChild(makeElement("dd", "", row[1]));
    });
    return box;
  }

  function addPopup(layer, item) {
    return layer.bindPopup(() => makePopup(item), POPUP);
  }

  function makeIcon(item, className, text, unit) {
    const badge = makeElement("span", "rp-badge", text);
    if (item.kind) badge.dataset.kind = item.kind;
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
    addPopup(marker, item);
    marker.bindTooltip(() => makeElement("span", "", item.hint || item.title), {
      direction: "top",
      offset: [item.shift * MARKER_STEP, -14],
    });
    marker.on("click", () => marker.closeTooltip());
    return marker;
  }

  return { isNarrow, addPopup, makeElement, makeMarker, makeSymbol, setName };
})();

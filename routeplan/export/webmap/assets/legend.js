/* The legend: Leaflet's switches of layers under headings, folded by a button. */
window.routeplan.makeLegend = function (map, labels) {
  "use strict";

  const { isNarrow, makeElement } = window.routeplan.markers;
  const HEADINGS = {
    units: labels.units, planned: labels.planned, stops: labels.stops, map: labels.map,
  };

  const Legend = L.Control.Layers.extend({
    sections: {}, // of layers by their stamps

    // Leaflet inserts names as HTML: it is given what the browser made out of text.
    addRow: function (layer, text, symbol, section) {
      const box = makeElement("span", "rp-layer");
      box.appendChild(symbol);
      box.appendChild(makeElement("span", "", text));
      this.sections[L.stamp(layer)] = section;
      return this.addOverlay(layer, box.outerHTML);
    },

    // Leaflet writes its list anew whenever a layer comes or goes: sort it under the headings.
    _update: function () {
      L.Control.Layers.prototype._update.call(this);
      const rows = [...this._overlaysList.children];
      Object.keys(HEADINGS).forEach((section) => {
        const own = rows.filter((row, index) => this.findSection(index) === section);
        if (!own.length) return;
        const group = makeElement("fieldset", "rp-legend-group");
        group.appendChild(makeElement("legend", "", HEADINGS[section]));
        group.append(...own);
        this._overlaysList.appendChild(group);
      });
      return this;
    },

    findSection: function (index) {
      return this.sections[L.stamp(this._layers[index].layer)] || "map";
    },
  });

  function addFold(control) {
    const container = control.getContainer();
    const list = container.querySelector(".leaflet-control-layers-list");
    const button = makeElement("button", "rp-fold", labels.legend);
    button.type = "button";
    list.id = "rp-legend";
    button.setAttribute("aria-controls", list.id);
    function setOpen(open) {
      button.setAttribute("aria-expanded", String(open));
      list.hidden = !open;
      if (open) control.expand(); // as high as the map allows
    }
    button.addEventListener("click", () => setOpen(list.hidden));
    container.querySelector("a").replaceWith(button);
    map.on("resize", () => setOpen(!list.hidden));
    setOpen(!isNarrow.matches);
  }

  const control = new Legend(null, null, { collapsed: false }).addTo(map);
  addFold(control);
  return control;
};

/* The flags of the units while the shift is played: each on a stem that stands where the unit is,
   as short as the other flags allow. */
window.routeplan.makeFlags = function (map) {
  "use strict";

  const { makeElement } = window.routeplan.markers;
  const STEM = 18; // pixels, the shortest
  const DOT = 12; // half of the mark where the unit is
  const RIM = 5; // by which a flag reaches over its stem
  const GAP = 2; // between two flags
  const KEEP = 30; // so much shorter another side has to be
  const SIDES = [[false, false], [true, false], [false, true], [true, true]].map(
    ([isLeft, isBelow]) => ({ isLeft, isBelow })
  );

  const pane = map.createPane("rp-movers");
  pane.style.zIndex = 640; // above the stops, below tooltips and popups
  pane.style.pointerEvents = "none";

  function make(unit) {
    const flag = makeElement("span", "rp-flag", unit.name);
    flag.style.background = unit.colour;
    flag.style.color = unit.ink;
    const box = makeElement("span", "rp-mover");
    box.style.setProperty("--rp-unit", unit.colour);
    box.appendChild(flag);
    const icon = L.divIcon({ className: "rp-mover-icon", html: box, iconSize: [0, 0] });
    const marker = L.marker(unit.base.at, {
      icon: icon, pane: "rp-movers", interactive: false, keyboard: false,
    });
    marker.on("add", () => (marker.look = null));
    return marker;
  }

  // Names are measured once: asking the browser in every frame would be slow.
  function measure(marker) {
    if (marker.look) return;
    const flag = marker.getElement().querySelector(".rp-flag");
    marker.look = { width: flag.offsetWidth, height: flag.offsetHeight };
  }

  function overlap(one, other) {
    return one.left < other.right && other.left < one.right
      && one.top < other.bottom && other.top < one.bottom;
  }

  // The box of a flag on one of the sides of a point, on the shortest stem that is clear of others.
  function findBox(at, look, side, taken) {
    const left = side.isLeft ? at.x + RIM - look.width : at.x - RIM;
    const box = { left: left, right: left + look.width, side: side };
    const move = function (edge) {
      box.top = side.isBelow ? edge : edge - look.height;
      box.bottom = box.top + look.height;
      box.stem = Math.round(side.isBelow ? box.top - at.y : at.y - box.bottom);
    };
    move(side.isBelow ? at.y + STEM : at.y - STEM);
    for (let i = 0; i < taken.length; i++) {
      const hit = taken.find((other) => overlap(box, other));
      if (!hit) break;
      move(side.isBelow ? hit.bottom + GAP : hit.top - GAP);
    }
    return box;
  }

  // A side once taken is kept for a little longer stem: flags do not flutter.
  function choose(at, look, size, taken) {
    const boxes = SIDES.map((side) => findBox(at, look, side, taken));
    const isInside = (box) =>
      box.left >= 0 && box.right <= size.x && box.top >= 0 && box.bottom <= size.y;
    const rate = (box) => box.stem - (look.box && look.box.side === box.side ? KEEP : 0);
    const inside = boxes.filter(isInside);
    return (inside.length ? inside : boxes).reduce((best, box) => (rate(box) < rate(best) ? box : best));
  }

  function hoist(marker, box) {
    const { look } = marker;
    const isSame = look.box && look.box.side === box.side && look.box.stem === box.stem;
    look.box = box;
    if (isSame) return;
    const element = marker.getElement().firstChild;
    element.style.height = `${box.stem}px`;
    element.classList.toggle("rp-mover-left", box.side.isLeft);
    element.classList.toggle("rp-mover-below", box.side.isBelow);
  }

  function arrange(markers) {
    const size = map.getSize();
    const points = markers.map((marker) => map.latLngToContainerPoint(marker.getLatLng()));
    const taken = points.map(({ x, y }) => ({
      left: x - DOT, right: x + DOT, top: y - DOT, bottom: y + DOT,
    }));
    markers.forEach(measure);
    markers.forEach(function (marker, index) {
      const box = choose(points[index], marker.look, size, taken);
      taken.push(box);
      hoist(marker, box);
    });
  }

  return { make: make, arrange: arrange };
};

/* Finds hotspots, villages, streets and units by their names and shows them on the map.

   A combobox with a list, by the keyboard pattern of the ARIA Authoring Practices Guide. */
window.routeplan.addSearch = function (app) {
  "use strict";

  const { isNarrow, makeElement } = window.routeplan.markers;
  const { labels, map, units } = app;
  const MOST = 12; // results shown
  const NEAR_ZOOM = 15;
  const RING_MS = 8000;
  const box = document.getElementById("rp-search");
  const input = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const none = box.querySelector(".rp-search-none");
  const voice = box.querySelector("[role=status]");
  let found = [];
  let active = -1;
  let ring = null;

  // Letters without their accents, in small; one for one, so that places in a text stay the same.
  function fold(text) {
    const letters = [...text].map((letter) => letter.normalize("NFD")[0].toLowerCase()[0]);
    return letters.join("");
  }

  const finds = app.data.search.map(function (item) {
    return { item: item, name: fold(item.name), all: fold(`${item.name} ${item.about}`) };
  });

  // Names that begin with what is sought come first, then words, then the middle of words.
  function rate(find, sought) {
    const at = find.name.indexOf(sought);
    if (at < 0) return 3;
    if (at === 0) return 0;
    return /[a-z0-9]/.test(find.name[at - 1]) ? 2 : 1;
  }

  function search(text) {
    const sought = fold(text.trim());
    const words = sought.split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    return finds
      .filter((find) => words.every((word) => find.all.includes(word)))
      .map((find) => [rate(find, sought), find.item])
      .sort((one, other) => one[0] - other[0])
      .slice(0, MOST)
      .map(([, item]) => item);
  }

  function makeName(item, sought) {
    const name = makeElement("b", "");
    const letters = [...item.name];
    const at = sought ? fold(item.name).indexOf(sought) : -1;
    const cuts = at < 0 ? [letters.length, letters.length] : [at, at + sought.length];
    name.append(letters.slice(0, cuts[0]).join(""));
    if (at >= 0) name.appendChild(makeElement("mark", "", letters.slice(...cuts).join("")));
    name.append(letters.slice(cuts[1]).join(""));
    return name;
  }

  function makeOption(item, index) {
    const option = makeElement("li", "");
    option.id = `rp-find-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const sign = option.appendChild(makeElement("i", "rp-find"));
    sign.dataset.kind = item.kind;
    option.appendChild(makeName(item, fold(input.value.trim())));
    option.append(" ");
    option.appendChild(makeElement("small", "", item.about));
    option.addEventListener("click", () => choose(index));
    return option;
  }

  function activate(index) {
    active = index;
    [...list.children].forEach((option, number) =>
      option.setAttribute("aria-selected", String(number === index))
    );
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[index].id);
    return list.children[index].scrollIntoView({ block: "nearest" });
  }

  function setOpen(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) activate(-1);
  }

  function update() {
    found = search(input.value);
    list.replaceChildren(...found.map(makeOption));
    none.hidden = Boolean(found.length) || !input.value.trim();
    voice.textContent = none.hidden ? "" : none.textContent;
    activate(-1);
    setOpen(found.length > 0);
  }

  // A ring for a while around a place that has no marker of its own.
  function showRing(item) {
    const size = 46;
    const icon = L.divIcon({ className: "rp-ring", iconSize: [size, size] });
    const own = L.marker(item.at, { icon: icon, interactive: false, keyboard: false });
    ring = own.addTo(map);
    const text = makeElement("span", "");
    text.appendChild(makeElement("b", "rp-ring-name", item.name));
    text.append(item.about);
    ring.bindTooltip(text, { permanent: true, direction: "top", offset: [0, -size / 2] });
    window.setTimeout(() => own.remove(), RING_MS);
  }

  function closePanel() {
    if (isNarrow.matches) document.getElementById("rp-close").click();
  }

  function showUnit(index) {
    closePanel();
    map.addLayer(units[index].group);
    app.fit(units[index].group.getBounds());
    app.emit("select", { unit: index, stop: null });
  }

  function go(item) {
    if (ring) ring.remove();
    if (item.stop !== undefined) return app.showStop(item.unit, item.stop);
    if (item.unit !== undefined) return showUnit(item.unit);
    if (item.missed !== undefined) return app.showMissed(item.missed);
    closePanel();
    map.closePopup();
    map.setView(item.at, Math.max(map.getZoom(), NEAR_ZOOM), { animate: false });
    return showRing(item);
  }

  function choose(index) {
    const item = found[index];
    input.value = item.name;
    setOpen(false);
    voice.textContent = labels.search_shown.replace("{name}", () => item.name);
    go(item);
  }

  const KEYS = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => found.length && choose(Math.max(active, 0)),
    Escape: function () {
      if (list.hidden) input.value = "";
      setOpen(false);
      none.hidden = true;
    },
  };

  function move(step) {
    if (!found.length) return;
    setOpen(true);
    const from = active < 0 && step < 0 ? 0 : active;
    activate((from + step + found.length) % found.length);
  }

  input.addEventListener("input", update);
  input.addEventListener("keydown", function (event) {
    if (!(event.key in KEYS) || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    KEYS[event.key]();
  });
  input.addEventListener("focus", () => input.value && found.length && setOpen(true));
  input.addEventListener("blur", () => setOpen(false));
  // The list takes no focus: a press on it would close it before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
};

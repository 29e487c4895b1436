/* Tables of the page: sorted by a column, and searched. */
window.routeplan.connectTables = function () {
  "use strict";

  const lang = document.documentElement.lang;

  function readKey(row, column) {
    const cell = row.cells[column];
    return cell.dataset.key === undefined ? cell.textContent : Number(cell.dataset.key);
  }

  // What is empty comes last, whichever way round.
  function compare(one, other, turn) {
    if (one === "" || other === "") return (one === "") - (other === "");
    if (typeof one === "number" && typeof other === "number") return turn * (one - other);
    return turn * String(one).localeCompare(String(other), lang, { numeric: true });
  }

  function sort(table, button) {
    const head = button.closest("th");
    const turn = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const body = table.tBodies[0];
    const column = Number(button.dataset.column);
    const rows = [...body.rows].map((row) => [readKey(row, column), row]);
    rows.sort((one, other) => compare(one[0], other[0], turn));
    body.append(...rows.map((pair) => pair[1]));
    table.querySelectorAll("th[aria-sort]").forEach((th) => th.setAttribute("aria-sort", "none"));
    head.setAttribute("aria-sort", turn === 1 ? "ascending" : "descending");
  }

  function search(field) {
    const wanted = field.value.trim().toLocaleLowerCase(lang);
    const place = document.getElementById(field.dataset.search);
    place.querySelectorAll("tbody tr").forEach(function (row) {
      row.hidden = !row.textContent.toLocaleLowerCase(lang).includes(wanted);
    });
  }

  document.querySelectorAll(".rp-sorted").forEach(function (table) {
    table.querySelectorAll("thead button").forEach((button) =>
      button.addEventListener("click", () => sort(table, button))
    );
  });
  document.querySelectorAll("[data-search]").forEach((field) =>
    field.addEventListener("input", () => search(field))
  );
};

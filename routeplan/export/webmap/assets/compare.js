/* Draws two plans on one map: the first as a broad line, the second as a narrow one upon it. */
(function () {
  "use strict";

  const routeplan = window.routeplan;
  const { decodeLines } = routeplan.lines;
  const { makeElement, makeSymbol } = routeplan.markers;
  const WIDTHS = [10, 3.5];
  const SIGNS = { gained: "+", lost: "−" }; // the others are drawn by the style

  const map = window.map_patrol;
  const data = JSON.parse(document.getElementById("rp-data").textContent);
  const view = routeplan.makeView(map, data);
  const app = {
    ...routeplan.makeBus(),
    map: map,
    data: data,
    labels: data.labels,
    fit: view.fit,
    legend: routeplan.makeLegend(map, data.labels),
  };
  const spots = routeplan.makeSpots(app);

  function addPlan(plan, index) {
    const width = WIDTHS[index];
    const line = L.polyline(decodeLines(plan), {
      color: plan.colour, weight: width, opacity: index ? 1 : 0.55, interactive: false,
      className: "rp-plan",
    });
    const swatch = makeElement("i", "rp-plan-line");
    swatch.style.background = plan.colour;
    swatch.style.height = `${width}px`;
    spots.addRow(line, plan.name, makeSymbol("plan", plan.name, swatch), "units");
  }

  app.fit(data.bounds);
  spots.addGround();
  data.plans.forEach(addPlan);
  const groups = data.changes.map((group) =>
    spots.addGroup(group, "change", group.change, SIGNS[group.change] || "")
  );
  app.fit(data.bounds); // clear of the legend, which has its width by now
  view.placeWatermark();
  routeplan.connectSheet(app);
  spots.connect(groups);
  routeplan.addTheme(app);
  routeplan.addPrint(app);
  new ResizeObserver(view.adapt).observe(map.getContainer());
  routeplan.ready = true;
})();

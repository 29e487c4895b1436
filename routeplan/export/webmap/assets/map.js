/* Draws a patrol plan on the Leaflet map that folium has made.

   All data comes from the JSON block of the page, and all words too, in the language of the
   plan. `app` is what the parts of the page know of each other. */
(function () {
  "use strict";

  const routeplan = window.routeplan;
  const map = window.map_patrol;
  const data = JSON.parse(document.getElementById("rp-data").textContent);
  const view = routeplan.makeView(map, data);
  const places = routeplan.makePlaces(map, data);
  const missed = places.makeMissed();
  const app = {
    ...routeplan.makeBus(),
    map: map,
    data: data,
    labels: data.labels,
    fit: view.fit,
    units: routeplan.makeLoops(map, data, places.drawDrive),
    missed: missed,
    missedLayer: L.layerGroup(missed),
    legend: routeplan.makeLegend(map, data.labels),
  };
  // Lines beside the road are placed for a zoom: it is found first.
  app.fit(data.bounds);
  const ground = routeplan.makeGround(app);
  routeplan.makeLayers(app, ground, places);
  view.placeWatermark();

  // What is built on all this, each in a script of its own.
  routeplan.connectSheet(app);
  routeplan.connectPanel(app);
  routeplan.addTheme(app);
  routeplan.addPrint(app);
  routeplan.addPlay(app);
  routeplan.addHeat(app);
  routeplan.addSearch(app);
  app.fit(data.bounds); // the map has its size by now, and the legend its width

  // For tools that wait until the page can be used.
  routeplan.ready = true;

  // Whatever changes the map's place in the page (panel, paper, turned phone) is told to Leaflet.
  new ResizeObserver(view.adapt).observe(map.getContainer());
})();

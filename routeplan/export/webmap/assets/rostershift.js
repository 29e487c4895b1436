/* A shift out of the numbers of the page: its loops as the map draws them. */
window.routeplan.readShift = function (data, shift) {
  "use strict";

  const { decodeLines, decodeNumbers } = window.routeplan.lines;
  const { labels } = data;
  const NUMBERED = ["dwell", "pass", "sweep"];
  const FIELDS = 7; // numbers of a stop, as in shifts.py

  function tellClock(minutes) {
    const pad = (number) => String(number).padStart(2, "0");
    return `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`;
  }

  function readWay(number) {
    return number ? { lines: decodeLines({ points: data.ways[number - 1] }) } : null;
  }

  function listRows(stop, unit) {
    const about = stop.spot ? data.spots[stop.spot - 1] : ["", "", "", ""];
    const rows = [
      [labels.kind, stop.drive ? labels.kinds[stop.kind] : ""],
      [labels.time, `${tellClock(stop.arrive)} – ${tellClock(stop.depart)}`],
      [labels.unit, unit.name],
      [labels.category, about[0]],
      [labels.level, about[1]],
      [labels.village, about[2]],
      [labels.in_roster, about[3]],
      [labels.place, stop.place],
    ];
    return rows.filter((row) => row[1]);
  }

  function readStop(numbers, unit) {
    const [kind, spot, title, place, way, arrive, depart] = numbers;
    const [lat, lon, roadLat, roadLon, street] = data.places[place - 1];
    const stop = {
      kind: data.kinds[kind], spot: spot, name: data.titles[title - 1], at: [lat, lon],
      road: [roadLat, roadLon], place: street, drive: readWay(way), arrive: arrive, depart: depart,
      shift: 0, number: "",
    };
    stop.times = arrive === depart ? tellClock(arrive) : `${tellClock(arrive)}–${tellClock(depart)}`;
    stop.rows = listRows(stop, unit);
    return stop;
  }

  function nameStop(stop, number) {
    const kind = labels.kinds[stop.kind];
    stop.number = number;
    stop.title = number ? `${number}. ${stop.name}` : `${kind}: ${stop.name}`;
    stop.hint = `${tellClock(stop.arrive)} ${stop.name}`;
  }

  function readLoop(told) {
    const unit = data.units[told.unit];
    const numbers = decodeNumbers(told.stopcode);
    const stops = [];
    for (let i = 0; i < numbers.length; i += FIELDS) {
      stops.push(readStop(numbers.slice(i, i + FIELDS), unit));
    }
    let count = 0;
    stops.forEach(function (stop) {
      count += NUMBERED.includes(stop.kind);
      nameStop(stop, NUMBERED.includes(stop.kind) ? String(count) : "");
    });
    const away = stops.filter((stop) => stop.kind !== "base");
    const ways = decodeNumbers(told.legcode).map(readWay);
    const legs = ways.map((way, index) => ({ ...way, ...describeLeg(stops, index, unit) }));
    const base = { ...stops[0], title: stops[0].name, kind: undefined, rows: [[labels.unit, unit.name], [labels.loop, told.summary]] };
    return { ...unit, base: base, line: stops, stops: away, legs: legs.filter((leg) => leg.lines), summary: told.summary };
  }

  function describeLeg(stops, index, unit) {
    const [start, end] = [stops[index], stops[index + 1]];
    return {
      title: `${start.name} → ${end.name}`,
      rows: [
        [labels.unit, unit.name],
        [labels.time, `${tellClock(start.depart)} – ${tellClock(end.arrive)}`],
      ],
    };
  }

  // Markers at one place stand side by side.
  function spread(markers) {
    const groups = new Map();
    markers.forEach(function (marker) {
      const key = marker.at.map((value) => value.toFixed(4)).join();
      groups.set(key, [...(groups.get(key) || []), marker]);
    });
    groups.forEach((group) =>
      group.forEach((marker, place) => (marker.shift = place - (group.length - 1) / 2))
    );
  }

  const loops = shift.units.map(readLoop);
  spread(loops.flatMap((loop) => [loop.base, ...loop.stops]));
  return loops;
};

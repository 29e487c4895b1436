"""Everything a plan starts from, opened and checked: area, roads, hotspots, units, shift."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from routeplan.areas.boundary_files import load_boundary
from routeplan.areas.districts import Area, area_around, load_district
from routeplan.areas.gazetteer import Gazetteer, load_gazetteer
from routeplan.config import Config, PhaseRule, PlanRule
from routeplan.errors import InputError
from routeplan.hotspots.closures import read_closures
from routeplan.hotspots.phases import load_phases
from routeplan.hotspots.programmes import list_programmes
from routeplan.hotspots.readers import HotspotTable, read_hotspots
from routeplan.hotspots.units import UnitTable, read_units
from routeplan.i18n import _
from routeplan.model import Closure, Hotspot, Meeting, Notice, Shift, Unit
from routeplan.planning.demands import apply_demands, resolve_pins
from routeplan.planning.history.opening import recall_visits, refuse_missing
from routeplan.planning.meetings import Known, resolve_meetings
from routeplan.planning.polsek import narrow_to_polsek
from routeplan.planning.shifts import make_shift
from routeplan.roads.network import Network
from routeplan.roads.store import SAMPLE, get_data_dir, open_network

# A network without a boundary is patrolled this far around its roads.
NETWORK_MARGIN_M = 500.0

# What a plan cannot do without beside the roads, as the bundled examples are named.
KINDS = ("hotspots", "units")


@dataclass(frozen=True, eq=False)
class Inputs:
    """What `routeplan.planning.pipeline.make_plan` plans with.

    Parameters
    ----------
    area
        Where hotspots are visited: the district, or the kecamatan of one Polsek.
    district
        The whole district, whose kecamatan hotspots and units belong to.
    notices
        What the reader of the plan must know about the input.
    closures
        Of any date.
    meetings
        Between units of `units`.
    phases
        Of any date.
    last_visits
        Date of the shift that visited a hotspot last, by its id; None where no history is in use.
    """

    area: Area
    district: Area
    network: Network
    hotspots: tuple[Hotspot, ...]
    units: tuple[Unit, ...]
    shift: Shift
    config: Config
    gazetteer: Gazetteer
    notices: tuple[Notice, ...] = ()
    closures: tuple[Closure, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    phases: tuple[PhaseRule, ...] = ()
    last_visits: Mapping[str, date] | None = None


def make_overrides(
    *,
    district: str | None = None,
    network: str | None = None,
    shift: str | None = None,
    seed: int | None = None,
    seconds: float | None = None,
    iterations: int | None = None,
    processes: int | None = None,
    programmes: Sequence[str] = (),
    fair: float | None = None,
) -> dict[str, dict[str, object]]:
    """Return the settings that arguments stand for; None leaves a setting as it is.

    Programmes take the place of all that the settings name. `fair` is the limit of
    ``[fairness]``. A time limit sets aside the iteration limit of a settings file.

    Raises
    ------
    InputError
        If both a time limit and an iteration limit are given.
    """
    if seconds is not None and iterations is not None:
        raise InputError(_("Give --seconds or --iterations, not both."))
    plan = {
        "district": district, "network": network, "shift": shift, "seed": seed,
        "programmes": tuple(programmes) or None,
    }  # fmt: skip
    solver = {"seconds": seconds, "iterations": iterations, "processes": processes}
    given = {
        "plan": _drop_none(plan),
        "solver": _drop_none(solver),
        "fairness": _drop_none({"limit": fair}),
    }
    if seconds is not None:
        given["solver"]["iterations"] = None
    return given


def _drop_none(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}


def load_inputs(
    config: Config,
    *,
    folder: Path = Path(),
    boundary: Path | None = None,
    hotspots: Path | None = None,
    units: Path | None = None,
    closures: Path | None = None,
    calendar: Path | None = None,
    history: Path | None = None,
    day: date | None = None,
    polsek: str | None = None,
    forbid: Collection[str] = (),
    require: Collection[str] = (),
    pins: Mapping[str, str] | None = None,
    data_dir: Path | None = None,
) -> Inputs:
    """Open what the configuration and the arguments name; the arguments win.

    Parameters
    ----------
    folder
        Where relative paths of the configuration start.
    history
        What earlier shifts visited; it has to be there, but that of the configuration need not.
    day
        Date on which the shift starts; today if it is None.
    forbid, require, pins
        See `routeplan.planning.demands.apply_demands`.

    Raises
    ------
    InputError
        Naming what is missing or wrong, and the ways on.
    """
    rule = config.plan
    shift = make_shift(config, rule.shift, day or datetime.now(config.tzinfo).date())
    network, area = _open_roads(
        rule.network, None if boundary else rule.district, boundary, get_data_dir(data_dir)
    )
    if history is not None:
        refuse_missing(history)
    given = {
        "hotspots": hotspots, "units": units, "closures": closures, "calendar": calendar,
        "history": history,
    }  # fmt: skip
    files = _choose_files(given, rule, folder, network, area)
    inputs = _read_files(files, config=config, network=network, area=area, shift=shift)
    demanded = apply_demands(
        inputs.hotspots, inputs.units, forbid=forbid, require=require, pins=pins
    )
    inputs = replace(inputs, hotspots=demanded)
    return inputs if polsek is None else narrow_to_polsek(inputs, polsek)


def _read_files(
    files: Mapping[str, Path], *, config: Config, network: Network, area: Area, shift: Shift
) -> Inputs:
    """Return what the files hold, and keep their names but not their folders."""
    gazetteer = load_gazetteer()
    table = read_hotspots(files["hotspots"], config=config, area=area, gazetteer=gazetteer)
    unit_table = read_units(files["units"], config=config, area=area, gazetteer=gazetteer)
    units, closures = unit_table.units, files.get("closures")
    hotspots = resolve_pins(table.hotspots, units, file=files["hotspots"].name)
    names: dict[str, Any] = {kind: path.name for kind, path in files.items()}
    remembered = recall_visits(files.get("history"), table, district=area, shift=shift)
    programmes = tuple(programme.id for programme in list_programmes(config))
    used = replace(config.plan, network=network.name, programmes=programmes, **names)
    return Inputs(
        area=area,
        district=area,
        network=network,
        hotspots=hotspots,
        units=units,
        shift=shift,
        config=replace(config, plan=used),
        gazetteer=gazetteer,
        notices=(*_list_notices(table, unit_table), *remembered.notices),
        meetings=resolve_meetings(config, Known(units, hotspots, area, gazetteer)),
        closures=read_closures(closures, config=config, area=area) if closures else (),
        phases=load_phases(config, file=files.get("calendar")),
        last_visits=remembered.last_visits,
    )


def _list_notices(hotspots: HotspotTable, units: UnitTable) -> Iterator[Notice]:
    """Yield what of the files no plan uses, and what in them is not exact."""
    columns = (*hotspots.unplanned_columns, *units.unplanned_columns)
    if columns:
        yield Notice("not_planned_for", {"columns": ", ".join(columns)})
    approximate = hotspots.approximate + units.approximate
    if approximate:
        yield Notice("approximate", {"n": approximate})


def _choose_files(
    given: Mapping[str, Path | None], rule: PlanRule, folder: Path, network: Network, area: Area
) -> dict[str, Path]:
    """Return the files to read by kind: given, configured, or a sample's examples."""
    configured = {kind: getattr(rule, kind) for kind in given}
    files = {
        kind: path or folder / configured[kind]
        for kind, path in given.items()
        if path or configured[kind]
    }
    if network.name == SAMPLE:
        files = {kind: find_example(area, kind) for kind in KINDS} | files
    if not files.keys() >= set(KINDS):
        raise InputError(
            _(
                "Hotspots and units are needed on a real network: name their files with "
                "--hotspots and --units. `routeplan init` writes templates, "
                "`routeplan hotspots from-osm` finds places in OpenStreetMap data. "
                "The examples are used with --network sample only."
            )
        )
    return files


def find_example(area: Area, kind: str) -> Path:
    """Return the bundled example of a district: `kind` is ``hotspots`` or ``units``."""
    folder = resources.files("routeplan_data").joinpath("examples")
    return Path(str(folder.joinpath(f"{area.id}_{kind}.csv")))


def find_example_roster() -> Path:
    """Return the bundled settings of a roster for the units of the examples."""
    return Path(str(resources.files("routeplan_data").joinpath("examples", "roster.toml")))


def _open_roads(
    name: str | None, district: str | None, boundary: Path | None, data_dir: Path
) -> tuple[Network, Area]:
    area = load_boundary(boundary) if boundary else load_district(district) if district else None
    if name is None and area is None:
        raise InputError(
            _(
                "What is to be planned? Name a district, e.g. `routeplan plan lumajang`, "
                "or an area with --boundary."
            )
        )
    if name == SAMPLE and not district:
        raise InputError(_("The sample network needs a district: `routeplan plan lumajang`."))
    if name is None and boundary is not None:
        raise InputError(_("Name the road network to use inside the boundary with --network."))
    name = name or (area.id if area else "")
    network = open_network(name, district=area.id if area else None, data_dir=data_dir)
    if area is None:
        area = area_around(
            network.node_lon, network.node_lat,
            id=network.name, title=network.name, margin_m=NETWORK_MARGIN_M,
        )  # fmt: skip
    return network, area

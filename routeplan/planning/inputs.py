"""Everything a plan starts from, opened and checked: area, roads, hotspots, units, shift."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from importlib import resources
from pathlib import Path

from routeplan.areas.boundary_files import load_boundary
from routeplan.areas.districts import Area, area_around, load_district
from routeplan.areas.gazetteer import Gazetteer, load_gazetteer
from routeplan.areas.names import fold_name, is_among
from routeplan.config import Config
from routeplan.errors import InputError
from routeplan.hotspots.readers import HotspotTable, read_hotspots
from routeplan.hotspots.units import UnitTable, read_units
from routeplan.i18n import _
from routeplan.model import Hotspot, Notice, Shift, Unit
from routeplan.planning.shifts import make_shift
from routeplan.roads.network import Network
from routeplan.roads.store import SAMPLE, get_data_dir, open_network

# A network without a boundary is patrolled this far around its roads.
NETWORK_MARGIN_M = 500.0

# What a plan reads beside the roads, as the bundled examples are named.
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


def make_overrides(
    *,
    district: str | None = None,
    network: str | None = None,
    shift: str | None = None,
    seed: int | None = None,
    seconds: float | None = None,
    iterations: int | None = None,
) -> dict[str, dict[str, object]]:
    """Return the settings that arguments stand for; None leaves a setting as it is.

    A time limit sets aside the iteration limit of a settings file.

    Raises
    ------
    InputError
        If both a time limit and an iteration limit are given.
    """
    if seconds is not None and iterations is not None:
        raise InputError(_("Give --seconds or --iterations, not both."))
    plan = {"district": district, "network": network, "shift": shift, "seed": seed}
    solver = {"seconds": seconds, "iterations": iterations}
    given = {"plan": _drop_none(plan), "solver": _drop_none(solver)}
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
    day: date | None = None,
    polsek: str | None = None,
    data_dir: Path | None = None,
) -> Inputs:
    """Open what the configuration and the arguments name; the arguments win.

    Parameters
    ----------
    folder
        Where relative paths of the configuration start.
    day
        Date on which the shift starts; today if it is None.

    Raises
    ------
    InputError
        Naming what is missing or wrong, and the ways on.
    """
    rule = config.plan
    shift = make_shift(config, rule.shift, day or datetime.now(config.tzinfo).date())
    network, whole_area = _open_roads(
        rule.network, None if boundary else rule.district, boundary, get_data_dir(data_dir)
    )
    hotspot_file, unit_file = _choose_files(
        (hotspots, units), (rule.hotspots, rule.units), folder, network, whole_area
    )
    gazetteer = load_gazetteer()
    table = read_hotspots(hotspot_file, config=config, area=whole_area, gazetteer=gazetteer)
    unit_table = read_units(unit_file, config=config, area=whole_area, gazetteer=gazetteer)
    used = replace(rule, hotspots=hotspot_file.name, units=unit_file.name, network=network.name)
    inputs = Inputs(
        area=whole_area,
        district=whole_area,
        network=network,
        hotspots=table.hotspots,
        units=unit_table.units,
        shift=shift,
        config=replace(config, plan=used),
        gazetteer=gazetteer,
        notices=tuple(_list_notices(table, unit_table)),
    )
    return inputs if polsek is None else narrow_to_polsek(inputs, polsek)


def _list_notices(hotspots: HotspotTable, units: UnitTable) -> Iterator[Notice]:
    """Yield what of the files no plan uses, and what in them is not exact."""
    columns = (*hotspots.unplanned_columns, *units.unplanned_columns)
    if columns:
        yield Notice("not_planned_for", {"columns": ", ".join(columns)})
    approximate = hotspots.approximate + units.approximate
    if approximate:
        yield Notice("approximate", {"n": approximate})


def _choose_files(
    named: tuple[Path | None, Path | None],
    configured: tuple[str | None, str | None],
    folder: Path,
    network: Network,
    area: Area,
) -> tuple[Path, Path]:
    """Return the files of hotspots and units: named, configured, or a sample's examples."""
    found = [
        path or (folder / text if text else None)
        for path, text in zip(named, configured, strict=True)
    ]
    if network.name == SAMPLE:
        found = [path or find_example(area, kind) for path, kind in zip(found, KINDS, strict=True)]
    hotspots, units = found
    if hotspots is None or units is None:
        raise InputError(
            _(
                "Hotspots and units are needed on a real network: name their files with "
                "--hotspots and --units. `routeplan init` writes templates, "
                "`routeplan hotspots from-osm` finds places in OpenStreetMap data. "
                "The examples are used with --network sample only."
            )
        )
    return hotspots, units


def find_example(area: Area, kind: str) -> Path:
    """Return the bundled example of a district: `kind` is ``hotspots`` or ``units``."""
    folder = resources.files("routeplan_data").joinpath("examples")
    return Path(str(folder.joinpath(f"{area.id}_{kind}.csv")))


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


def narrow_to_polsek(inputs: Inputs, polsek: str) -> Inputs:
    """Return the inputs with the area and the units of one Polsek.

    The hotspots of the others stay, so that the plan accounts for them as outside its area.

    Raises
    ------
    UnknownNameError
        If the area has no kecamatan of that name.
    InputError
        If no hotspot lies in it, or no unit may serve it.
    """
    narrow = inputs.district.narrowed([polsek])
    (kecamatan,) = (k.name for k in narrow.kecamatan)
    area = replace(narrow, id=f"{inputs.district.id}-{fold_name(kecamatan)}")
    units = tuple(
        unit
        for unit in inputs.units
        if not unit.jurisdiction or is_among(kecamatan, unit.jurisdiction)
    )
    if kecamatan not in {inputs.district.kecamatan_at(h.lon, h.lat) for h in inputs.hotspots}:
        message = _("No hotspot lies in Kecamatan {kecamatan}.")
        raise InputError(message.format(kecamatan=kecamatan))
    if not units:
        message = _("No unit may serve Kecamatan {kecamatan}: see the column jurisdiction.")
        raise InputError(message.format(kecamatan=kecamatan))
    notices = tuple(
        Notice("unit_left_out", {"unit": unit.name or unit.id, "area": area.title})
        for unit in inputs.units
        if unit not in units
    )
    return replace(inputs, area=area, units=units, notices=(*inputs.notices, *notices))

"""What ``routeplan network info`` prints: the figures of a network in tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from routeplan.cli.common import align_columns
from routeplan.i18n import _

if TYPE_CHECKING:
    from routeplan.roads.stats import NetworkInfo


def word_info(figures: NetworkInfo) -> Iterator[str]:
    """Yield the lines that describe a network: source, sizes, lengths, what is not honoured."""
    yield from align_columns(_list_figures(figures))
    yield ""
    yield from align_columns(_list_lengths(figures), right={1})
    yield ""
    yield _("Not honoured:")
    for thing in figures.not_honoured:
        yield f"  - {_(thing)}"


def _list_figures(figures: NetworkInfo) -> list[tuple[str, str]]:
    from routeplan.wording import describe_vehicle, format_number, format_share

    source = figures.source
    kind = _("OpenStreetMap") if source.kind == "real" else _("SAMPLE: invented roads")
    pieces = _("{n}; the largest holds {share} of the points")
    largest = format_share(figures.largest_share, decimals=1)
    of_length = _("{share} of the length")
    return [
        (_("network"), figures.name),
        (_("kind"), kind),
        (_("source"), f"{source.origin} ({source.format})"),
        (_("clipped to"), source.clip or "-"),
        *_list_age(figures),
        (_("digest"), figures.digest[:12]),
        (_("OSM points"), format_number(figures.points)),
        (_("junctions and ends"), format_number(figures.nodes)),
        (_("street pieces"), format_number(figures.edges)),
        (_("OSM ways"), format_number(figures.ways)),
        (_("connected pieces"), pieces.format(n=format_number(figures.components), share=largest)),
        (_("named"), of_length.format(share=format_share(figures.named_share, decimals=1))),
        ("maxspeed", of_length.format(share=format_share(figures.maxspeed_share, decimals=1))),
        *(
            (
                _("usable: {vehicle}").format(vehicle=describe_vehicle(vehicle)),
                of_length.format(share=format_share(share, decimals=1)),
            )
            for vehicle, share in figures.usable_share.items()
        ),
    ]


def _list_age(figures: NetworkInfo) -> list[tuple[str, str]]:
    """Return the row of the moment of the OSM data; an invented network has none."""
    if figures.source.kind == "sample":
        return []
    age = "?" if figures.age_days is None else _("{n} days").format(n=figures.age_days)
    moment = figures.source.osm_timestamp or _("unknown")
    return [(_("OSM data of"), _("{moment} (age: {age})").format(moment=moment, age=age))]


def _list_lengths(figures: NetworkInfo) -> list[tuple[str, str]]:
    from routeplan.wording import format_km

    lengths = {
        **figures.km_by_class,
        _("one-way for cars"): figures.oneway_km,
        _("all roads"): figures.km,
    }
    return [(name, format_km(1000 * km)) for name, km in lengths.items()]

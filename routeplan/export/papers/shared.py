"""What the papers have in common: their frame, and what they look up in a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from routeplan.export.content.entries import Entry, list_short_entries
from routeplan.export.content.reader import PlanReader, name_village
from routeplan.export.formats import ExportOptions
from routeplan.export.papers.blocks import (
    Block,
    Heading,
    Items,
    Letterhead,
    PageBreak,
    Paper,
    Paragraph,
    Signature,
)
from routeplan.i18n import _, ngettext
from routeplan.model import Loop, Plan, RatedHotspot, Shift, Stop, Unit
from routeplan.wording import (
    describe_acting,
    describe_form,
    describe_planned_shift,
    describe_source,
    describe_vehicle,
    format_date,
    format_day,
    format_share,
    sample_warning,
)

if TYPE_CHECKING:
    from routeplan.config import PaperRule

# Where a line to write on stands inside a sentence.
DOTS = "…" * 9
# Room for the letterhead of a letter, where the settings have none.
BLANK_LETTERHEAD = (DOTS * 2,) * 3


@dataclass(frozen=True, eq=False)
class Draft:
    """What all papers of a shift are made of."""

    reader: PlanReader
    options: ExportOptions

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.reader.plan

    @property
    def rule(self) -> PaperRule:
        """What the papers say beside it."""
        return self.options.papers


@dataclass(frozen=True)
class Line:
    """A line of a unit's itinerary; sections of a road that are driven in a row are one.

    Parameters
    ----------
    stops
        The stops it stands for, in order; one, mostly.
    """

    loop: Loop
    entry: Entry
    stops: tuple[Stop, ...]

    @property
    def stop(self) -> Stop:
        """The first of its stops."""
        return self.stops[0]


def make_paper(
    draft: Draft,
    name: str,
    title: str,
    blocks: Sequence[Block],
    *,
    landscape: bool = False,
    is_letter: bool = False,
) -> Paper:
    """Return a paper with the frame that all have: letterhead, footer, warning.

    Parameters
    ----------
    is_letter
        Leave lines for a letterhead where the settings have none.
    """
    return Paper(
        name=name,
        title=title,
        blocks=tuple(blocks),
        letterhead=draft.rule.letterhead or (BLANK_LETTERHEAD if is_letter else ()),
        footer=f"{title} · {describe_planned_shift(draft.plan)}\n{describe_source(draft.plan)}",
        warning=sample_warning() if draft.plan.is_sample else "",
        landscape=landscape,
    )


def make_title(title: str, *, below: str = "") -> list[Block]:
    """Return the title of a paper, and a centred line below it."""
    heading = Heading(title.upper(), level=1)
    return [heading, Paragraph(below, align="center")] if below else [heading]


def begin_sheet(draft: Draft) -> list[Block]:
    """Return a new page with the letterhead, for a sheet that is handed out by itself."""
    lines = draft.rule.letterhead
    return [PageBreak(), Letterhead(lines)] if lines else [PageBreak()]


def make_section(title: str, *blocks: Block) -> list[Block]:
    """Return blocks under a heading; nothing where there are none."""
    return [Heading(title), *blocks] if blocks else []


def make_items(texts: Iterable[str], *, numbered: bool = False) -> list[Block]:
    """Return a list; nothing where it is empty."""
    chosen = tuple(texts)
    return [Items(chosen, numbered=numbered)] if chosen else []


def list_lines(loop: Loop, reader: PlanReader) -> list[Line]:
    """Return the itinerary of a loop, from the base to the base."""
    entries = list(list_short_entries(loop, reader))
    away = [stop for stop in loop.stops if stop.kind != "base"]
    bases = iter([stop for stop in loop.stops if stop.kind == "base"])
    # An entry away from the base stands for all stops up to the next one.
    starts = [entry.position - 1 for entry in entries if entry.position]
    ends = dict(zip(starts, [*starts[1:], len(away)], strict=True))
    return [
        Line(loop, entry, tuple(away[start : ends[start]]) if start >= 0 else (next(bases),))
        for entry in entries
        for start in [entry.position - 1]
    ]


def list_forms(loops: Iterable[Loop], reader: PlanReader) -> list[str]:
    """Return the forms of patrol in some loops, the most frequent first."""
    forms = [reader.find_form(stop) for loop in loops for stop in loop.visits]
    return sorted(set(filter(None, forms)), key=lambda form: (-forms.count(form), form))


def name_area(rated: RatedHotspot) -> str:
    """Return village and kecamatan of a hotspot, as far as they are known."""
    return name_village(rated) or name_kecamatan([rated.kecamatan] if rated.kecamatan else [])


def name_place(line: Line, reader: PlanReader) -> str:
    """Return village and kecamatan of a visit, else street or village; empty at the base."""
    stop = line.stop
    rated = reader.find_hotspot(stop)
    if rated and (area := name_area(rated)):
        return area
    return "" if stop.name == line.loop.stops[0].name else stop.place


def name_kecamatan(names: Iterable[str]) -> str:
    """Return names of kecamatan as "Kec. Kunir, Tekung"; empty for none."""
    joined = ", ".join(names)
    return _("Kec. {names}").format(names=joined) if joined else ""


def name_jurisdiction(unit: Unit, plan: Plan) -> str:
    """Return the area that a unit is assigned to: its kecamatan, else the plan's area."""
    return name_kecamatan(unit.jurisdiction) or plan.area.title


def describe_unit(unit: Unit) -> str:
    """Return name, vehicle and crew of a unit, on two lines."""
    crew = f"{describe_vehicle(unit.vehicle)}, {count_officers(unit.crew)}"
    return f"{unit.title}\n{crew}"


def count_officers(crew: int) -> str:
    """Return the size of a crew in words."""
    return ngettext("{n} officer", "{n} officers", crew).format(n=crew)


def list_dates(shift: Shift) -> list[str]:
    """Return the days that a shift touches, with their weekdays."""
    days = dict.fromkeys((shift.start.date(), shift.end.date()))
    return [format_date(day) for day in days]


def list_messages(draft: Draft) -> list[str]:
    """Return the messages to the public: of the programmes, then the papers' own.

    Where there is none, an empty one stands for the line to write it on.
    """
    messages = [item.message for item in draft.plan.programmes]
    return list(dict.fromkeys(filter(None, (*messages, draft.rule.message)))) or [""]


def list_meetings(plan: Plan) -> Iterator[tuple[Stop, list[str]]]:
    """Yield each meeting in the order of time, as one of its stops and the ids of its units."""
    found: dict[str, tuple[Stop, list[str]]] = {}
    for loop in plan.loops:
        for stop in loop.stops:
            if stop.kind == "meeting" and stop.meeting_id is not None:
                found.setdefault(stop.meeting_id, (stop, []))[1].append(loop.unit_id)
    yield from sorted(found.values(), key=lambda item: item[0].depart)


def make_signer(draft: Draft) -> Signature:
    """Return the place for the signature of who signs the papers, with place and date."""
    signer = draft.rule.signer
    number = _("NRP {number}").format(number=signer.service_number)
    rank = " ".join(filter(None, (signer.rank, number if signer.service_number else "")))
    place_date = make_place_date(draft, draft.rule.order_date)
    return Signature(signer.position, signer.name, rank, place_date)


def make_place_date(draft: Draft, day: str | None) -> str:
    """Return where and when something is signed; what is not known is dotted."""
    written = format_day(date.fromisoformat(day)) if day else DOTS
    return f"{draft.rule.city or DOTS}, {written}"


def make_leader(draft: Draft, unit_id: str) -> Signature:
    """Return the place for the signature of a unit's leader, who is named first in its crew."""
    crew = draft.rule.crews.get(unit_id, ())
    position = (_("Team leader"), draft.reader.name_unit(unit_id))
    return Signature("\n".join(position), crew[0] if crew else "")


def list_acting(loops: Iterable[Loop], draft: Draft) -> list[str]:
    """Return how to act in each form of patrol of some loops."""
    own = {str(form): text for form, text in draft.rule.acting.items()}
    return [
        f"{describe_form(form)}: {describe_acting(form, own=own.get(form, ''))}"
        for form in list_forms(loops, draft.reader)
    ]


def word_readiness(draft: Draft) -> str:
    """Return that units are to be ready for calls, and how much time is kept free for them."""
    share, centre = draft.plan.shift.reserve_share, draft.rule.call_centre
    if not share:
        return _("Be ready for calls to the call centre {centre}.").format(centre=centre)
    return _(
        "Be ready for calls to the call centre {centre}: {share} of the time is kept free for them."
    ).format(centre=centre, share=format_share(share))

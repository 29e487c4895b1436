"""The papers of a shift: what each has to say, and that nothing in them is invented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest
from patrol_plan import make_patrol_plan
from plan_examples import NASTY_NAMES, make_plan_example

from routeplan.config import PaperRule, SignerRule
from routeplan.export.content.reader import PlanReader, number_stops
from routeplan.export.formats import ExportOptions
from routeplan.export.papers import make_papers
from routeplan.export.papers.activity_plan import make_activity_plan
from routeplan.export.papers.blocks import (
    Block,
    Fields,
    Heading,
    Items,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    PictureRow,
    Signatures,
    Table,
    WritingLines,
)
from routeplan.export.papers.briefing import make_briefing
from routeplan.export.papers.order import make_order
from routeplan.export.papers.route_sheet import make_route_sheets
from routeplan.export.papers.shared import Draft
from routeplan.i18n import use_language
from routeplan.model import Hotspot, Notice, Plan, RiskFactor, Stop
from routeplan.wording import format_clock

NAMES = (
    "surat-perintah-tugas", "rencana-kegiatan", "jadwal-patroli", "aap", "lembar-rute",
    "laporan-hasil-patroli",
)  # fmt: skip
FILLED = PaperRule(
    letterhead=("KEPOLISIAN CONTOH", "RESOR CONTOH"),
    city="Contoh",
    order_number="Sprin/1/XI/2024",
    order_date="2024-11-19",
    legal_basis=("Peraturan Contoh 1",),
    evaluation=("Dua malam tenang.",),
    prohibitions=("Merokok di kendaraan.",),
    message="Kunci ganda kendaraan Anda.",
    call_centre="112",
    acting={"dialogis": "Duduk bersama warga."},
    crews={"A": ("Aipda Satu", "Briptu Dua", "Bripda Tiga")},
    signer=SignerRule("KASAT CONTOH", "Nama Contoh", "AKP", "12345678"),
)


@cache
def draw_up(*, filled: bool = False) -> dict[str, Paper]:
    """Return the papers of the night with everything, by name, in English."""
    with use_language("en"):
        return write_up(make_patrol_plan(), FILLED if filled else PaperRule())


def write_up(plan: Plan, rule: PaperRule | None = None) -> dict[str, Paper]:
    papers = make_papers(plan, ExportOptions(papers=rule or PaperRule()))
    return {paper.name: paper for paper in papers}


def make_draft(plan: Plan, rule: PaperRule | None = None) -> Draft:
    return Draft(PlanReader(plan), ExportOptions(papers=rule or PaperRule()))


def list_texts(block: Block) -> Iterator[str]:
    """Yield all that a block says."""
    match block:
        case Heading() | Paragraph():
            yield block.text
        case Fields():
            yield from (text for row in block.rows for text in row)
        case Items():
            yield from block.texts
        case Table():
            yield from (text for row in (block.head, *block.rows) for text in row)
        case WritingLines():
            yield block.label
        case Picture():
            yield from (block.alt, block.caption)
        case PictureRow():
            yield from (text for picture in block.pictures for text in list_texts(picture))
        case Signatures():
            for person in block.persons:
                yield from (person.position, person.name, person.rank, person.place_date)


def read(paper: Paper) -> str:
    return "\n".join(text for block in paper.blocks for text in list_texts(block))


def find_table(paper: Paper, head: str) -> Table:
    """Return the first table that has a column of that name."""
    tables = (block for block in paper.blocks if isinstance(block, Table))
    return next(table for table in tables if head in table.head)


def find_fields(paper: Paper) -> dict[str, str]:
    rows = (block.rows for block in paper.blocks if isinstance(block, Fields))
    return {name: value for group in rows for name, value in group}


def find_below(paper: Paper, heading: str) -> Block:
    """Return the block that follows a heading."""
    place = next(
        n
        for n, block in enumerate(paper.blocks)
        if isinstance(block, Heading) and block.text == heading
    )
    return paper.blocks[place + 1]


def split_sheets(paper: Paper) -> list[list[Block]]:
    """Return the blocks of each unit's sheet."""
    sheets: list[list[Block]] = [[]]
    for block in paper.blocks:
        if isinstance(block, PageBreak):
            sheets.append([])
        else:
            sheets[-1].append(block)
    return sheets


def test_there_are_six_papers_in_the_order_in_which_they_are_needed() -> None:
    assert tuple(draw_up()) == NAMES


def test_every_paper_has_the_letterhead_and_tells_shift_and_source_at_its_foot() -> None:
    for paper in draw_up(filled=True).values():
        assert paper.letterhead == FILLED.letterhead
        assert "20 November 2024" in paper.footer
        assert "Roads: " in paper.footer


def test_letters_leave_lines_for_a_letterhead_that_is_not_set() -> None:
    letters = {name: paper.letterhead for name, paper in draw_up().items() if paper.letterhead}
    assert set(letters) == {"surat-perintah-tugas", "rencana-kegiatan"}
    assert {sign for lines in letters.values() for line in lines for sign in line} == {"…"}


def test_papers_of_a_sample_network_carry_the_warning_and_real_ones_the_credit() -> None:
    sample = write_up(make_plan_example(kind="sample"))
    real = write_up(make_plan_example())
    assert {paper.warning for paper in sample.values()} == {"SAMPLE NETWORK - not for operations"}
    assert {paper.warning for paper in real.values()} == {""}
    assert all("© OpenStreetMap contributors, ODbL" in paper.footer for paper in real.values())


def test_the_order_names_every_unit_and_leaves_a_row_for_each_officer() -> None:
    plan = make_patrol_plan()
    table = find_table(draw_up()["surat-perintah-tugas"], "Name")
    units = [table.rows[n][1] for n in sorted(table.shaded)]
    assert [text.split("\n")[0] for text in units] == [unit.name for unit in plan.units]
    assert len(table.rows) == len(plan.units) + sum(unit.crew for unit in plan.units)


def test_many_names_stand_in_an_annex_that_is_signed_too() -> None:
    paper = draw_up(filled=True)["surat-perintah-tugas"]
    order, annex = split_sheets(paper)
    assert not [block for block in order if isinstance(block, Table)]
    below = find_below(paper, "Ordered to")
    assert below == Paragraph("The officers named in the annex to this order.")
    assert [block for block in order if isinstance(block, Signatures)] == annex[-1:]
    assert Paragraph("Number: Sprin/1/XI/2024", align="center") in annex
    assert isinstance(annex[-2], Table)


def test_few_names_stand_in_the_order_itself() -> None:
    plan = make_patrol_plan()
    draft = make_draft(replace(plan, units=plan.units[:2], loops=plan.loops[:2]))
    paper = make_order(draft)
    assert isinstance(find_below(paper, "Ordered to"), Table)
    assert len(split_sheets(paper)) == 1


def test_an_idle_unit_is_ordered_to_stand_by() -> None:
    plan = make_patrol_plan()
    draft = make_draft(replace(plan, loops=plan.loops[1:]))
    rows = find_table(make_order(draft), "Name").rows
    assert rows[0][3] == "stand by at the base: no stop in this plan"
    assert "stands by at its base" in read(make_briefing(draft))


def test_nothing_is_invented_where_the_settings_are_silent() -> None:
    order = draw_up()["surat-perintah-tugas"]
    officers = [row for row in find_table(order, "Name").rows if row[0]]
    assert all(row[1] == row[2] == "" for row in officers)
    assert find_below(order, "Basis") == Items(("", "", ""), numbered=True)
    number = order.blocks[1]
    assert isinstance(number, Paragraph)
    assert set(number.text.removeprefix("Number: ")) == {"…"}
    signed = next(block for block in order.blocks if isinstance(block, Signatures))
    assert (signed.persons[0].position, signed.persons[0].name, signed.persons[0].rank) == ("",) * 3
    assert set(signed.persons[0].place_date) == {"…", ",", " "}


def test_fields_that_only_people_know_are_empty() -> None:
    papers = draw_up()
    fields = find_fields(papers["aap"])
    assert fields["Led by"] == fields["Place of the briefing"] == fields["Officers present"] == ""
    fields = find_fields(papers["laporan-hasil-patroli"])
    for name in ("Order number", "Crew", "Plate number", "Odometer at the start (km)"):
        assert fields[name] == ""
    assert find_fields(papers["lembar-rute"])["Names"] == ""


def test_a_line_is_left_for_the_message_where_there_is_none() -> None:
    draft = make_draft(make_plan_example())
    for paper in (make_briefing(draft), make_route_sheets(draft)):
        assert find_below(paper, "Message to the public") == Items(("",))


def test_what_the_settings_say_stands_in_the_order() -> None:
    order = draw_up(filled=True)["surat-perintah-tugas"]
    assert "Number: Sprin/1/XI/2024" in read(order)
    assert find_below(order, "Basis") == Items(("Peraturan Contoh 1",), numbered=True)
    names = [row[1] for row in find_table(order, "Name").rows]
    assert names[1:4] == ["Aipda Satu", "Briptu Dua", "Bripda Tiga"]  # one more than the crew's two
    signed = next(block for block in order.blocks if isinstance(block, Signatures))
    person = signed.persons[0]
    assert person.place_date == "Contoh, 19 November 2024"
    assert (person.position, person.name) == ("KASAT CONTOH", "Nama Contoh")
    assert person.rank == "AKP NRP 12345678"


def test_the_order_forbids_to_leave_the_area_and_tells_times_and_the_call_centre() -> None:
    duties = find_below(draw_up(filled=True)["surat-perintah-tugas"], "Duties")
    assert isinstance(duties, Items)
    text = "\n".join(duties.texts)
    assert "Do not leave the assigned area except in an emergency" in text
    assert "23:00–07:00 WIB" in text
    assert "call centre 112: 15% of the time" in text


def test_the_activity_plan_counts_targets_by_category_and_level() -> None:
    table = find_table(draw_up()["rencana-kegiatan"], "Target")
    # Five markets: road, estate, market, mill and lane; the bank is a matter of the day shift.
    # The mill is forbidden; the estate is swept twice, the market visited three times.
    stops = sum(len(loop.visits) for loop in make_patrol_plan().loops)
    assert table.rows[-1] == ("In all", "0", "5", "0", "5", "4", str(stops))


def test_the_activity_plan_tells_what_stays_out_and_why() -> None:
    rows = find_table(draw_up()["rencana-kegiatan"], "Why").rows
    assert ("Pasar mill", "the whole place", "You have forbidden it.") in rows
    assert any("09:00-15:00" in why for name, _what, why in rows if name == "Pasar bank")


def test_the_schedule_is_in_the_order_of_time_and_lies_on_its_side() -> None:
    paper = draw_up()["jadwal-patroli"]
    table = find_table(paper, "Time")
    begins = [row[0][:5] for row in table.rows]
    midnight = begins.index(next(clock for clock in begins if clock < "12:00"))
    assert begins == sorted(begins[:midnight]) + sorted(begins[midnight:])
    assert paper.landscape
    assert isinstance(paper.blocks[-1], Signatures)
    assert paper.blocks[-2] is table
    assert all(row[-1] == "" for row in table.rows)
    assert {row[1] for row in table.rows} == {"Regu A", "Regu B", "Regu C"}


def test_meetings_stand_out_in_the_schedule() -> None:
    table = find_table(draw_up()["jadwal-patroli"], "Time")
    told = [row[5] for n, row in enumerate(table.rows) if n in table.shaded]
    assert sorted(told) == ["meets Regu A", "meets Regu B"]


def test_the_briefing_tells_place_minute_and_units_of_each_meeting() -> None:
    plan = make_patrol_plan()
    stop = next(s for loop in plan.loops for s in loop.stops if s.kind == "meeting")
    begin = format_clock(stop.depart - timedelta(seconds=stop.dwell_s))
    (row,) = find_table(draw_up()["aap"], "Units").rows
    assert row[0] == f"{begin}–{format_clock(stop.depart)}"
    assert row[2].startswith("Kantor pos")
    assert row[3] == "Regu A, Regu B"


def test_the_briefing_names_days_phases_and_programmes() -> None:
    plan = make_patrol_plan()
    rated = plan.hotspots[0]
    factor = RiskFactor("phases.Masa tenang", 1.5, "usulan (KPU)")
    raised = replace(rated, factors=(*rated.factors, factor))
    paper = make_briefing(make_draft(replace(plan, hotspots=(raised, *plan.hotspots[1:]))))
    calendar = find_below(paper, "Security calendar")
    assert isinstance(calendar, Items)
    assert calendar.texts == (
        "Wednesday (Legi), 20 November 2024",
        "Thursday (Pahing), 21 November 2024",
        "Masa tenang: usulan (KPU)",
        "Programme: Truk Pasir",
    )


def test_the_first_prohibition_is_to_leave_the_assigned_area_of_each_unit() -> None:
    plan = make_patrol_plan()
    first = replace(plan.units[0], jurisdiction=("Kunir", "Tekung"), crew=1)
    paper = make_briefing(make_draft(replace(plan, units=(first, *plan.units[1:])), FILLED))
    block = find_below(paper, "Prohibitions")
    assert isinstance(block, Items)
    assert block.texts[0].startswith(
        "Leaving the assigned area (Regu A: Kec. Kunir, Tekung; Regu B, Regu C: Five Streets)"
    )
    assert block.texts[1].startswith("For an officer alone (Regu A)")
    assert block.texts[-1] == "Merokok di kendaraan."


def test_the_briefing_shows_the_way_out_and_back_of_each_time_a_unit_leaves() -> None:
    plan = make_patrol_plan()
    rounds = sum(sum(s.kind == "base" for s in loop.stops) - 1 for loop in plan.loops)
    assert len(find_table(draw_up()["aap"], "Way out").rows) == rounds


def test_the_own_way_of_acting_takes_the_place_of_the_proposal() -> None:
    text = read(draw_up(filled=True)["aap"])
    assert "talk (dialogis): Duduk bersama warga." in text
    assert "pass (melintas): Drive through slowly" in text


def test_the_briefing_has_closed_roads_evaluation_and_messages() -> None:
    text = read(draw_up(filled=True)["aap"])
    assert "Jembatan utara: closed to car (R4) (jembatan rusak)." in text
    assert "Dua malam tenang." in text
    assert "Kami menjaga jalan tambang." in text
    assert "Kunci ganda kendaraan Anda." in text
    assert WritingLines("Evaluation", 3) in draw_up()["aap"].blocks


def test_each_unit_has_a_sheet_and_a_report_on_pages_of_their_own() -> None:
    plan = make_patrol_plan()
    for name in ("lembar-rute", "laporan-hasil-patroli"):
        sheets = split_sheets(draw_up()[name])
        texts = ["\n".join(t for block in sheet for t in list_texts(block)) for sheet in sheets]
        units = [next(u.name for u in plan.units if u.id == loop.unit_id) for loop in plan.loops]
        assert all(unit in text for unit, text in zip(units, texts, strict=True))


def _expand(number: str) -> list[str]:
    """Return the numbers of a line, "4–6" being three."""
    first, _dash, last = number.partition("–")
    return [str(n) for n in range(int(first), int(last or first) + 1)]


def _rows_by_number(table: Table) -> dict[str, tuple[str, ...]]:
    return {number: row for row in table.rows if row[0] for number in _expand(row[0])}


@pytest.mark.parametrize("name", ["lembar-rute", "laporan-hasil-patroli"])
def test_every_stop_of_the_plan_is_in_its_units_sheet_with_its_number_and_times(name: str) -> None:
    for loop, sheet in zip(make_patrol_plan().loops, split_sheets(draw_up()[name]), strict=True):
        table = next(block for block in sheet if isinstance(block, Table))
        column = table.head.index("Time" if name == "lembar-rute" else "Planned")
        place = table.head.index("Place")
        rows = _rows_by_number(table)
        stops = {number: stop for number, stop in number_stops(loop.stops) if number}
        assert rows.keys() == stops.keys()
        for number, stop in stops.items():
            assert stop.name in rows[number][place]
            assert _covers(rows[number][column], stop)


def _covers(times: str, stop: Stop) -> bool:
    """Return whether a stop lies within times as shown, e.g. 23:47–00:04; they last below 12 h."""
    start, end = (_count_minutes(clock) for clock in times.split("–"))
    arrive, depart = (_count_minutes(format_clock(m)) for m in (stop.arrive, stop.depart))
    return (arrive - start) % 1440 <= (depart - start) % 1440 <= (end - start) % 1440


def _count_minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def test_the_route_sheet_tells_breaks_meetings_and_which_visit_it_is() -> None:
    text = read(draw_up()["lembar-rute"])
    assert "break (istirahat)" in text
    assert "meets Regu B" in text
    assert "visit 1 of 3" in text


def test_the_route_sheet_tells_what_was_asked_for() -> None:
    plan = make_patrol_plan()

    def require(spot: Hotspot) -> Hotspot:
        return replace(spot, required=spot.id == "market")

    hotspots = tuple(replace(r, hotspot=require(r.hotspot)) for r in plan.hotspots)
    table = find_table(
        make_route_sheets(make_draft(replace(plan, hotspots=hotspots))), "What to do"
    )
    rows = [row for row in table.rows if "Pasar market" in row[2]]
    assert rows
    assert all("required" in row[4] for row in rows)


def test_the_route_sheet_tells_a_crew_the_roads_closed_to_its_vehicle() -> None:
    sheets = split_sheets(draw_up()["lembar-rute"])
    told = [
        "Jembatan utara: closed" in "\n".join(t for b in sheet for t in list_texts(b))
        for sheet in sheets
    ]
    assert told == [True, True, False]  # two cars, a motorcycle


def test_the_route_sheet_shows_the_map_of_its_unit() -> None:
    for sheet in split_sheets(draw_up()["lembar-rute"]):
        (picture,) = (block for block in sheet if isinstance(block, Picture))
        assert picture.png.startswith(b"\x89PNG")
        assert picture.alt.startswith("Map of the route of Regu")


def test_the_route_sheet_has_message_call_centre_and_the_leaders_signature() -> None:
    paper = draw_up(filled=True)["lembar-rute"]
    text = read(paper)
    assert "Kami menjaga jalan tambang." in text
    assert "Kunci ganda kendaraan Anda." in text
    assert "Police call centre: 112" in text
    signed = [block for block in paper.blocks if isinstance(block, Signatures)]
    assert [block.persons[0].name for block in signed] == ["Aipda Satu", "", ""]
    positions = [block.persons[0].position for block in signed]
    assert positions == [f"Team leader\nRegu {letter}" for letter in "ABC"]


def test_the_route_sheet_has_qr_codes_and_says_what_they_do_not_promise() -> None:
    paper = draw_up()["lembar-rute"]
    for sheet in split_sheets(paper):
        codes = [p for block in sheet if isinstance(block, PictureRow) for p in block.pictures]
        assert codes
        assert all(code.png.startswith(b"\x89PNG") and code.caption for code in codes)
        assert any("chooses its own roads" in t for block in sheet for t in list_texts(block))


def test_sheets_that_come_apart_tell_whose_way_on_the_phone_it_is() -> None:
    headings = [b.text for b in draw_up()["lembar-rute"].blocks if isinstance(b, Heading)]
    found = [text for text in headings if text.startswith("The way on the phone")]
    assert found == [f"The way on the phone: Regu {letter}" for letter in "ABC"]


def test_the_report_is_signed_by_the_leader_and_seen_by_who_ordered_it() -> None:
    signed = [
        b for b in draw_up(filled=True)["laporan-hasil-patroli"].blocks if isinstance(b, Signatures)
    ]
    signer, leader = signed[0].persons
    assert (signer.position, signer.name) == ("Seen by\nKASAT CONTOH", "Nama Contoh")
    assert (leader.position, leader.name) == ("Team leader\nRegu A", "Aipda Satu")
    # When the patrol will write its report is not known, whenever the order was signed.
    assert leader.place_date.startswith("Contoh, …")


def test_the_briefing_tells_the_crews_only_the_notices_that_concern_them() -> None:
    notices = (
        Notice("off_road", {"name": "Pasar", "distance_m": 420}),
        Notice("break_not_due", {"unit": "Regu A", "window": "12:00-13:00"}),
    )
    draft = make_draft(replace(make_plan_example(), notices=notices))
    assert "takes no break at 12:00-13:00" in read(make_briefing(draft))
    assert "from the nearest usable road" not in read(make_briefing(draft))
    assert "from the nearest usable road" in read(make_activity_plan(draft))


def test_the_report_leaves_what_is_found_on_the_way_empty() -> None:
    table = find_table(draw_up()["laporan-hasil-patroli"], "Found")
    assert all(row[3:] == ("", "", "") for row in table.rows)
    assert table.row_mm > 0


def test_nasty_names_stand_in_the_papers_as_they_are() -> None:
    papers = write_up(make_plan_example())
    for name in NASTY_NAMES:
        for paper in ("jadwal-patroli", "lembar-rute", "laporan-hasil-patroli"):
            assert name in read(papers[paper])


def test_a_date_of_signing_stands_in_the_language_in_use() -> None:
    plan = make_plan_example()
    with use_language("id"):
        order = make_order(make_draft(plan, replace(FILLED, order_date="2024-08-17")))
    assert "Contoh, 17 Agustus 2024" in read(order)

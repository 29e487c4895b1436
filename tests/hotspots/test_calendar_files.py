"""Files of periods such as election stages: what is accepted, and how faults are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from routeplan.config import Config, PhaseRule
from routeplan.errors import InputError, InputFaults
from routeplan.hotspots.calendar_files import read_calendar

HEAD = "nama,berlaku_dari,berlaku_sampai,kategori,faktor,alasan,sumber"
QUIET = "Masa tenang,2024-11-24,26/11/2024,kpu; Kantor Bawaslu; kpu,2,usulan,PKPU"

ReadText = Callable[[str], tuple[PhaseRule, ...]]


@pytest.fixture
def read_text(tmp_path: Path, config: Config) -> ReadText:
    def read(text: str) -> tuple[PhaseRule, ...]:
        path = tmp_path / "kalender.csv"
        path.write_text(text, encoding="utf-8")
        return read_calendar(path, config=config)

    return read


def test_every_column_of_a_calendar_is_read(read_text: ReadText) -> None:
    assert read_text(f"{HEAD}\n{QUIET}\n") == (
        PhaseRule(
            name="Masa tenang", valid_from="2024-11-24", valid_to="2024-11-26",
            categories=("kpu", "bawaslu"), factor=2.0, reason="usulan", source="PKPU",
        ),
    )  # fmt: skip


def test_reason_and_source_may_be_empty(read_text: ReadText) -> None:
    text = "name;valid_from;valid_to;categories;factor\nA;2024-11-24;2024-11-24;tps;0,5\n"
    (phase,) = read_text(text)
    assert (phase.factor, phase.reason, phase.source) == (0.5, "", "")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (",2024-11-24,2024-11-26,kpu,2,,", "column nama: The cell is empty. Give the period a name."),
        ("A,,2024-11-26,kpu,2,,", "column berlaku_dari: The cell is empty. Write a date such as"),
        ("A,2024-11-27,2024-11-26,kpu,2,,", "column berlaku_sampai: The last date is before the first."),
        ("A,2024-11-24,2024-11-26,kpuu,2,,", "column kategori: Unknown category: kpuu. Did you mean kpu"),
        ("A,2024-11-24,2024-11-26,,2,,", "column kategori: The cell is empty. Known: area_sepi"),
        ("A,2024-11-24,2024-11-26,kpu,-1,,", "column faktor: -1 is negative. Write 0 or a number above"),
        ("A,2024-11-24,2024-11-26,kpu,,,", "column faktor: The cell is empty. Write a number such as 1.5"),
    ],
)  # fmt: skip
def test_a_wrong_cell_of_a_calendar_is_told_with_its_remedy(
    read_text: ReadText, row: str, message: str
) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text(f"{HEAD}\n{row}\n")
    (fault,) = caught.value.faults
    assert str(fault).startswith(f"row 2, {message}")


def test_a_calendar_that_lacks_a_column_names_its_header(read_text: ReadText) -> None:
    with pytest.raises(InputFaults, match="column Faktor: The file has no such column"):
        read_text("nama,berlaku dari,berlaku sampai,kategori\nA,2024-11-24,2024-11-26,kpu\n")


def test_hotspots_given_as_a_calendar_are_recognised(read_text: ReadText) -> None:
    with pytest.raises(InputError, match="looks like a table of hotspots"):
        read_text("nama,kategori,koordinat\nPasar,pasar,-8.2061 113.0941\n")

"""CSV files and workbooks: which rows are the table, and what is wrong with it as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from routeplan.areas.districts import Area
from routeplan.config import Config
from routeplan.errors import InputError, InputFaults
from routeplan.hotspots.readers import HotspotTable, read_hotspots
from routeplan.hotspots.units import read_units

ReadText = Callable[..., HotspotTable]

HEAD = "id,name,category,lat,lon"
GOOD = "A1,Pasar Kunir,pasar,-8.2289,113.2233"


def test_indonesian_excel_writes_semicolons_decimal_commas_and_a_bom(read_text: ReadText) -> None:
    text = (
        "\ufeffID;Nama;Kategori;Lintang;Bujur;Bobot\r\n"
        "A1;Pasar Kunir;Pasar;-8,2289;113,2233;1,5\r\n"
    )
    (hotspot,) = read_text(text).hotspots
    assert (hotspot.lon, hotspot.lat, hotspot.weight) == (113.2233, -8.2289, 1.5)
    assert (hotspot.category, hotspot.row) == ("pasar", 2)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_usual_separator_is_recognised(read_text: ReadText, separator: str) -> None:
    (hotspot,) = read_text(f"{HEAD}\n{GOOD}\n".replace(",", separator)).hotspots
    assert hotspot.name == "Pasar Kunir"


def test_a_text_with_commas_does_not_mislead_the_search_for_the_separator(
    read_text: ReadText,
) -> None:
    text = f"{HEAD},note\n".replace(",", ";") + f"{GOOD};a, b, c, d, e, f\n".replace(
        "pasar,-8.2289,113.2233", "pasar;-8.2289;113.2233"
    ).replace("A1,Pasar Kunir,", "A1;Pasar Kunir;")
    assert read_text(text).hotspots[0].note == "a, b, c, d, e, f"


def test_titles_and_empty_rows_above_the_header_are_passed_over(read_text: ReadText) -> None:
    (hotspot,) = read_text(f"Daftar titik rawan 2024,,,,\n,,,,\n\n{HEAD}\n{GOOD}\n\n").hotspots
    assert hotspot.row == 5


def test_an_xlsx_with_a_title_row_reads_like_a_table(
    tmp_path: Path, config: Config, lumajang: Area
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["TITIK RAWAN POLSEK KUNIR"])
    sheet.append([])
    sheet.append(["Nama", "Kategori", "Lintang", "Bujur", "Berlaku dari", "Wajib", "Kode"])
    sheet.append(["Pasar", "pasar", -8.2289, 113.2233, date(2024, 9, 25), True, 7])
    path = tmp_path / "titik.xlsx"
    book.save(path)
    (hotspot,) = read_hotspots(path, config=config, area=lumajang).hotspots
    assert (hotspot.id, hotspot.row, hotspot.required) == ("7", 4, True)
    assert hotspot.valid_from == date(2024, 9, 25)


def test_the_sheet_with_the_table_is_found_behind_a_cover_sheet(
    tmp_path: Path, config: Config
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Sampul"])
    table = book.create_sheet("Data")
    table.append(HEAD.split(","))
    table.append(["A1", "Pasar", "pasar", -8.2289, 113.2233])
    path = tmp_path / "titik.xlsx"
    book.save(path)
    assert read_hotspots(path, config=config).hotspots[0].id == "A1"


def save_sheets(path: Path, sheets: dict[str, str], *, hidden: str = "") -> Path:
    """Write a workbook with a hotspot of the id given on each sheet; none where it is empty."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, hotspot_id in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append(HEAD.split(","))
        if hotspot_id:
            sheet.append([hotspot_id, "Pasar", "pasar", -8.2289, 113.2233])
        sheet.sheet_state = "hidden" if title == hidden else "visible"
    book.active = len(sheets) - 1
    book.save(path)
    return path


def test_a_hidden_sheet_is_passed_over(tmp_path: Path, config: Config) -> None:
    path = save_sheets(tmp_path / "a.xlsx", {"Lama": "A1", "Baru": "A2"}, hidden="Lama")
    assert [hotspot.id for hotspot in read_hotspots(path, config=config).hotspots] == ["A2"]


def test_two_sheets_with_the_same_table_are_refused(tmp_path: Path, config: Config) -> None:
    path = save_sheets(tmp_path / "a.xlsx", {"Oktober": "A1", "November": "A2"})
    with pytest.raises(InputError, match="Oktober, November"):
        read_hotspots(path, config=config)


def test_a_second_sheet_with_fewer_columns_is_refused_and_one_of_units_is_not(
    tmp_path: Path, config: Config
) -> None:
    path = save_sheets(tmp_path / "a.xlsx", {"Titik": "A1"})
    book = openpyxl.load_workbook(path)
    units = book.create_sheet("Unit")
    units.append(["id", "nama", "kendaraan", "lintang", "bujur", "mulai"])
    units.append(["U1", "Regu", "R4", -8.2, 113.2, "22:00"])
    book.save(path)
    assert [hotspot.id for hotspot in read_hotspots(path, config=config).hotspots] == ["A1"]
    assert [unit.id for unit in read_units(path, config=config).units] == ["U1"]
    roads = book.create_sheet("Jalan")
    roads.append(["nama", "kategori", "geometri"])
    roads.append(["Jalan sepi", "area_sepi", "LINESTRING (113.1 -8.2, 113.2 -8.2)"])
    book.save(path)
    with pytest.raises(InputError, match="several sheets: Titik, Jalan"):
        read_hotspots(path, config=config)


def test_a_sheet_with_a_header_only_does_not_count_as_a_second_table(
    tmp_path: Path, config: Config
) -> None:
    path = save_sheets(tmp_path / "a.xlsx", {"Kosong": "", "November": "A2"})
    assert read_hotspots(path, config=config).hotspots[0].id == "A2"


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_workbook_with_damaged_bytes_is_refused(
    tmp_path: Path, config: Config, share: float
) -> None:
    path = save_sheets(tmp_path / "a.xlsx", {"November": "A2"})
    data = bytearray(path.read_bytes())
    start = int(share * len(data))
    data[start : start + 200] = bytes(200)
    path.write_bytes(data)
    with pytest.raises(InputError, match="no XLSX workbook or is damaged"):
        read_hotspots(path, config=config)


def test_a_row_with_more_cells_than_headers_is_named(read_text: ReadText) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text(f"{HEAD}\n{GOOD},tambahan\n")
    assert str(caught.value.faults[0]).startswith(
        "row 2: There is 1 cell without a header above it."
    )
    assert "quotation marks" in str(caught.value.faults[0])


def test_a_misspelt_header_offers_the_right_one(read_text: ReadText) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text(f"{HEAD},Tingkt\n{GOOD},rawan\n")
    (fault,) = caught.value.faults
    assert str(fault) == "row 1, column Tingkt: No column has this name. Did you mean tingkat?"


def test_beside_the_right_column_a_like_name_is_a_column_of_the_users_own(
    read_text: ReadText,
) -> None:
    assert read_text(f"Namae,{HEAD}\nx,{GOOD}\n").ignored_columns == ("Namae",)


def test_two_columns_of_one_meaning_are_a_fault(read_text: ReadText) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text(f"{HEAD},Nama\n{GOOD},Pasar\n")
    assert str(caught.value.faults[0]) == (
        "row 1, column Nama: The columns name and Nama mean the same. Remove one of them."
    )


@pytest.mark.parametrize("text", ["", "\n\n", "  \n"])
def test_an_empty_file_is_refused(read_text: ReadText, text: str) -> None:
    with pytest.raises(InputError, match="is empty"):
        read_text(text)


def test_an_empty_workbook_is_refused(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "kosong.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(InputError, match="is empty"):
        read_hotspots(path, config=config)


def test_a_header_without_rows_is_refused(read_text: ReadText) -> None:
    with pytest.raises(InputError, match="a header row and nothing below it"):
        read_text(HEAD + "\n")


def test_a_file_without_a_header_says_what_a_header_names(read_text: ReadText) -> None:
    with pytest.raises(InputError, match=r"no header row.*name \(nama\), category \(kategori\)"):
        read_text("A1,Pasar Kunir,pasar,-8.2289,113.2233\n")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_not_guessed_but_explained(
    tmp_path: Path, config: Config, encoding: str
) -> None:
    path = tmp_path / "titik.csv"
    path.write_bytes(f"{HEAD}\nA1,Café Kunir,pasar,-8.2289,113.2233\n".encode(encoding))
    with pytest.raises(InputError, match=r"is not UTF-8 text.*In Excel choose Save As"):
        read_hotspots(path, config=config)


def test_a_quotation_mark_that_is_never_closed_is_explained(read_text: ReadText) -> None:
    with pytest.raises(InputError, match="quotation mark"):
        read_text(f'{HEAD}\nA1,"Pasar Kunir,pasar,-8.2289,113.2233\n')


def test_formulas_and_error_values_of_excel_are_faults(tmp_path: Path, config: Config) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEAD.split(","))
    book.active.append(["A1", "=B1", "pasar", "#N/A", 113.2])
    book.active["D2"].data_type = "e"
    path = tmp_path / "titik.xlsx"
    book.save(path)
    with pytest.raises(InputFaults) as caught:
        read_hotspots(path, config=config)
    assert {str(fault) for fault in caught.value.faults} == {
        "row 2, column name: The cell holds a formula. Put the plain value into the cell.",
        "row 2, column lat: The cell holds the error #N/A. Put the plain value into the cell.",
    }


def test_a_damaged_workbook_is_refused(tmp_path: Path, config: Config) -> None:
    path = tmp_path / "titik.xlsx"
    path.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(InputError, match="no XLSX workbook or is damaged"):
        read_hotspots(path, config=config)


def test_a_missing_file_and_a_foreign_kind_are_refused(tmp_path: Path, config: Config) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_hotspots(tmp_path / "tidak-ada.csv", config=config)
    with pytest.raises(InputError, match=r"Save it as one of: \.csv"):
        read_hotspots(tmp_path / "titik.docx", config=config)


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path, config: Config) -> None:
    (tmp_path / "titik.csv").mkdir()
    with pytest.raises(InputError, match="no such file"):
        read_hotspots(tmp_path / "titik.csv", config=config)


def test_a_header_row_of_misspelt_names_is_still_taken_for_one(read_text: ReadText) -> None:
    with pytest.raises(InputFaults) as caught:
        read_text("No,Nma,Katagori,Koordinat\n1,Pasar,pasar,-8.2\n")
    said = [str(fault) for fault in caught.value.faults]
    assert said[-2].startswith(
        "row 1, column Katagori: No column has this name. Did you mean kategori"
    )
    assert len(said) == 3


def test_a_cell_too_long_for_csv_names_the_way_out(read_text: ReadText) -> None:
    """Python's reader of CSV takes 131,072 letters a cell."""
    corners = ", ".join(f"{113 + n / 1e5:.5f} -8.2" for n in range(9000))
    with pytest.raises(InputError, match=r"or a cell is too long.*in a GeoJSON file"):
        read_text(f'nama;kategori;wkt\nA;pasar;"LINESTRING ({corners})"\n')

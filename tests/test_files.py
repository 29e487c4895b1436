"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from routeplan.errors import FetchError, OutputError
from routeplan.files import replacing, write_bytes, write_text


def test_text_is_written_as_utf_8(tmp_path: Path) -> None:
    write_text(tmp_path / "peta.txt", "Désa – Jarit\n")
    assert (tmp_path / "peta.txt").read_bytes() == "Désa – Jarit\n".encode()


def test_folders_that_are_missing_are_made(tmp_path: Path) -> None:
    write_bytes(tmp_path / "a" / "b" / "plan.json", b"{}")
    assert (tmp_path / "a" / "b" / "plan.json").read_bytes() == b"{}"


def test_a_new_file_takes_the_place_of_the_old_one_and_leaves_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    write_bytes(target, b"old")
    write_bytes(target, b"new")
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def write_half(target: Path) -> None:
    with replacing(target) as part:
        part.write_bytes(b"half")
        raise RuntimeError("half way")


def test_a_block_that_raises_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    write_bytes(target, b"old")
    with pytest.raises(RuntimeError, match="half way"):
        write_half(target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def write_to_full_disk(target: Path) -> None:
    with replacing(target):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_is_full_is_an_output_error_that_names_the_file(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    write_bytes(target, b"old")
    with pytest.raises(OutputError, match=r"plan\.json cannot be written: .*No space left"):
        write_to_full_disk(target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def look_for_server(target: Path) -> None:
    with replacing(target):
        raise FetchError("no server")


def test_what_routeplan_itself_raises_while_writing_is_not_reworded(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="no server"):  # an OSError too
        look_for_server(tmp_path / "plan.json")


def test_the_temporary_file_stands_beside_its_place_with_its_suffix(tmp_path: Path) -> None:
    with replacing(tmp_path / "titik.xlsx") as part:
        assert part.parent == tmp_path
        assert part.suffix == ".xlsx"


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match=r"plan\.json cannot be written: .*\."):
        write_bytes(tmp_path / "file" / "plan.json", b"{}")


def test_a_folder_in_the_place_of_the_file_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "plan.json").mkdir()
    with pytest.raises(OutputError, match=r"plan\.json cannot be written"):
        write_bytes(tmp_path / "plan.json", b"{}")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_a_file_that_another_program_holds_open_says_to_close_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What Windows does while Excel has the file open.
    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "The process cannot access the file", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="Close it if it is open in another program"):
        write_bytes(tmp_path / "titik.xlsx", b"")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file modes")
def test_a_file_has_the_mode_of_any_new_file(tmp_path: Path) -> None:
    write_bytes(tmp_path / "ours", b"")
    (tmp_path / "theirs").write_bytes(b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "theirs").stat().st_mode

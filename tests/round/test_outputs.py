from __future__ import annotations

from pathlib import Path

import pytest

from indicators.tables import OutputError
from workbook.round.outputs import replacing, write_file


def test_a_file_is_written_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.bin"
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert [file.name for file in path.parent.iterdir()] == ["a.bin"]


def test_a_failure_half_way_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    write_file(path, b"one")

    def fail() -> None:
        with replacing(path) as beside:
            beside.write_bytes(b"half")
            msg = "cable pulled"
            raise RuntimeError(msg)

    with pytest.raises(RuntimeError, match="cable"):
        fail()
    assert path.read_bytes() == b"one"
    assert [file.name for file in tmp_path.iterdir()] == ["a.bin"]


def test_a_file_that_excel_holds_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.xlsx"
    write_file(path, b"one")

    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OutputError, match=r"close summary\.xlsx and run again"):
        write_file(path, b"two")
    assert path.read_bytes() == b"one"
    assert [file.name for file in tmp_path.iterdir()] == ["summary.xlsx"]


def test_a_folder_that_is_a_file_is_a_plain_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(OutputError, match="could not be written"):
        write_file(tmp_path / "a" / "b.bin", b"x")

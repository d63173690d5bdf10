"""`validate PATH` tells each file as soon as it is read, and keeps none of them."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from cli.printing import print_json_list
from templates.load import load_library
from tests.cli.running import run
from workbook.round import pool
from workbook.round.checking import check_paths
from workbook.round.inbox import NamedFiles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTHING = {"files": 0, "accepted": 0, "accepted_with_warnings": 0, "rejected": 0, "unreadable": 0,
           "errors": 0, "warnings": 0, "notes": 0}  # fmt: skip


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder of files that nobody can read."""
    folder = tmp_path / "odd"
    for name in ("a/z.xlsx", "a-b.xlsx", "a.xlsx", "B.xlsx", "a/b/c.xlsx", "é.xlsx"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"odd")
    return folder


def test_a_file_is_told_before_the_next_is_opened(odd: Path) -> None:
    asked: list[str] = []

    def paths() -> Iterator[Path]:
        for path in NamedFiles([odd]):
            asked.append(path.name)
            yield path

    told = check_paths(paths(), None, load_library())
    assert next(told).file.endswith("B.xlsx")
    assert asked == ["B.xlsx"]
    assert len(list(told)) == 5


def test_files_come_by_name_each_once_however_they_are_named(odd: Path) -> None:
    names = sorted(path.as_posix() for path in odd.rglob("*.xlsx"))
    assert [path.as_posix() for path in NamedFiles([odd])] == names
    several = [odd / "a.xlsx", odd / "a", odd, odd / "a", odd / "a.xlsx"]
    assert [path.as_posix() for path in NamedFiles(several)] == names
    assert len(NamedFiles(several)) == 6


def test_data_are_whole_in_each_format(odd: Path) -> None:
    done = run("validate", odd, "--format", "json", "--workers", "0")
    data = done.json("validate")
    assert done.code == 1
    assert [file["verdict"] for file in data["files"]] == ["unreadable"] * 6
    assert data["summary"] == NOTHING | {"files": 6, "unreadable": 6, "errors": 6}
    assert done.out == json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    table = run("validate", odd, "--format", "csv", "--workers", "0").out
    lines = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline="")))
    assert [line["file"] for line in lines] == [file["file"] for file in data["files"]]
    text = run("validate", odd, "--workers", "0").out
    assert "Files: 6 (0 accepted, 0 accepted with warnings, 0 rejected, 6 unreadable)" in text


def test_an_empty_folder_gives_whole_data_too(tmp_path: Path) -> None:
    done = run("validate", tmp_path, "--format", "json")
    assert done.json("validate") == {"files": [], "summary": NOTHING}
    assert done.code == 0
    table = run("validate", tmp_path, "--format", "csv").out
    assert table.startswith("\ufefffile,place,")
    assert len(table.splitlines()) == 1
    assert run("validate", tmp_path).out == ""


@pytest.mark.parametrize("objects", [[], [{"a": [1, "x\ny"], "é": {}}], [{}, [], "b"]])
def test_a_list_that_is_told_bit_by_bit_is_the_one_told_at_once(
    objects: list[object], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    print_json_list("files", iter(objects), lambda: {"summary": {"n": len(objects)}})
    whole = {"files": objects, "summary": {"n": len(objects)}}
    expected = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    assert capsysbinary.readouterr().out == expected.encode()


def test_where_memory_has_no_limit_the_command_says_so_once(
    odd: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "cannot limit how much memory"
    assert words not in run("validate", odd, "--workers", "1").err
    monkeypatch.setattr(pool, "limits_memory", lambda: False)
    done = run("validate", odd, "--workers", "1", "--format", "json")
    assert done.err.count(words) == 1
    assert len(done.json("validate")["files"]) == 6
    assert words not in run("validate", odd, "--workers", "0").err
    assert run("validate", odd, "--workers", "1", "--quiet").err == ""

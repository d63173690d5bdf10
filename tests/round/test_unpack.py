"""Archives of rounds that come from elsewhere: whole ones are read, all others refused in words."""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING

import pytest

from indicators.tables import ToolError
from workbook.round import unpack
from workbook.round.pack import CHECKSUMS, pack
from workbook.round.unpack import unpack_round

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "round.toml": b"programme",
    "places.xlsx": b"places",
    "ledger.sqlite": b"ledger",
    "definitions/lists/a.csv": b"code",
    "summary/book.xlsx": b"book",
    "inbox/answer.xlsx": b"answer",
    "returned/x.xlsx": b"x",
}


def archive(folder: Path, files: dict[str, bytes], sums: str | None = None) -> Path:
    """An archive as anybody could make it, with checksums that are right unless given."""
    made = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in files.items())
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in {**files, CHECKSUMS: (sums or made).encode()}.items():
            opened.writestr(name, data)
    return path


def test_a_round_is_unpacked_without_what_came_in_and_went_out(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(pack(FILES))
    target = unpack_round(path, tmp_path / "to")
    found = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
    assert found == {name for name in FILES if not name.startswith(("inbox", "returned"))}
    assert (target / "definitions/lists/a.csv").read_bytes() == b"code"


@pytest.mark.parametrize(
    "name",
    ["summary/../../out", "/summary/out", "summary//out", "summary/..\\out", "C:/out", "summary/."],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    path = archive(tmp_path, {**FILES, name: b"out"})
    with pytest.raises(ToolError, match="names in it that no round has"):
        unpack_round(path, tmp_path / "to")
    assert not (tmp_path / "to").exists()
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("sums", ["nothing", f"{'0' * 64}  ledger.sqlite\n"])
def test_a_file_that_is_not_what_was_packed_is_refused(sums: str, tmp_path: Path) -> None:
    path = archive(tmp_path, FILES, sums)
    with pytest.raises(ToolError, match="is not what was packed"):
        unpack_round(path, tmp_path / "to")


def test_an_archive_of_something_else_is_told(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="made by migbook pack"):
        unpack_round(archive(tmp_path, {"notes.txt": b"-"}), tmp_path / "to")


def test_what_is_no_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ToolError, match=r"a\.zip is no archive that can be opened"):
        unpack_round(path, tmp_path / "to")


@pytest.mark.parametrize(
    ("limit", "value"), [("MAXIMUM_MEMBERS", 3), ("MAXIMUM_MEMBER", 5), ("MAXIMUM_INFLATED", 20)]
)
def test_an_archive_that_unfolds_too_far_is_refused(limit, value, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(unpack, limit, value)
    with pytest.raises(ToolError, match="no round is as large"):
        unpack_round(archive(tmp_path, FILES), tmp_path / "to")


def test_a_damaged_member_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path, {**FILES, "ledger.sqlite": bytes(range(256)) * 40})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as opened:
        entry = opened.getinfo("ledger.sqlite")
    start = entry.header_offset + 30 + len(entry.filename) + 20
    data[start : start + 20] = b"\xff" * 20
    path.write_bytes(bytes(data))
    with pytest.raises(ToolError, match=r"ledger\.sqlite"):
        unpack_round(path, tmp_path / "to")

"""All exports of a summary, into one folder that says whom it is for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.report.exports.data_package import data_package
from workbook.report.exports.dhis2 import CODES_FILE, dhis2_files, read_codes, write_codes
from workbook.report.exports.hxl import hxl_files
from workbook.report.exports.open_sdg import open_sdg_files
from workbook.report.exports.parquet import can_write_parquet, parquet_bytes
from workbook.report.exports.sdmx import sdmx_files
from workbook.report.exports.table import clean
from workbook.report.exports.tables import answers_table
from workbook.report.wording import Wording
from workbook.round.outputs import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from templates.model import Texts
    from workbook.compile.model import Summary

INTERNAL = "INTERNAL"
_README = "README"


@dataclass(frozen=True, slots=True)
class Exported:
    """Where the data lies, and which of its parts could not be made: keys of `exports.without`.

    `codes`: the file of codes for DHIS2.
    """

    folder: Path
    codes: Path
    files: tuple[Path, ...]
    without: tuple[str, ...]


def exports_name(summary: Summary) -> str:
    """The name of the folder; it says that what lies in it is internal."""
    return f"{summary.programme}-{summary.period}-data-{INTERNAL}"


def write_exports(summary: Summary, texts: Texts, target: Path, codes_folder: Path) -> Exported:
    """Write every format into `target`, and take away what an earlier run left there.

    `codes_folder`: where the codes for DHIS2 lie; proposed ones are written there once.
    """
    words = Wording(summary, texts)
    codes_file = codes_folder / CODES_FILE
    if not codes_file.exists():
        write_codes(codes_file, summary, words)
    rooms: dict[str, Mapping[str, bytes]] = {
        "data-package": _package(summary, words),
        "hxl": hxl_files(summary, words, INTERNAL),
        "sdmx": sdmx_files(summary, words, INTERNAL),
        "open-sdg": open_sdg_files(summary, words, texts.language),
        "dhis2": dhis2_files(summary, read_codes(codes_file), INTERNAL),
    }
    without = [key for key, files in rooms.items() if not files]
    if not can_write_parquet():
        without.append("parquet")
    readme = f"{_README}-{INTERNAL}.txt"
    files = {readme: _readme(words, rooms, without)}
    files |= {f"{room}/{name}": data for room, made in rooms.items() for name, data in made.items()}
    for name, data in files.items():
        write_file(target / name, data)
    _tidy(target, rooms, files)
    return Exported(target, codes_file, tuple(target / name for name in files), tuple(without))


def _package(summary: Summary, words: Wording) -> Mapping[str, bytes]:
    files = dict(data_package(summary, words, INTERNAL))
    if can_write_parquet():
        files[f"answers-{INTERNAL}.parquet"] = parquet_bytes(answers_table(summary))
    return files


def _readme(words: Wording, rooms: Iterable[str], without: list[str]) -> bytes:
    parts = [words.export("readme.about"), ""]
    parts += [words.export(f"readme.{room}") for room in rooms]
    parts += ["", *(words.export(f"without.{key}") for key in without)]
    return (clean("\n".join(parts)) + "\n").replace("\n", "\r\n").encode("utf-8-sig")


def _tidy(target: Path, rooms: Mapping[str, object], files: Mapping[str, bytes]) -> None:
    """Remove what an earlier run left; an indicator without a figure must not show the old one."""
    kept = {target / name for name in files}
    for room in rooms:
        for path in (target / room).rglob("*"):
            if path.is_file() and path not in kept:
                with suppress(OSError):
                    path.unlink()

"""All exports of a summary, into one folder that says whom it is for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook.report.exports.data_package import data_package
from workbook.report.exports.dhis2 import CODES_FILE, dhis2_files, read_codes, write_codes
from workbook.report.exports.figures import audience_of
from workbook.report.exports.hxl import hxl_files
from workbook.report.exports.open_sdg import open_sdg_files
from workbook.report.exports.parquet import can_write_parquet, parquet_bytes
from workbook.report.exports.sdmx import sdmx_files
from workbook.report.exports.table import clean
from workbook.report.exports.tables import answers_table
from workbook.report.wording import Wording, summary_wording
from workbook.round.outputs import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from templates.model import Texts
    from workbook.compile.model import Summary

_README = "README"
_LESS_IN_PUBLIC = frozenset({"readme.data-package", "readme.hxl", "without.dhis2"})


@dataclass(frozen=True, slots=True)
class Exported:
    """Where the data lies, which of its parts could not be made, and what to say about it."""

    folder: Path
    files: tuple[Path, ...]
    without: tuple[str, ...]
    remarks: tuple[str, ...]


def exports_name(summary: Summary) -> str:
    """The name of the folder; it says whom it is for."""
    scope = "country-" if summary.scope == "country" else ""
    return f"{summary.programme}-{summary.period}-{scope}data-{audience_of(summary)}"


def write_exports(summary: Summary, texts: Texts, target: Path, codes_folder: Path) -> Exported:
    """Write every format into `target`, and take away what an earlier run left there.

    `codes_folder`: where the codes for DHIS2 lie; proposed ones are written there once.
    """
    words = summary_wording(summary, texts)
    rooms: dict[str, Mapping[str, bytes]] = {
        "data-package": _package(summary, words),
        "hxl": hxl_files(summary, words),
        "sdmx": sdmx_files(summary, words),
        "open-sdg": open_sdg_files(summary, words, texts.language),
        "dhis2": _dhis2(summary, words, codes_folder / CODES_FILE),
    }
    without = [key for key, files in rooms.items() if not files]
    if summary.publication is None and not can_write_parquet():
        without.append("parquet")
    remarks = [_said(summary, words, f"without.{key}") for key in without]
    files = {f"{_README}-{audience_of(summary)}.txt": _readme(summary, words, rooms, remarks)}
    files |= {f"{room}/{name}": data for room, made in rooms.items() for name, data in made.items()}
    for name, data in files.items():
        write_file(target / name, data)
    _tidy(target, rooms, files)
    if rooms["dhis2"]:
        remarks.append(words.export("done.codes", file=codes_folder / CODES_FILE))
    paths = tuple(target / name for name in files)
    return Exported(target, paths, tuple(without), tuple(remarks))


def _package(summary: Summary, words: Wording) -> Mapping[str, bytes]:
    files = dict(data_package(summary, words))
    if summary.publication is None and can_write_parquet():
        files["answers-INTERNAL.parquet"] = parquet_bytes(answers_table(summary))
    return files


def _dhis2(summary: Summary, words: Wording, codes_file: Path) -> Mapping[str, bytes]:
    """Figures of single places, and so nothing for the public."""
    if summary.publication is not None:
        return {}
    if not codes_file.exists():
        write_codes(codes_file, summary, words)
    return dhis2_files(summary, read_codes(codes_file))


def _readme(
    summary: Summary, words: Wording, rooms: Mapping[str, object], remarks: Iterable[str]
) -> bytes:
    parts = [words.export("readme.about"), words.export(f"package.{audience_of(summary).lower()}")]
    parts += [words.export("package.about"), words.export("readme.anew"), ""]
    parts += [_said(summary, words, f"readme.{room}") for room, files in rooms.items() if files]
    text = clean("\n".join([*parts, "", *remarks])) + "\n"
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _said(summary: Summary, words: Wording, key: str) -> str:
    """A text; where a public summary has less, the text that says so."""
    if summary.publication is not None and key in _LESS_IN_PUBLIC:
        return words.export(f"{key}_public")
    return words.export(key)


def _tidy(target: Path, rooms: Mapping[str, object], files: Mapping[str, bytes]) -> None:
    """Remove what an earlier run left; an indicator without a figure must not show the old one."""
    kept = {target / name for name in files}
    for room in rooms:
        for path in (target / room).rglob("*"):
            if path.is_file() and path not in kept:
                with suppress(OSError):
                    path.unlink()

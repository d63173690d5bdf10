"""The workbooks that fuzzing starts from: one of every kind of cell that reading tells apart."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from templates.load import Library, load_library
from tests.read.packed import mailed, outlook_mail, zipped
from tests.read.plain_workbook import Cells, Formula, Styled, build_plain

SEEDS = Path(__file__).parent / "seeds"
SPECIMEN = Path(__file__).parents[1] / "cases/specimen"
CELLS: Cells = {
    ("about", None, "office"): "Planning office",
    ("everything", None, "motto"): "Fair & open <to> all",
    ("everything", None, "visitors"): Formula("=12+7", 19),
    ("everything", None, "founded"): 1998,
    ("everything", None, "temperature"): -3.25,
    ("everything", None, "budget"): Styled(1_200_000, '0.0,,"million"'),
    ("everything", None, "share_spent"): Styled(0.5, "0%"),
    ("everything", None, "opened_on"): date(2026, 3, 2),
    ("everything", None, "has_desk"): Formula("=TRUE()", True),
    ("everything", None, "desk_hours"): Formula("=1/0", "#DIV/0!"),
    ("everything", None, "story"): Formula('="a"&"b"', "ab"),
    ("headcount", "desk_staff", "women"): "NA",
    ("headcount", "desk_staff", "men"): "1,234",
    ("partners", "2026-001", "name"): "The Council",
    ("projects", "2026-001", "name"): "Language classes",
    ("projects", "2026-001", "lead_partner"): "The Council",
    ("projects", "x", "cost"): "about 5",
}


@cache
def library() -> Library:
    """The made-up programme."""
    return load_library(SPECIMEN)


@cache
def book(ending: str) -> bytes:
    """A filled workbook; `ods` and `xls` are what LibreOffice saves of the same."""
    if ending == "xlsx":
        return build_plain(library().definition("specimen", "core", "city"), CELLS)
    return (SEEDS / f"plain.{ending}").read_bytes()


@cache
def container(ending: str) -> bytes:
    """An archive or a mail with files, archives and mails in it."""
    inside = {"a.xlsx": b"one" * 400, "ñ/b.txt": b"two"}
    if ending == "msg":
        return outlook_mail({"a.xlsx": b"one" * 2000, "b.png": b"two"})
    if ending == "eml":
        return mailed({**inside, "c.eml": mailed(inside), "d.zip": zipped(inside)})
    return zipped({**inside, "c.eml": mailed(inside), "d.zip": zipped(inside)})

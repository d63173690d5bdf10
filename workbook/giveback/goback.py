"""What goes back for one file: the sender's own with marks, or a fresh one in the same way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from templates.versions import library_of
from workbook.check.register import load_register
from workbook.giveback.carry import raw_cells
from workbook.giveback.issues import (
    KINDS,
    Issue,
    Kind,
    by_weight,
    cell_marks,
    issues_of,
    issues_tab,
)
from workbook.giveback.left_out import is_left_out, left_out, outside_issue
from workbook.giveback.outside import outside_cells
from workbook.giveback.reissue import reissue
from workbook.ooxml.marks import DamagedFileError
from workbook.ooxml.patch import has_macros, mark_workbook
from workbook.read.blocks import find_blocks
from workbook.read.identity import read_identity
from workbook.read.open import open_workbook
from workbook.read.refusal import Refusal
from workbook.read.submission import read_book
from workbook.write.wording import make_wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from templates.load import Library
    from workbook.model import Answer, Finding, Submission
    from workbook.read.blocks import Found
    from workbook.read.open import OpenedBook
    from workbook.write.order import WorkbookOrder

    Judge = Callable[[Submission], tuple[Finding, ...]]
_READ_OLDER = "WB023"
Way = Literal["marked", "anew", "empty"]
Told = Literal["marked", "anew", "empty", "older"]
_WAYS: tuple[Way, ...] = ("marked", "anew", "empty")


@dataclass(frozen=True, slots=True)
class Desk:
    """What is needed to give files back to one place.

    `order`: the place's workbook as it would be issued, empty. `judge`: the findings of a
    submission in this round.
    """

    order: WorkbookOrder
    library: Library
    judge: Judge


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A file that goes back; `ending` is `.xlsx` or `.xlsm`. `issues`: the lines of its list.

    `older`: the sender's was made from an older version of the questions.
    """

    data: bytes
    ending: str
    way: Way
    issues: tuple[Issue, ...]
    older: bool = False

    @property
    def told(self) -> Told:
        """How it goes back, in the way in which that is told."""
        return "older" if self.older and self.way == "anew" else self.way

    @property
    def counts(self) -> dict[Kind, int]:
        """How many lines of each kind the list has."""
        return {kind: sum(issue.kind == kind for issue in self.issues) for kind in KINDS}

    @property
    def to_do(self) -> bool:
        """Whether the sender has anything to do."""
        return any(issue.kind != "note" for issue in self.issues) or self.way != "marked"

    @property
    def left_out(self) -> int:
        """How much of the sender's file could not be carried over."""
        return sum(is_left_out(issue) for issue in self.issues)


def give_back(
    submission: Submission, findings: tuple[Finding, ...], data: bytes | None, desk: Desk
) -> GivenBack:
    """The file that goes back for a submission.

    `data`: the file itself; without it, or where it cannot be marked, a fresh workbook is made.
    """
    register = load_register()
    way = max((register[f.code].returned for f in findings), key=_weight, default="marked")
    if data is not None and _weight(way) == 0:
        marked = _mark(submission, findings, data, desk)
        if marked is not None:
            return marked
    return _anew(submission, findings, data, desk, "empty" if way == "empty" else "anew")


def _weight(way: str) -> int:
    return _WAYS.index(way) if way in _WAYS else 0


def _mark(
    submission: Submission, findings: tuple[Finding, ...], data: bytes, desk: Desk
) -> GivenBack | None:
    """The file with its marks; None if it cannot be marked without losing something."""
    issues = issues_of(findings, desk.order)
    tab = issues_tab(issues, desk.order, _introduction("marked", submission, desk))
    try:
        marked = mark_workbook(data, cell_marks(issues, desk.order), tab)
        again = _read(marked, desk.library)
    except (DamagedFileError, Refusal):
        return None
    if _said(again.answers) != _said(submission.answers):
        return None
    return GivenBack(marked, ".xlsm" if has_macros(data) else ".xlsx", "marked", issues)


def _anew(
    submission: Submission,
    findings: tuple[Finding, ...],
    data: bytes | None,
    desk: Desk,
    way: Way,
) -> GivenBack:
    """A fresh workbook, marked; its list also says what could not be carried over."""
    given = replace(submission, findings=findings)
    if way == "empty":
        given = replace(given, answers=(), filled_in=(), explanations=())
    beside = _look_beside(data, desk)
    # The cells of an older workbook go by other names.
    raw = raw_cells(beside.found) if beside and not beside.older else None
    records = beside.records if beside and not beside.older else None
    fresh = reissue(given, desk.order, lambda b: _read(b, desk.library), raw, records)
    again = desk.judge(fresh.submission)
    issues = by_weight(
        (
            *left_out(fresh, findings, again, desk.order),
            *issues_of(again, desk.order),
            *(_outside(beside, fresh.data, desk.order) if beside and way == "anew" else ()),
        )
    )
    tab = issues_tab(issues, desk.order, _introduction(way, submission, desk))
    marked = mark_workbook(fresh.data, cell_marks(issues, desk.order), tab)
    return GivenBack(marked, ".xlsx", way, issues, _is_older(submission))


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a file holds besides its answers; `alike`: it was issued as the fresh one is.

    `older`: by an older version of the questions.
    """

    book: OpenedBook
    found: Found
    records: dict[tuple[str, str], str]
    alike: bool
    older: bool = False


def _look_beside(data: bytes | None, desk: Desk) -> _Beside | None:
    try:
        book = open_workbook(data or b"")
    except Refusal:
        return None
    issued = read_identity(book, desk.library)
    if issued.stopped:
        return None
    who, order = issued.identity, desk.order
    asked = library_of(desk.library, who.programme, who.version)
    definition = asked.definition(who.programme, who.edition, who.level)
    records = {
        (sheet, key): name for sheet, own in issued.records.items() for key, name in own.items()
    }
    older = who.version != order.definition.programme.version
    alike = who.language == order.texts.language and not older
    return _Beside(book, find_blocks(book, definition), records, alike, older)


def _outside(beside: _Beside, fresh: bytes, order: WorkbookOrder) -> tuple[Issue, ...]:
    """What stood beside the cells for answers; in another language we cannot tell it from ours."""
    if not beside.alike:
        return ()
    cells = outside_cells(beside.book, beside.found, open_workbook(fresh))
    return tuple(outside_issue(cell, order) for cell in cells)


def _read(data: bytes, library: Library) -> Submission:
    return read_book(open_workbook(data), "", "", library)


def _said(answers: Iterable[Answer]) -> list[tuple[object, ...]]:
    return [(a.sheet, a.row, a.field, a.state, a.value, a.cell) for a in answers]


def _is_older(submission: Submission) -> bool:
    """Whether the file was made from an older version of the questions, and read by them."""
    return any(finding.code == _READ_OLDER for finding in submission.findings)


def _introduction(way: Way, submission: Submission, desk: Desk) -> str:
    wording = make_wording(desk.order)
    said = "older" if way == "anew" and _is_older(submission) else way
    known = "contact" if desk.order.contact else "no_contact"
    send = wording.say(f"giveback.send.{known}")
    return "\n".join(
        (
            wording.say(f"giveback.introduction.{said}", file=submission.file.rpartition("/")[2]),
            send,
        )
    )

"""The tab in front of a workbook that goes back: one line for everything that was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from templates.localise import period_texts
from workbook.anchors import ISSUES_MARK
from workbook.check.register import load_register
from workbook.check.wording import question_label, render_finding
from workbook.ooxml.patch import CellMark
from workbook.ooxml.patch_cells import parse_reference
from workbook.ooxml.patch_issues import ListCell, ListRow, ListTab
from workbook.ooxml.patch_styles import Look
from workbook.write import styles
from workbook.write.measure import text_height
from workbook.write.wording import make_wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbook.check.wording import RenderedFinding
    from workbook.model import Finding
    from workbook.ooxml.patch_cells import Place
    from workbook.write.order import WorkbookOrder
    from workbook.write.wording import Wording

Kind = Literal["to_mend", "doubtful", "note"]
Address = tuple[str, "Place"]
KINDS: tuple[Kind, ...] = ("to_mend", "doubtful", "note")
_OF_SEVERITY: dict[str, Kind] = {"error": "to_mend", "warning": "doubtful", "note": "note"}
_WIDTHS = (56.0, 56.0, 20.0, 28.0, 16.0, 9.0)
_COLUMNS = ("message", "remedy", "where", "office", "kind", "code")
_WHERE = _COLUMNS.index("where")
_MOST_OFFICES = 3


@dataclass(frozen=True, slots=True)
class Issue:
    """A line of the list; `cell` is where it leads to, empty if it leads nowhere.

    `question`: what is asked there, where the message does not say it already.
    """

    kind: Kind
    message: str
    remedy: str
    cell: str = ""
    office: str = ""
    code: str = ""
    key: str = ""
    question: str = ""


def issues_of(findings: Iterable[Finding], order: WorkbookOrder) -> tuple[Issue, ...]:
    """The findings that are the sender's business: what must be mended first, notes last."""
    wording = make_wording(order)
    register = load_register()
    facts = {**period_texts(order.period, order.texts), "place": order.place.name}
    found = [
        _issue(finding, render_finding(finding, order.texts, register, facts), order, wording)
        for finding in findings
        if register[finding.code].returned != "aside" and not finding.explanation
    ]
    return by_weight(found)


def by_weight(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """What must be mended, then what is doubtful, then notes; each in its order."""
    return tuple(sorted(issues, key=lambda issue: KINDS.index(issue.kind)))


def _issue(
    finding: Finding, words: RenderedFinding, order: WorkbookOrder, wording: Wording
) -> Issue:
    kind = _OF_SEVERITY[words["severity"]]
    return Issue(
        kind="note" if words["trial"] else kind,
        message=words["message"],
        remedy="" if kind == "note" else words["remedy"],
        cell=finding.cell or "",
        office=_office(finding, order, wording),
        code=finding.code,
        key=finding.id,
        question=_question(finding, words["message"], order, wording),
    )


def _question(finding: Finding, message: str, order: WorkbookOrder, wording: Wording) -> str:
    if not (finding.sheet and finding.field and finding.cell):
        return ""
    label = question_label(finding, order.texts, wording.facts)
    # What is not asked any more has no name of today, and its message gives that of then.
    return "" if label in message or label == finding.field else label


def _office(finding: Finding, order: WorkbookOrder, wording: Wording) -> str:
    """Who usually knows: for the question, or for the questions of the section."""
    sheet = order.definition.sheet(finding.sheet or "")
    if sheet is None:
        return ""
    field = sheet.field(finding.field or "")
    keys = dict.fromkeys(f.who for f in ((field,) if field else sheet.asked) if f.who)
    return wording.offices(list(keys)[:_MOST_OFFICES])


def address(cell: str) -> Address | None:
    """Tab and place of a cell such as `Services!D14`."""
    tab, _, reference = cell.rpartition("!")
    place = parse_reference(reference)
    return None if place is None or not tab else (tab, place)


def cell_marks(issues: Iterable[Issue], order: WorkbookOrder) -> tuple[CellMark, ...]:
    """A mark for each cell with something to mend or to look at; its note says all of it."""
    by_cell: dict[Address, list[Issue]] = {}
    for issue in issues:
        where = address(issue.cell)
        if where is not None and issue.kind != "note":
            by_cell.setdefault(where, []).append(issue)
    return tuple(
        CellMark(tab, place, _mark_look(own), "\n\n".join(_note(one, order) for one in own))
        for (tab, place), own in by_cell.items()
    )


def _mark_look(issues: list[Issue]) -> Look:
    if any(issue.kind == "to_mend" for issue in issues):
        return Look(fill=_plain(styles.MEND), border=_plain(styles.MEND_BORDER))
    return Look(fill=_plain(styles.DOUBT), border=_plain(styles.DOUBT_TEXT))


def _note(issue: Issue, order: WorkbookOrder) -> str:
    return "\n".join(
        filter(None, (f"{_sign(issue, order)} {issue.message}", issue.remedy, f"({issue.code})"))
    )


def _sign(issue: Issue, order: WorkbookOrder) -> str:
    return "·" if issue.kind == "note" else order.texts[f"words.signs.{issue.kind}"]


def issues_tab(issues: tuple[Issue, ...], order: WorkbookOrder, introduction: str) -> ListTab:
    """The whole tab; `introduction` says what this file is and what to do with it."""
    wording = make_wording(order)
    place = wording.say("words.band.place_period", place=order.place.name)
    numbers = {kind: sum(issue.kind == kind for issue in issues) for kind in KINDS}
    counts = wording.say("giveback.counts", **numbers)
    heading = _look(bold=True, size=10, fill=_plain(styles.SOFT), wrap=True)
    cells = tuple(ListCell(wording.say(f"giveback.columns.{c}"), heading) for c in _COLUMNS)
    return ListTab(
        name=wording.say("giveback.tab"),
        mark=ISSUES_MARK,
        widths=_WIDTHS,
        above=(
            _band(wording.say("giveback.title"), 34, size=18, bold=True),
            _band(f"{place}{wording.say('words.band.separator')}{counts}", 20, size=10),
            *(_free(line) for line in ("", *introduction.split("\n"), "")),
        ),
        heading=ListRow(cells, 26),
        rows=tuple(_row(issue, order) for issue in issues),
        footer=place,
        colour=_plain(styles.MEND_BORDER),
        font=styles.FONT,
    )


def _row(issue: Issue, order: WorkbookOrder) -> ListRow:
    colours = {"to_mend": styles.MEND_TEXT, "doubtful": styles.DOUBT_TEXT}
    strong = _look(colour=colours.get(issue.kind, styles.INK), bold=issue.kind == "to_mend")
    where = address(issue.cell)
    looks = [strong] + [_look(size=10)] * (len(_COLUMNS) - 1)
    if where is not None:
        looks[_WHERE] = _look(colour=styles.LINK, underline=True, size=10)
    kind = order.texts[f"giveback.kinds.{issue.kind}"]
    message = f"{_sign(issue, order)} {_with_question(issue, order)}"
    texts = (message, issue.remedy, issue.cell, issue.office, kind, issue.code)
    height = max(
        text_height(text, width - 2, look.size) + 10
        for text, width, look in zip(texts, _WIDTHS, looks, strict=True)
    )
    cells = tuple(
        ListCell(text, look, where if column == _WHERE else None)
        for column, (text, look) in enumerate(zip(texts, looks, strict=True))
    )
    return ListRow(cells, max(28.0, min(height, 400.0)), issue.key)


def _with_question(issue: Issue, order: WorkbookOrder) -> str:
    """The message after its question; a cell with a link has room for one line only."""
    if not issue.question:
        return issue.message
    if issue.question.endswith("?"):
        return f"{issue.question} {issue.message}"
    return order.texts.fill("findings.words.row_and_label", row=issue.question, label=issue.message)


def _band(text: str, height: float, *, size: float, bold: bool = False) -> ListRow:
    look = Look(fill=_plain(styles.BAND), colour="FFFFFF", size=size, bold=bold)
    return ListRow(tuple(ListCell("" if n else text, look) for n in range(len(_COLUMNS))), height)


def _free(text: str) -> ListRow:
    look = Look(colour=_plain(styles.INK))
    return ListRow((ListCell(text, look),), 18 if text else 8)


def _look(
    colour: str = styles.INK,
    size: float = 11,
    fill: str = "",
    *,
    bold: bool = False,
    underline: bool = False,
    wrap: bool = True,
) -> Look:
    """A cell of the list, framed."""
    return Look(fill, _plain(styles.BORDER), _plain(colour), size, bold, underline, wrap)


def _plain(colour: str) -> str:
    return colour.removeprefix("#").upper()

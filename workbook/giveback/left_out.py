"""What a fresh workbook does not hold of the file that it stands for, said line by line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.check.register import load_register
from workbook.check.wording import field_label
from workbook.giveback.issues import Issue, issues_of
from workbook.read.cells import shown_text
from workbook.write.wording import make_wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.giveback.reissue import Reissued
    from workbook.model import Answer, Explanation, Finding
    from workbook.read.cells import Cell
    from workbook.write.order import WorkbookOrder
    from workbook.write.wording import Wording

_KEY = "left-out"
_TWICE = "SH105"
_NOT_ASKED = "SH112"


def is_left_out(issue: Issue) -> bool:
    """Whether the line is about something that could not be carried over."""
    return issue.key.startswith(_KEY)


def left_out(
    fresh: Reissued,
    before: tuple[Finding, ...],
    after: tuple[Finding, ...],
    order: WorkbookOrder,
) -> tuple[Issue, ...]:
    """Answers and remarks that are not in the fresh workbook, and what was wrong with the file.

    `before`: the findings of the file; `after`: those of the fresh workbook.
    """
    return (
        *(_of_answer(answer, order) for answer in fresh.lost),
        *(_of_explanation(one, order) for one in fresh.unexplained),
        *_of_findings(fresh, before, after, order),
    )


def outside_issue(cell: Cell, order: WorkbookOrder) -> Issue:
    """The line for something that stood beside the cells for answers."""
    wording = make_wording(order)
    facts = {"value": shown_text(cell), "cell": cell.address}
    return Issue(
        kind="note",
        message=wording.say("giveback.left_out.outside", **facts),
        remedy=wording.say("giveback.left_out.outside_remedy", **facts),
        key=f"beside {cell.address}",
    )


def _of_answer(answer: Answer, order: WorkbookOrder) -> Issue:
    sheet = order.definition.sheet(answer.sheet)
    field = sheet.field(answer.field) if sheet else None
    private = field is None or field.type == "contact"
    value = "" if private else _shown(answer)
    return _line(f"{answer.sheet}.{answer.row}.{answer.field}", (
        answer.sheet, answer.field, value, answer.cell,
    ), order)  # fmt: skip


def _of_explanation(one: Explanation, order: WorkbookOrder) -> Issue:
    facts = (one.sheet, one.field or "", one.text, one.cell)
    return _line(f"{one.sheet}.{one.row}.{one.field}.why", facts, order)


def _line(key: str, facts: tuple[str, str, str, str], order: WorkbookOrder) -> Issue:
    """`facts`: section, field, what stood there, where."""
    sheet, field, value, cell = facts
    wording = make_wording(order)
    label = field_label(sheet, field, order.texts, wording.facts) if field else sheet
    known = "value" if value else "no_value"
    return Issue(
        kind="to_mend",
        message=wording.say(f"giveback.left_out.{known}", value=value, cell=cell, label=label),
        remedy=wording.say("giveback.left_out.remedy", cell=cell),
        key=f"{_KEY} {key}",
    )


def _shown(answer: Answer) -> str:
    if answer.value is None:
        return answer.raw or ""
    return ", ".join(answer.value) if isinstance(answer.value, tuple) else str(answer.value)


def _of_findings(
    fresh: Reissued,
    before: tuple[Finding, ...],
    after: tuple[Finding, ...],
    order: WorkbookOrder,
) -> Iterator[Issue]:
    """The findings that the fresh workbook does not repeat, without mere notes."""
    wording = make_wording(order)
    register = load_register()
    lost = {(answer.sheet, answer.row, answer.field) for answer in fresh.lost}
    repeated = {finding.id for finding in after}
    for finding in before:
        rule = register[finding.code]
        known = finding.id in repeated or (finding.sheet, finding.row, finding.field) in lost
        # Of the notes only those count that name something we did not read.
        passed_over = rule.severity == "note" and rule.stage != "SH1"
        if known or passed_over or _filled_in_anew(finding, order):
            continue
        for issue in issues_of([finding], order):
            if finding.code == _NOT_ASKED:
                yield replace(issue, cell="")
            elif finding.code == _TWICE or (rule.returned == "anew" and rule.silences):
                yield _not_read(issue, finding, fresh, after, wording)
            elif rule.returned in {"anew", "empty"}:
                remedy = wording.say("giveback.put_right")
                yield replace(issue, kind="note", remedy=remedy, cell="")
            else:
                remedy = wording.say("giveback.left_out.remedy", cell=finding.cell or "…")
                yield replace(issue, remedy=remedy, cell="", key=f"{_KEY} {finding.id}")


def _not_read(
    issue: Issue,
    finding: Finding,
    fresh: Reissued,
    after: tuple[Finding, ...],
    wording: Wording,
) -> Issue:
    """What was not read is here again, empty: nothing asks for it if it may stay so."""
    back = next((a.cell for a in fresh.submission.answers if _is_about(finding, a)), "")
    asked = {f.cell for f in after if f.cell} - {None}
    if finding.field and finding.code != _TWICE and back in asked:
        return replace(issue, kind="note", remedy=wording.say("giveback.put_right"), cell="")
    twice = finding.code == _TWICE
    said = "twice" if twice else "empty_again"
    remedy = wording.say(f"giveback.left_out.{said}", cell=back or "…")
    key = issue.key if twice else f"{_KEY} {finding.id}"
    return replace(issue, kind="doubtful", remedy=remedy, cell=back, key=key)


def _is_about(finding: Finding, answer: Answer) -> bool:
    return (
        answer.sheet == finding.sheet
        and finding.field in (None, answer.field)
        and finding.row in (None, answer.row)
    )


def _filled_in_anew(finding: Finding, order: WorkbookOrder) -> bool:
    """Whether the finding is about a cell of ours that had been emptied."""
    sheet = order.definition.sheet(finding.sheet or "")
    field = sheet.field(finding.field or "") if sheet else None
    return field is not None and field.type == "computed" and finding.value is None

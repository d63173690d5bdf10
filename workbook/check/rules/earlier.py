"""Stage YR5: what the place says now against what it said for the period before.

All of these may be right: a council gets a new name, a figure doubles. So they are warnings, and
the officer's explanation settles them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.model import REFERENCE_TYPES
from workbook.anchors import normalise
from workbook.check.view import codes, figure, finding, number, records, shown
from workbook.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from templates.model import Sheet
    from workbook.check.context import CheckContext
    from workbook.earlier import Earlier
    from workbook.model import Answer, Submission

    Record = Mapping[str, Answer]
    Pair = tuple[str | None, Record, Record]


def record_renamed(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """YR502: the line of a record names something else than it did."""
    for sheet, row, now, before in _all_pairs(submission, context):
        if sheet.layout != "table" or row is None:
            continue
        for key in sheet.identity:
            field = sheet.field(key)
            names = field is not None and field.type not in REFERENCE_TYPES
            if names and _differ(now.get(key), before.get(key)):
                yield _against("YR502", now[key], before[key], context)


def date_changed(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """YR503 and YR504: a first or last day is another one than it was."""
    for code in ("YR503", "YR504"):
        for place in context.parameter(code, "fields"):
            key = place["field"]
            for _, now, before in _pairs(submission, context, place["sheet"]):
                if _differ(now.get(key), before.get(key)):
                    day = str(before[key].value)
                    yield _against(code, now[key], before[key], context, ("last", day))


def odd_move(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """YR505: a state follows another that it does not usually follow."""
    for case in context.parameter("YR505", "cases"):
        key = case["field"]
        for _, now, before in _pairs(submission, context, case["sheet"]):
            old, new = codes(before.get(key)), codes(now.get(key))
            if old and new and new[0] not in case["moves"].get(old[0], new):
                yield _against("YR505", now[key], before[key], context)


def large_change(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """YR506: a figure changed by more than a share of itself, and by enough to matter.

    What YR508 or YR509 says of a figure says more.
    """
    told = {
        (one.sheet, one.row, one.field)
        for rule in (count_does_not_follow, count_fell)
        for one in rule(submission, context)
    }
    share = context.parameter("YR506", "percent") / 100
    least: Mapping[str, float] = context.parameter("YR506", "least")
    for sheet, row, now, before in _all_pairs(submission, context):
        for field in sheet.asked:
            old, new = number(before.get(field.key)), number(now.get(field.key))
            if (sheet.key, row, field.key) in told:
                continue
            if old is None or new is None or field.type not in least or field.type == "year":
                continue
            changed = abs(new - old)
            if (changed > share * abs(old) or old * new < 0) and changed >= least[field.type]:
                yield _against("YR506", now[field.key], before[field.key], context)


def record_vanished(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """YR507: a record that had not ended is not there any more."""
    earlier = context.earlier
    for key in context.parameter("YR507", "sheets") if earlier else ():
        sheet = context.definition.sheet(key)
        if earlier is None or sheet is None or not _was_read(submission, key):
            continue
        found = {row for _, row in _tied(submission, sheet, earlier).items()}
        unclear = {one.row for one in submission.findings if one.sheet == key}
        for row, before in earlier.living(sheet).items():
            if row not in found and row not in unclear:
                names = (_shown(before.get(part), context) for part in sheet.identity)
                yield Finding(
                    code="YR507",
                    sheet=key,
                    row=row,
                    value=", ".join(filter(None, names)) or None,
                    parameters=(("before", earlier.period.code),),
                )


def count_does_not_follow(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """YR508: more of something than there were before and came about since."""
    for case in context.parameter("YR508", "cases"):
        for _, now, before in _pairs(submission, context, case["sheet"]):
            old, new = number(before.get(case["total"])), number(now.get(case["total"]))
            added = number(now.get(case["new"]))
            if old is not None and new is not None and added is not None and new > old + added:
                most = figure(old + added, context.texts)
                yield _against(
                    "YR508", now[case["total"]], before[case["total"]], context,
                    ("most", most), ("part", f"{case['sheet']}.{case['new']}"),
                )  # fmt: skip


def count_fell(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """YR509: a figure that counts all there has ever been is less than it was."""
    for sheet, _, now, before in _all_pairs(submission, context):
        for field in sheet.asked:
            old, new = number(before.get(field.key)), number(now.get(field.key))
            if field.cumulative and old is not None and new is not None and new < old:
                yield _against("YR509", now[field.key], before[field.key], context)


def _all_pairs(
    submission: Submission, context: CheckContext
) -> Iterator[tuple[Sheet, str | None, Record, Record]]:
    for sheet in context.definition.sheets if context.earlier else ():
        for row, now, before in _pairs(submission, context, sheet.key):
            yield sheet, row, now, before


def _pairs(submission: Submission, context: CheckContext, key: str) -> Iterator[Pair]:
    """Every record of a section with what was said of the same one for the period before."""
    earlier, sheet = context.earlier, context.definition.sheet(key)
    if earlier is None or sheet is None or (sheet.layout == "table" and not sheet.carries_over):
        return
    known = earlier.records(key)
    tied = _tied(submission, sheet, earlier)
    for row, record in records(submission, key):
        if row is None:
            before = {
                field: answer for (s, r, field), answer in earlier.answers.items()
                if s == key and r is None
            }  # fmt: skip
            yield row, record, before
        elif tied.get(row) in known:
            yield row, record, known[tied[row]]


def _tied(submission: Submission, sheet: Sheet, earlier: Earlier) -> dict[str, str]:
    """The earlier key of each record: its own, or that of a lost one that was called the same.

    The rows of a matrix keep their keys.
    """
    known = earlier.records(sheet.key)
    present = dict(submission.records(sheet.key))
    tied = {row: row for row in present if row in known}
    lost = {_identity(before, sheet): row for row, before in known.items() if row not in present}
    for row, record in present.items():
        name = _identity(record, sheet)
        if row not in tied and any(name) and name in lost:
            tied[row] = lost.pop(name)
    return tied


def _identity(record: Record, sheet: Sheet) -> tuple[str, ...]:
    return tuple(_text(record.get(key)) for key in sheet.identity)


def _text(answer: Answer | None) -> str:
    value = answer.value if answer is not None and answer.state == "answered" else None
    return normalise(" ".join(value) if isinstance(value, tuple) else str(value or ""))


def _differ(now: Answer | None, before: Answer | None) -> bool:
    """Whether both were answered, and not alike."""
    return bool(_text(now)) and bool(_text(before)) and _text(now) != _text(before)


def _was_read(submission: Submission, key: str) -> bool:
    """Whether anything of the section is left: one that is lost or switched off lost no record."""
    return bool(submission.of_sheet(key))


def _shown(answer: Answer | None, context: CheckContext) -> str:
    return (shown(answer, context) or "") if answer is not None else ""


def _against(
    code: str,
    now: Answer,
    before: Answer,
    context: CheckContext,
    *more: tuple[str, str],
) -> Finding:
    """A finding about an answer, with the one it is held against."""
    period = context.earlier.period.code if context.earlier else ""
    names = {"before": period, "last": _shown(before, context), **dict(more)}
    return finding(code, now, context, tuple(names.items()))


RULES = (
    record_renamed,
    date_changed,
    odd_move,
    large_change,
    record_vanished,
    count_does_not_follow,
    count_fell,
)

"""Stage LK4, fourth part: answers that cannot both be right, or seldom are.

What is compared is declared in the register. Another answer is named by its `field`: of the same
record; or of the form or the matrix row (`sheet`, `row`); or of the record that a reference field
picks (`sheet`, `through`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbook.check.view import codes, finding, meets, number, records, shown, text, year_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbook.check.context import CheckContext
    from workbook.model import Answer, Finding, Record, Submission

    Case = Mapping[str, Any]


def dates_out_of_order(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK430: something ends, or is changed, before it began; told once for each answer."""
    told: set[tuple[str | None, str]] = set()
    for case in context.parameter("LK430", "cases"):
        for row, record in records(submission, case["sheet"]):
            answer, earlier = record.get(case["field"]), _other(case["earlier"], record, submission)
            if answer is None or earlier is None or not _is_before(answer, earlier):
                continue
            if (row, f"{case['sheet']}.{case['field']}") not in told:
                told.add((row, f"{case['sheet']}.{case['field']}"))
                parameters = (
                    ("other", f"{earlier.sheet}.{earlier.field}"),
                    ("other_value", shown(earlier, context) or ""),
                )
                yield finding("LK430", answer, context, parameters)


def too_far_apart(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK431: two dates that belong together lie many years apart."""
    for case in context.parameter("LK431", "cases"):
        for _, record in records(submission, case["sheet"]):
            answer, other = record.get(case["field"]), _other(case["other"], record, submission)
            one, two = year_of(answer), year_of(other)
            if answer is None or other is None or one is None or two is None:
                continue
            if abs(one - two) > case["years"]:
                parameters = (
                    ("other", f"{other.sheet}.{other.field}"),
                    ("other_value", shown(other, context) or ""),
                    ("years", case["years"]),
                )
                yield finding("LK431", answer, context, parameters)


def yes_beside_zero(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK432: something is said to be there, and its number or amount is 0."""
    for case in context.parameter("LK432", "cases"):
        for _, record in records(submission, case["sheet"]):
            answer = record.get(case["field"])
            other = _other(case["zero"], record, submission)
            if answer is None or other is None or number(other) != 0:
                continue
            if (number(answer) or 0) > 0 or set(codes(answer)) & set(case.get("in", ())):
                label = f"{other.sheet}.{other.field}"
                yield finding("LK432", answer, context, (("other", label),))


def link_missing(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK433: an answer calls for another one, which is not required and empty."""
    for case in context.parameter("LK433", "cases"):
        for _, record in records(submission, case["sheet"]):
            empty = [record[key] for key in case["parts"] if key in record]
            if len(empty) < len(case["parts"]) or any(one.state != "blank" for one in empty):
                continue
            if meets(record, case["when"]):
                first = case["when"][0]["field"]
                said = _said(record[first], context)
                parameters = (("other", f"{case['sheet']}.{first}"), ("state", said))
                yield finding("LK433", empty[0], context, parameters)


def at_odds(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK434: two answers cannot both be right."""
    yield from _at_odds("LK434", submission, context)


def perhaps_at_odds(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK435: two answers seldom go together."""
    yield from _at_odds("LK435", submission, context)


def _at_odds(code: str, submission: Submission, context: CheckContext) -> Iterator[Finding]:
    for case in context.parameter(code, "cases"):
        for _, record in records(submission, case["sheet"]):
            answer = record.get(case["field"])
            if answer is None or not set(codes(answer)) & set(case["in"]):
                continue
            others = [(_other(spec, record, submission), spec["in"]) for spec in case["others"]]
            if not all(set(codes(other)) & set(wanted) for other, wanted in others):
                continue
            first = others[0][0]
            if first is not None:
                label = f"{first.sheet}.{first.field}"
                parameters = (("other", label), ("state", _said(first, context)))
                yield finding(code, answer, context, parameters, case["field"])


def text_does_not_create(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK442: the text that is said to have created a body is not in force, or is for other ends."""
    case = context.parameter("LK442", "case")
    for _, record in submission.records(case["sheet"]):
        found = _picked(case["field"], record, case["text"]["sheet"], submission)
        if not found or not meets(record, case["when"]):
            continue
        status = set(codes(found.get(case["text"]["field"])))
        purposes = {code for key in case["text"]["parts"] for code in codes(found.get(key))}
        wrong = status and not status & set(case["text"]["in"])
        if wrong or (purposes and not purposes & set(case["text"]["purposes"])):
            yield finding("LK442", record[case["field"]], context)


def outside_period(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK440: what is reported for the period happened before it began."""
    for case in context.parameter("LK440", "cases"):
        for _, record in records(submission, case["sheet"]):
            day = text(record.get(case["date"]))
            if day and day < context.period.start.isoformat() and meets(record, case["when"]):
                yield finding("LK440", record[case["date"]], context)


def level_of_another_office(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK441: a body of a wider area is entered by one of the governments in it."""
    for case in context.parameter("LK441", "cases"):
        if context.definition.level not in case["levels"]:
            continue
        for _, record in submission.records(case["sheet"]):
            answer = record.get(case["field"])
            if answer is not None and set(codes(answer)) & set(case["in"]):
                parameters = (("state", _said(answer, context)),)
                yield finding("LK441", answer, context, parameters)


def _other(spec: Case, record: Record, submission: Submission) -> Answer | None:
    """The answer that a case compares with."""
    if "through" in spec:
        return _picked(spec["through"], record, spec["sheet"], submission).get(spec["field"])
    if "sheet" in spec:
        return submission.find(spec["sheet"], spec["field"], spec.get("row"))
    return record.get(spec["field"])


def _picked(key: str, record: Record, sheet: str, submission: Submission) -> Record:
    """The record that a reference field picks, if it picks one."""
    picked = codes(record.get(key))
    return submission.section(sheet).records.get(picked[0], {}) if picked else {}


def _is_before(answer: Answer, earlier: Answer) -> bool:
    one, two = text(answer), text(earlier)
    if one and two:
        return one < two
    first, second = year_of(answer), year_of(earlier)
    return first is not None and second is not None and first < second


def _said(answer: Answer, context: CheckContext) -> str:
    """Where the texts have what was answered: `list.code`, or the word for yes or no."""
    sheet = context.definition.sheet(answer.sheet)
    field = sheet.field(answer.field) if sheet else None
    code = next(iter(codes(answer)), "")
    if field is not None and field.type == "yes_no":
        return "words.yes" if code == "true" else "words.no"
    return f"lists.{field.list if field else ''}.{code}"


RULES = (
    dates_out_of_order,
    too_far_apart,
    yes_beside_zero,
    link_missing,
    at_odds,
    perhaps_at_odds,
    text_does_not_create,
    outside_period,
    level_of_another_office,
)

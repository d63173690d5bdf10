"""Stage LK4: answers that must agree with each other; the fields are declared in the register."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from workbook.check.rules.rows import identity_of
from workbook.check.view import codes, finding, meets, nothing_reason, number, records, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.check.context import CheckContext
    from workbook.model import Answer, Finding, Record, Submission

# A number apart from the letters beside it, so that "EO13, s.2021" equals "EO 13 s. 2021".
_PART = re.compile(r"\d+|[^\W\d_]+")


def part_exceeds_whole(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK401: a part is larger than the whole it is taken from."""
    yield from _exceeding("LK401", submission, context)


def spent_exceeds_planned(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK412: more was spent than planned, which happens, or a digit is wrong."""
    yield from _exceeding("LK412", submission, context)


def new_exceeds_active(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK418: more organizations were set up in the period than are active."""
    yield from _exceeding("LK418", submission, context)


def cases_exceed_users(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK438: more cases were referred or closed than people came."""
    yield from _exceeding("LK438", submission, context)


def _exceeding(code: str, submission: Submission, context: CheckContext) -> Iterator[Finding]:
    for pair in context.parameter(code, "pairs"):
        for _, record in records(submission, pair["sheet"]):
            part, whole = number(record.get(pair["part"])), number(record.get(pair["whole"]))
            if part is None or whole is None or part <= whole:
                continue
            label = f"{pair['sheet']}.{pair['whole']}"
            parameters = (("whole", label), ("whole_value", whole))
            yield finding(code, record[pair["part"]], context, parameters, pair["whole"])


def parts_exceed_whole(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK402: parts that are counted apart are together more than the whole."""
    for case in context.parameter("LK402", "sums"):
        for _, record in records(submission, case["sheet"]):
            parts = [number(record.get(key)) for key in case["parts"]]
            counted = sum(part for part in parts if part is not None)
            whole = number(record.get(case["whole"]))
            if whole is None or counted <= whole:
                continue
            label = f"{case['sheet']}.{case['whole']}"
            parameters = (("whole", label), ("whole_value", whole), ("sum", counted))
            yield finding("LK402", record[case["whole"]], context, parameters)


def inactive_body_met(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK404: a planned or dormant body has held meetings."""
    yield from _positive_despite("LK404", submission, context)


def closed_but_open(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK410: a closed or suspended service has days on which it is open."""
    yield from _positive_despite("LK410", submission, context)


def _positive_despite(
    code: str, submission: Submission, context: CheckContext
) -> Iterator[Finding]:
    for case in context.parameter(code, "cases"):
        for _, record in records(submission, case["sheet"]):
            counted = number(record.get(case["number"]))
            option = _state_option(record, case, context)
            if counted is not None and counted > 0 and option:
                answer = record[case["number"]]
                yield finding(code, answer, context, (("state", option),))


def body_never_met(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK405: an established body has held no meeting: it may exist only on paper."""
    yield from _zero_although("LK405", submission, context)


def council_without_migrants(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK413: a body made for migration gives migrants no seat."""
    yield from _zero_although("LK413", submission, context)


def _zero_although(code: str, submission: Submission, context: CheckContext) -> Iterator[Finding]:
    for case in context.parameter(code, "cases"):
        for _, record in records(submission, case["sheet"]):
            if number(record.get(case["number"])) == 0 and meets(record, case["when"]):
                yield finding(code, record[case["number"]], context)


def same_number_twice(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK406: two legal texts of one kind bear the same number, written in two ways.

    The same spelling twice is the same record twice, which RW301 reports.
    """
    for case in context.parameter("LK406", "cases"):
        seen: list[tuple[tuple[str, ...], Record]] = []
        for _, record in submission.records(case["sheet"]):
            spelling = identity_of(record, (case["kind"], case["number"]))
            if spelling is None:
                continue
            same = (
                other[case["number"]]
                for known, other in seen
                if known != spelling
                and known[0] == spelling[0]
                and _PART.findall(known[1]) == _PART.findall(spelling[1])
                and not _other_year(record.get(case["date"]), other.get(case["date"]))
            )
            if first := next(same, None):
                parameters = (("first", first.cell),)
                yield finding("LK406", record[case["number"]], context, parameters)
            seen.append((spelling, record))


def _other_year(one: Answer | None, other: Answer | None) -> bool:
    years = (text(one)[:4], text(other)[:4])
    return all(years) and years[0] != years[1]


def draft_with_date(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK407: a draft has a date of approval."""
    for case in context.parameter("LK407", "cases"):
        for _, record in records(submission, case["sheet"]):
            option = _state_option(record, case, context)
            if option and text(record.get(case["date"])):
                yield finding("LK407", record[case["date"]], context, (("state", option),))


def projects_not_counted(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK409: a plan names programmes and projects, yet their number is 0."""
    for case in context.parameter("LK409", "cases"):
        rows = [record for _, record in records(submission, case["sheet"])]
        if not any(set(codes(record.get(case["yes"]))) & {"true", "yes"} for record in rows):
            continue
        for record in rows:
            if number(record.get(case["number"])) == 0:
                yield finding("LK409", record[case["number"]], context)


def open_without_staff(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK411: a service is open with nobody assigned, or people are assigned and it never opens."""
    for case in context.parameter("LK411", "cases"):
        for _, record in records(submission, case["sheet"]):
            days = number(record.get(case["open"]))
            staff = [number(record.get(key)) for key in case["staff"] if key in record]
            known_staff = [count for count in staff if count is not None]
            if days is None or not staff or len(known_staff) < len(staff):
                continue
            if (days > 0) != (sum(known_staff) > 0):
                kind = "open" if days > 0 else "never_open"
                yield finding("LK411", record[case["open"]], context, (("case", kind),))


def not_signed(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK417: the statement that the answers are correct was not confirmed."""
    for case in context.parameter("LK417", "fields"):
        answer = submission.find(case["sheet"], case["field"])
        if answer is None or answer.state in {"blank", "unreadable"}:
            continue
        if not set(codes(answer)) & set(case["accepted"]):
            yield finding("LK417", answer, context)


def council_without_instrument(submission: Submission, context: CheckContext) -> Iterator[Finding]:
    """LK416: a migration council exists, but no legal text in force that creates a body."""
    bodies = context.parameter("LK416", "structures")
    laws = context.parameter("LK416", "instruments")
    if not _surely_without(submission, laws):
        return
    for _, record in submission.records(bodies["sheet"]):
        if meets(record, bodies["when"]) and bodies["field"] in record:
            parameters = (("instruments", laws["sheet"]),)
            yield finding("LK416", record[bodies["field"]], context, parameters)
            return


def _surely_without(submission: Submission, laws: dict[str, Any]) -> bool:
    """Whether the section was answered and each of its records is surely something else."""
    rows = list(submission.records(laws["sheet"]))
    if not rows:
        return bool(set(codes(nothing_reason(submission, laws["sheet"]))) & {*laws["none"]})
    return all(_surely_other(record, laws["when"]) for _, record in rows)


def _surely_other(record: Record, when: list[dict[str, Any]]) -> bool:
    return any(
        (found := codes(record.get(part["field"]))) and not set(found) & set(part["in"])
        for part in when
    )


def _state_option(record: Record, case: dict[str, Any], context: CheckContext) -> str:
    """`list.code` of the state, if it is one of those that the case names."""
    code = next((code for code in codes(record.get(case["field"])) if code in case["codes"]), "")
    sheet = context.definition.sheet(case["sheet"])
    field = sheet.field(case["field"]) if sheet else None
    return f"{field.list if field else ''}.{code}" if code else ""


RULES = (
    part_exceeds_whole,
    parts_exceed_whole,
    inactive_body_met,
    body_never_met,
    same_number_twice,
    draft_with_date,
    projects_not_counted,
    closed_but_open,
    open_without_staff,
    spent_exceeds_planned,
    council_without_migrants,
    council_without_instrument,
    not_signed,
    new_exceeds_active,
    cases_exceed_users,
)

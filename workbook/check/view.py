"""Looking at answers: values by kind, records, declared conditions. Nothing here ever raises."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from templates.localise import format_date, format_number
from templates.model import LIST_TYPES, NOTHING_REASONS, NUMERIC_TYPES
from workbook.model import NOTHING_TO_REPORT, Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from templates.model import Condition, Field, Sheet, Texts
    from templates.screening import Picked, Screening
    from workbook.check.context import CheckContext
    from workbook.model import Answer, Parameters, Record, Submission

NUMBER_FACTS = frozenset({"population", "subdivisions"})
LARGEST = 1e15
BEYOND = 1e300
# Years are numbers too, but are written without a separator.
_COUNTED = NUMERIC_TYPES - {"year"}


def number(answer: Answer | None) -> float | None:
    """The number that was answered, or None for anything else."""
    if answer is None or answer.state != "answered" or isinstance(answer.value, bool):
        return None
    # Written so that neither infinity nor "not a number" passes.
    if not isinstance(answer.value, int | float) or not abs(answer.value) < BEYOND:
        return None
    return answer.value


def text(answer: Answer | None) -> str:
    """The text that was answered, or empty text for anything else."""
    if answer is None or answer.state != "answered" or not isinstance(answer.value, str):
        return ""
    return answer.value


def year_of(answer: Answer | None) -> int | None:
    """The year that was answered, or that of the date that was."""
    year = number(answer)
    if year is not None:
        return int(year)
    start = text(answer)[:4]
    return int(start) if len(start) == 4 and start.isascii() and start.isdigit() else None


def codes(answer: Answer | None) -> tuple[str, ...]:
    """The codes that were picked; yes and no are `true` and `false`."""
    if answer is None or answer.state != "answered":
        return ()
    if isinstance(answer.value, bool):
        return ("true" if answer.value else "false",)
    if isinstance(answer.value, str):
        return (answer.value,)
    if isinstance(answer.value, tuple):
        return tuple(part for part in answer.value if isinstance(part, str))
    return ()


def picked_codes(answers: Iterable[Answer], screening: Screening) -> Picked:
    """The answers to the screening questions, as far as they are clear."""
    wanted = {(sheet.key, field.key) for sheet, field in screening.questions}
    places = (((a.sheet, a.field), codes(a)) for a in answers if (a.sheet, a.field) in wanted)
    return {place: found[0] for place, found in places if found}


def answered(submission: Submission, context: CheckContext) -> Iterator[tuple[Field, Answer]]:
    """Every answer with a value whose field is asked, with that field."""
    fields = context.definition.questions
    for answer in submission.answers:
        if answer.state == "answered":
            field = fields.get((answer.sheet, answer.field))
            if field is not None:
                yield field, answer


def records(submission: Submission, sheet: str) -> Sequence[tuple[str | None, Record]]:
    """Row key and answers by field of each record; a form is one record without a row key."""
    return submission.section(sheet).rows


def untouched(submission: Submission, sheet: Sheet) -> bool:
    """Whether nobody has typed anything into this section, a reason for leaving it included."""
    return all(a.state == "blank" for a in submission.of_sheet(sheet.key))


def nothing_reason(submission: Submission, sheet: str) -> Answer | None:
    """The cell in which a reason for an empty section may be given."""
    return submission.find(sheet, NOTHING_TO_REPORT)


def holds(condition: Condition, record: Mapping[str, Answer]) -> bool:
    """Whether a condition on another answer of the same record is met."""
    answer = record.get(condition.field)
    if condition.answered is not None:
        if answer is not None and answer.state == "unreadable":
            return False
        return (answer is not None and answer.state == "answered") == condition.answered
    return any(code in condition.one_of for code in codes(answer))


def is_new(answer: Answer, submission: Submission, context: CheckContext) -> bool:
    """Whether the question was added after the workbook had been made, which has no cell for it."""
    other = submission.identity.version != context.definition.programme.version
    return other and answer.state == "blank" and not answer.cell


def is_required(field: Field, record: Mapping[str, Answer]) -> bool:
    """Whether the field must be answered, seen the other answers of its record."""
    if field.required_when and all(holds(part, record) for part in field.required_when):
        return True
    return field.required


def meets(record: Mapping[str, Answer], when: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a record has one of the declared codes in every declared field."""
    return all(
        any(code in part["in"] for code in codes(record.get(part["field"]))) for part in when
    )


def shown(answer: Answer, context: CheckContext) -> str | None:
    """What stands in the cell as the person sees it; contacts are never repeated."""
    sheet = context.definition.sheet(answer.sheet)
    field = sheet.field(answer.field) if sheet else None
    return shown_as(answer, field, context.texts)


def shown_as(answer: Answer, field: Field | None, texts: Texts) -> str | None:
    """The same for an answer whose field is at hand; `field` is None where it is not declared."""
    if answer.state != "answered":
        return answer.raw
    if field is not None and field.type == "contact":
        return None
    list_key = field.list if field is not None and field.type in LIST_TYPES else ""
    if answer.field == NOTHING_TO_REPORT:
        list_key = NOTHING_REASONS
    if field is not None and field.type == "date" and isinstance(answer.value, str):
        return written_date(answer.value, texts)
    counted = field is not None and (field.type in _COUNTED or field.filled_in in NUMBER_FACTS)
    parts = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    return ", ".join(_shown(part, list_key, texts, counted=counted) for part in parts)


def _shown(value: object, list_key: str, texts: Texts, *, counted: bool) -> str:
    if isinstance(value, bool):
        return texts.get("words.yes" if value else "words.no", str(value).lower())
    if isinstance(value, int | float):
        kept = counted or not abs(value) < LARGEST
        return figure(value, texts) if kept else f"{value:.15g}"
    if list_key:
        return texts.get(f"lists.{list_key}.{value}", str(value))
    return str(value)


def written_date(value: str, texts: Texts) -> str:
    """A day as the language writes it; anything else as it stands."""
    try:
        return format_date(date.fromisoformat(value), texts)
    except ValueError:
        return value


def figure(value: float, texts: Texts) -> str:
    """A number as the language writes it; one with more digits than are kept in short."""
    if not abs(value) < BEYOND:
        return "…"
    if not abs(value) < LARGEST:
        return f"{value:g}"
    return format_number(value, texts)


def finding(
    code: str,
    answer: Answer,
    context: CheckContext,
    parameters: Parameters = (),
    discriminator: str = "",
) -> Finding:
    """A finding about this answer."""
    return Finding(
        code=code,
        sheet=answer.sheet,
        row=answer.row,
        field=answer.field,
        cell=answer.cell or None,
        value=shown(answer, context),
        parameters=parameters,
        discriminator=discriminator,
    )

"""What is needed, missing, wrong or doubtful, compiled to formulas of a spreadsheet program.

Only functions that Excel 2010 has; COUNTA and COUNTIF because an error value in a cell does not
spread through them. `states` holds the same rules for the values that are saved beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from templates.model import LIST_TYPES, NUMERIC_TYPES, REFERENCE_TYPES
from workbook.anchors import LIST_NAME_PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from templates.model import Condition, Field
    from templates.periods import Period

    Area = Callable[[str], str]

_SERIAL_ORIGIN = date(1899, 12, 30)
_FIRST_DATE, _LAST_DATE = date(1900, 3, 1), date(2100, 12, 31)
_LARGEST = 999_999_999_999_999
TICK_LIST = "tick"
YES_NO_LIST = "yes_no"
RECORD_LIST = "record_"


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a number or date (as a serial number) and the words for NA and ND."""

    lowest: float
    highest: float
    whole: bool
    unknown: tuple[str, str]

    @property
    def unknown_folded(self) -> frozenset[str]:
        """NA and ND, case folded."""
        return frozenset(word.casefold() for word in self.unknown)


def limits_of(field: Field, period: Period, unknown: tuple[str, str]) -> Limits:
    """What the field takes, whether declared or given by its type and the period."""
    lowest, highest = field.minimum, field.maximum
    if field.type == "date":
        last = period.end if field.not_after_period else _LAST_DATE
        return Limits(_serial(_FIRST_DATE), _serial(last), whole=False, unknown=unknown)
    if field.type == "percent":
        lowest, highest = lowest or 0, 100 if highest is None else highest
    if field.type == "year":
        lowest = 1000 if lowest is None else lowest
        ends = [9999 if highest is None else highest]
        if field.not_after_period:
            ends.append(period.end.year)
        highest = min(ends)
    return Limits(
        -_LARGEST if lowest is None else lowest,
        _LARGEST if highest is None else highest,
        whole=field.type in {"integer", "year"},
        unknown=unknown,
    )


def _serial(day: date) -> int:
    return (day - _SERIAL_ORIGIN).days


def list_name(field: Field) -> str:
    """The defined name of what a field's drop-down offers; empty for fields without one."""
    if field.type == "one_of":
        return LIST_NAME_PREFIX + field.list
    if field.type == "several_of":
        return LIST_NAME_PREFIX + TICK_LIST
    if field.type == "yes_no":
        return LIST_NAME_PREFIX + YES_NO_LIST
    if field.type in REFERENCE_TYPES:
        return LIST_NAME_PREFIX + RECORD_LIST + field.refers_to
    return ""


def quote(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def number_text(value: float) -> str:
    """A number inside a formula."""
    return str(int(value)) if value == int(value) else repr(value)


def count_of(area: str, words: Iterable[str]) -> str:
    """How many cells hold one of the words; wildcards in a word are taken literally."""
    return "+".join([f"COUNTIF({area},{_literal(word)})" for word in words])


@lru_cache(maxsize=4096)
def _literal(word: str) -> str:
    escaped = word.replace("~", "~~").replace("*", "~*").replace("?", "~?")
    return quote(f"={escaped}" if escaped[:1] in "=<>" else escaped)


def required_formula(field: Field, area: Area, labels: Mapping[str, str]) -> str:
    """`TRUE`, nothing, or the test that all conditions of `required_when` hold."""
    if field.required:
        return "TRUE"
    tests = [_condition_formula(condition, area, labels) for condition in field.required_when]
    if len(tests) > 1:
        return f"AND({','.join(tests)})"
    return tests[0] if tests else ""


def _condition_formula(condition: Condition, area: Area, labels: Mapping[str, str]) -> str:
    cells = area(condition.field)
    if condition.answered is not None:
        unknown = count_of(cells, (labels["na"], labels["nd"]))
        answered = f"AND(COUNTA({cells})>0,{unknown}=0)"
        return answered if condition.answered else f"NOT({answered})"
    options = [f"{condition.field}={code}" for code in condition.one_of]
    ticked = [area(option) for option in options if area(option)]
    if ticked:
        return f"COUNTA({','.join(ticked)})>0"
    return f"{count_of(cells, (labels[option] for option in options))}>0"


def closed_formula(cell: str, labels: Iterable[str]) -> str:
    """The test that a screening question is answered with one of these labels."""
    return f"{count_of(cell, labels)}>0"


def wrong_formula(field: Field, cell: str, limits: Limits) -> str:
    """The test that a cell that is not empty cannot be right."""
    return f"AND(COUNTA({cell})>0,{_bad(field, cell, limits)})"


def accepted_formula(field: Field, cell: str, limits: Limits) -> str:
    """The test that what is typed can be right, for data validation."""
    if field.type in NUMERIC_TYPES or field.type == "date":
        return f"IF(ISNUMBER({cell}),{_in_bounds(cell, limits)},{_is_unknown(cell, limits)})"
    return f"LEN({cell})<={field.maximum_length}"


def _bad(field: Field, cell: str, limits: Limits) -> str:
    if field.type in LIST_TYPES | REFERENCE_TYPES or field.type == "yes_no":
        known = f"ISNUMBER(MATCH({cell},{list_name(field)},0))"
        return f"NOT(OR({known},{_is_unknown(cell, limits)}))"
    if field.type in NUMERIC_TYPES or field.type == "date":
        return f"NOT({accepted_formula(field, cell, limits)})"
    return f"IF(ISERROR({cell}),TRUE,LEN({cell})>{field.maximum_length})"


def _is_unknown(cell: str, limits: Limits) -> str:
    return f"{count_of(cell, limits.unknown)}>0"


def _in_bounds(cell: str, limits: Limits) -> str:
    tests = [
        f"{cell}>={number_text(limits.lowest)}",
        f"{cell}<={number_text(limits.highest)}",
    ]
    if limits.whole:
        tests.append(f"{cell}=INT({cell})")
    return f"AND({','.join(tests)})"


def doubtful_formula(field: Field, cell: str) -> str:
    """The test that a cell should be looked at again: 0.35 where 35 percent is meant."""
    if field.type != "percent":
        return ""
    return f"IF(ISNUMBER({cell}),AND({cell}>0,{cell}<=1),FALSE)"


def explained_formula(cell: str, unknown: Iterable[str]) -> str:
    """The test that a reason stands in a cell; `unknown`: all spellings of NA and ND.

    Only words have letters of two kinds: a dash, or a dot, gives no reason.
    """
    words = f"NOT(EXACT(UPPER({cell}),LOWER({cell})))"
    return f"IF(ISERROR({cell}),FALSE,AND({words},{count_of(cell, unknown)}=0))"


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands in other cells and changes the tests of a field; empty where nothing does.

    `closed`: the cell that is 1 where a screening question switches the field off; `explained`:
    the test that a reason is given for what is doubtful.
    """

    closed: str = ""
    explained: str = ""


@dataclass(frozen=True, slots=True)
class FieldFormulas:
    """The formulas of one field in one line; empty text where there is nothing to test."""

    required: str
    missing: str
    wrong: str
    doubtful: str


def field_formulas(
    field: Field,
    cells: tuple[str, ...],
    area: Area,
    labels: Mapping[str, str],
    limits: Limits,
    beside: Beside,
) -> FieldFormulas:
    """All tests of a field; `cells` are its cells, `area` finds those of other fields.

    What stands in a field that is switched off is neither missing nor wrong, but should be looked
    at, whatever is said about it.
    """
    closed = beside.closed
    required = required_formula(field, area, labels)
    blank = f"COUNTA({area(field.key)})=0"
    missing = blank if required == "TRUE" else f"AND({required},{blank})" if required else ""
    wrong = _wrong(field, cells, area(field.key), limits)
    doubtful = _any([test for cell in cells if (test := doubtful_formula(field, cell))])
    if doubtful and beside.explained:
        doubtful = f"AND({doubtful},NOT({beside.explained}))"
    if not closed:
        return FieldFormulas(required, missing, wrong, doubtful)
    needed, missing, wrong, doubtful = (
        _unless(closed, test) for test in (required, missing, wrong, doubtful)
    )
    typed = f"AND({closed}=1,{typed_formula(area(field.key), limits)})"
    return FieldFormulas(needed, missing, wrong, _any([typed, doubtful] if doubtful else [typed]))


def _wrong(field: Field, cells: tuple[str, ...], area: str, limits: Limits) -> str:
    if field.type == "several_of":
        # One test for all ticks: a record may have fifty, and a formula has an end.
        return f"COUNTA({area})>SUMPRODUCT(COUNTIF({area},{list_name(field)}))"
    return _any([wrong_formula(field, cell, limits) for cell in cells])


def typed_formula(area: str, limits: Limits) -> str:
    """The test that something other than NA and ND stands in an area."""
    return f"COUNTA({area})>{count_of(area, limits.unknown)}"


def _unless(closed: str, test: str) -> str:
    if not test:
        return ""
    return f"{closed}=0" if test == "TRUE" else f"AND({closed}=0,{test})"


def _any(tests: list[str]) -> str:
    return f"OR({','.join(tests)})" if len(tests) > 1 else "".join(tests)


def add_up(tests: Iterable[str]) -> str:
    """How many of the tests hold, as one formula without `=`."""
    found = [test for test in tests if test]
    always = sum(test == "TRUE" for test in found)
    parts = [f"IF({test},1,0)" for test in found if test != "TRUE"]
    if always or not parts:
        parts.insert(0, str(always))
    return "+".join(parts)

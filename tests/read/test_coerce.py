"""What each kind of cell becomes in each type of field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.model import Definition, Field
from workbook.read.cells import Cell
from workbook.read.coerce import Context, coerce, coerce_tick
from workbook.read.outcome import Outcome
from workbook.read.words import gather_words

if TYPE_CHECKING:
    from templates.load import Library

TYPES = (
    "text", "long_text", "contact", "integer", "year", "number", "money", "percent", "date",
    "yes_no", "one_of", "reference", "references", "sdg_indicator", "computed",
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("money", "1,234", None),
        ("money", "PHP 951,000", None),
        ("number", " 1,234 ", None),
        ("money", "1,234,567", 1_234_567),
        ("money", "1 234,5", 1234.5),
        ("integer", "1,234", 1234),
    ],
)
def test_one_comma_is_doubtful_where_it_may_be_decimal(
    context: Context, kind: str, text: str, value: float | None
) -> None:
    words = replace(context.words, decimal_comma=True, money_marks=("PHP", "₱"))
    found = coerce(Cell(text, "Tab!A1"), field_of(kind), Context(words))
    assert found.value == value
    assert (found.state == "unreadable") == (value is None)


@pytest.fixture(scope="session")
def context(specimen: Library, definition: Definition) -> Context:
    return Context(gather_words(specimen, definition, "en"))


def field_of(kind: Any) -> Field:
    return Field("f", kind, "core", ("city",), list="project_kind" if kind == "one_of" else "")


# field type | what stands in the cell | value | key of the repair ("" for none)
ANSWERED = [
    ("text", "Amber for all", "Amber for all", ""),
    ("text", "  Amber\u00a0", "Amber", ""),
    ("text", "Cafe\u0301", "Caf\u00e9", ""),
    ("text", "a\r\nb\rc", "a\nb\nc", ""),
    ("text", "-", "-", ""),
    ("text", ".", ".", ""),
    ("text", "none", "none", ""),
    ("text", "0", "0", ""),
    ("text", "nothing, N/A here", "nothing, N/A here", ""),
    ("text", "=1+1", "=1+1", ""),
    ("text", 13.0, "13", "text_from_number"),
    ("text", 13.5, "13.5", "text_from_number"),
    ("text", 0.1 + 0.2, "0.3", "text_from_number"),
    ("text", 2019.05, "2019.05", "text_from_number"),
    ("text", 610.333, "610.333", "text_from_number"),
    ("text", 556.18, "556.18", "text_from_number"),
    ("text", 0.0000001, "0.0000001", "text_from_number"),
    ("text", -2.5e-7, "-0.00000025", "text_from_number"),
    ("text", 9171234567.0, "9171234567", "text_from_number"),
    ("integer", 0, 0, ""),
    ("integer", 12.0, 12, ""),
    ("integer", -3.0, -3, ""),
    ("integer", 999_999_999_999_999.0, 999_999_999_999_999, ""),
    ("integer", "0", 0, "number_in_text"),
    ("integer", " 12 ", 12, "number_in_text"),
    ("integer", "1,234", 1234, "number_in_text"),
    ("integer", "1,234,567", 1_234_567, "number_in_text"),
    ("integer", "1.234.567", 1_234_567, "number_in_text"),
    ("integer", "1 234", 1234, "number_in_text"),
    ("integer", "1\u00a0234", 1234, "number_in_text"),
    ("integer", "1\u202f234\u2009567", 1_234_567, "number_in_text"),
    ("integer", "\uff11\uff12", 12, "number_in_text"),
    ("integer", "\u22125", -5, "number_in_text"),
    ("integer", "12.0", 12, "number_in_text"),
    ("number", 2.5, 2.5, ""),
    ("number", 0.1 + 0.2, 0.3, ""),
    ("number", -0.0, 0, ""),
    ("number", "2.5", 2.5, "number_in_text"),
    ("number", "0.125", 0.125, "number_in_text"),
    ("number", "1,234.5", 1234.5, "number_in_text"),
    ("number", "1.234,56", 1234.56, "number_in_text"),
    ("number", "1234.567", 1234.567, "number_in_text"),
    ("money", "\u20ac1,200", 1200, "number_in_text"),
    ("money", "1,200 EUR", 1200, "number_in_text"),
    ("money", "eur 1 200,50", 1200.5, "number_in_text"),
    ("money", "-\u20ac5", -5, "number_in_text"),
    ("percent", 12.0, 12, ""),
    ("percent", 0.12, 0.12, ""),
    ("percent", "12%", 12, "percent_sign"),
    ("percent", "12.5 %", 12.5, "percent_sign"),
    ("percent", "12\uff05", 12, "percent_sign"),
    ("percent", "12", 12, "number_in_text"),
    ("year", 2016.0, 2016, ""),
    ("year", "2016", 2016, "number_in_text"),
    ("date", date(2016, 4, 6), "2016-04-06", ""),
    ("date", datetime(2016, 4, 6), "2016-04-06", ""),
    ("date", datetime(2016, 4, 5, 23, 59, 59, 990_000), "2016-04-06", ""),
    ("date", datetime(2016, 4, 6, 13, 30), "2016-04-06", "time_dropped"),
    ("date", 42466.0, "2016-04-06", "date_from_number"),
    ("date", "2016-04-06", "2016-04-06", "date_in_text"),
    ("date", "2016/4/6", "2016-04-06", "date_in_text"),
    ("date", "6 April 2016", "2016-04-06", "date_in_text"),
    ("date", "April 6, 2016", "2016-04-06", "date_in_text"),
    ("date", "6-Apr-2016", "2016-04-06", "date_in_text"),
    ("date", "6th april 2016", "2016-04-06", "date_in_text"),
    ("date", "25/12/2016", "2016-12-25", "date_in_text"),
    ("date", "12/25/2016", "2016-12-25", "date_in_text"),
    ("yes_no", "Yes", True, ""),
    ("yes_no", "No", False, ""),
    ("yes_no", " YES ", True, "spelling"),
    ("yes_no", "y", True, "spelling"),
    ("yes_no", "n", False, "spelling"),
    ("yes_no", True, True, ""),
    ("yes_no", False, False, ""),
    ("one_of", "Training", "training", ""),
    ("one_of", "  TRAINING", "training", "spelling"),
    ("one_of", "training", "training", "code_for_label"),
    ("reference", "Red Cross", "Red Cross", ""),
    ("sdg_indicator", "10.7.2", "10.7.2", ""),
]  # fmt: skip

# field type | what stands in the cell | code of the finding
UNREADABLE = [
    ("integer", 2.5, "CE209"),
    ("integer", "2.5", "CE209"),
    ("year", 2016.5, "CE209"),
    ("integer", "-", "CE201"),
    ("integer", ".", "CE201"),
    ("integer", "none", "CE201"),
    ("integer", "12 people", "CE201"),
    ("integer", "about 12", "CE201"),
    ("integer", "10-12", "CE201"),
    ("integer", "1,23", "CE201"),
    ("integer", "1,2345", "CE201"),
    ("integer", "1.234", "CE201"),
    ("integer", "0,123", "CE201"),
    ("integer", "1 23", "CE201"),
    ("integer", "1E5", "CE201"),
    ("integer", "1e+05", "CE201"),
    ("integer", "(5)", "CE201"),
    ("integer", "\u0661\u0662", "CE201"),
    ("integer", "\u20b1200", "CE201"),
    ("integer", "12%", "CE201"),
    ("money", "1,200 USD", "CE201"),
    ("money", "$1,200 EUR", "CE201"),
    ("money", "\u20b11,200", "CE201"),
    ("money", "USD 1,200", "CE201"),
    ("number", "1 234,567", "CE201"),
    ("percent", "12,5%", "CE201"),
    ("percent", "twelve", "CE201"),
    ("integer", True, "CE201"),
    ("number", date(2016, 4, 6), "CE201"),
    ("year", date(2016, 4, 6), "CE201"),
    ("number", time(12, 0), "CE201"),
    ("integer", 1e15, "CE217"),
    ("number", 1.5e20, "CE217"),
    ("integer", "1234567890123456", "CE217"),
    ("text", 1e20, "CE217"),
    ("date", "06/04/2016", "CE202"),
    ("date", "6.4.2016", "CE202"),
    ("date", "6 April 16", "CE202"),
    ("date", "06-04-16", "CE202"),
    ("date", "April 2016", "CE202"),
    ("date", "2016", "CE202"),
    ("date", "30 February 2016", "CE202"),
    ("date", "sometime", "CE202"),
    ("date", "6 Ju 2016", "CE202"),
    ("date", 2016.0, "CE202"),
    ("date", 20160406.0, "CE202"),
    ("date", 6.0, "CE202"),
    ("date", -5.0, "CE202"),
    # What 2016, 1990, 2100 and 15 become when they are typed into a cell formatted as a date.
    ("date", date(1905, 7, 8), "CE202"),
    ("date", datetime(1905, 6, 12), "CE202"),
    ("date", date(1905, 9, 30), "CE202"),
    ("date", date(1900, 1, 15), "CE202"),
    ("date", date(216, 4, 6), "CE202"),
    ("date", date(2216, 4, 6), "CE202"),
    ("date", time(12, 0), "CE202"),
    ("date", timedelta(days=3), "CE202"),
    ("date", True, "CE202"),
    ("yes_no", "1", "CE219"),
    ("yes_no", 1.0, "CE219"),
    ("yes_no", 0.0, "CE219"),
    ("yes_no", "maybe", "CE219"),
    ("yes_no", "-", "CE219"),
    ("one_of", "Trainning", "CE203"),
    ("one_of", 1.0, "CE203"),
    ("one_of", True, "CE203"),
    ("one_of", date(2016, 4, 6), "CE203"),
    ("text", date(2016, 4, 6), "CE221"),
    ("text", True, "CE221"),
    ("contact", time(1, 0), "CE221"),
    ("reference", True, "CE214"),
    ("sdg_indicator", 10.7, "CE203"),
    ("sdg_indicator", date(2002, 7, 10), "CE203"),
    ("text", "#N/A", "CE204"),
    ("integer", "#REF!", "CE204"),
]


@pytest.mark.parametrize(("kind", "value", "expected", "why"), ANSWERED)
def test_answered(context: Context, kind: str, value: Any, expected: Any, why: str) -> None:
    outcome = coerce(Cell(value, "A!B2"), field_of(kind), context)
    assert (outcome.state, outcome.value) == ("answered", expected)
    assert type(outcome.value) is type(expected)
    assert (outcome.repair.why if outcome.repair else "") == why


@pytest.mark.parametrize(("kind", "value", "code"), UNREADABLE)
def test_unreadable(context: Context, kind: str, value: Any, code: str) -> None:
    outcome = coerce(Cell(value, "A!B2"), field_of(kind), context)
    assert (outcome.state, outcome.value, outcome.code) == ("unreadable", None, code)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("NA", "not_applicable"),
        (" n/a ", "not_applicable"),
        ("ND", "no_data"),
        ("nd", "no_data"),
        ("", "blank"),
        (" \u00a0\n", "blank"),
        ("\u200b", "blank"),
    ],
)
def test_states_are_the_same_in_every_type(
    context: Context, kind: str, value: str, state: str
) -> None:
    assert coerce(Cell(value), field_of(kind), context) == Outcome(state)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", TYPES)
def test_errors_and_missing_results_are_findings_in_every_type(context: Context, kind: str) -> None:
    error = coerce(Cell("", "A!B2", "#DIV/0!", "error"), field_of(kind), context)
    unsaved = coerce(Cell("", "A!B2", "=1+1", "unsaved", formula=True), field_of(kind), context)
    assert (error.state, error.code) == ("unreadable", "CE204")
    assert (unsaved.state, unsaved.code) == ("unreadable", "CE205")


def test_a_percentage_format_multiplies_in_percent_fields(context: Context) -> None:
    cell = Cell(0.07, "A!B2", percent=True)
    percent = coerce(cell, field_of("percent"), context)
    assert percent.value == 7
    assert percent.repair is not None
    assert percent.repair.why == "percent_format"


@pytest.mark.parametrize("kind", ["number", "money", "integer", "year"])
def test_a_percentage_is_no_number_where_none_is_asked(context: Context, kind: str) -> None:
    outcome = coerce(Cell(0.07, "A!B2", percent=True), field_of(kind), context)
    assert (outcome.state, outcome.code) == ("unreadable", "CE201")
    assert outcome.cell is not None
    assert outcome.cell.shown == "7%"


def test_dates_count_from_1904_where_the_file_says_so(context: Context) -> None:
    other = Context(context.words, epoch_1904=True)
    # 41004 days after 1 January 1904 is the day 42466 days after 30 December 1899.
    assert coerce(Cell(41004.0), field_of("date"), other).value == "2016-04-06"


def test_the_nearest_label_is_named(context: Context) -> None:
    outcome = coerce(Cell("Trainings"), field_of("one_of"), context)
    assert outcome.parameters == (("nearest", "Training"),)
    assert coerce(Cell("zzz"), field_of("one_of"), context).parameters == (("nearest", ""),)


@pytest.mark.parametrize(
    ("language", "nearest"),
    [("en", "Technical working group"), ("fr", "Groupe de travail technique")],
)
def test_the_nearest_label_is_offered_in_the_language_of_the_file(
    library: Library, language: str, nearest: str
) -> None:
    definition = library.definition("bicol", "core", "city")
    words = gather_words(library, definition, language)
    structure = definition.sheet("structures")
    assert structure is not None
    field = structure.field("structure_type")
    assert field is not None
    outcome = coerce(Cell("Working Gruop"), field, Context(words))
    assert outcome.parameters == (("nearest", nearest),)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("\u2713", True), ("x", True), ("X ", True), ("yes", True), ("1", True), (1.0, True),
        (True, True), ("", False), (False, False), (0.0, False), ("no", False), ("0", False),
    ],
)  # fmt: skip
def test_ticks(context: Context, value: Any, expected: bool) -> None:
    assert coerce_tick(Cell(value), context.words) is expected


@pytest.mark.parametrize("value", ["maybe", "-", 2.0, date(2016, 4, 6), "Portuguese"])
def test_ticks_that_are_not_clear(context: Context, value: Any) -> None:
    found = coerce_tick(Cell(value), context.words)
    assert isinstance(found, Outcome)
    assert found.code == "CE213"


VALUES = st.one_of(
    st.text(),
    st.text(alphabet="0123456789.,-+ %'E\u20b1\u00a0/"),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(
    value=VALUES,
    kind=st.sampled_from(TYPES),
    problem=st.sampled_from(["", "", "error", "unsaved"]),
    percent=st.booleans(),
    epoch=st.booleans(),
)
def test_no_cell_raises_and_no_content_is_lost(
    context: Context, value: Any, kind: str, problem: Any, percent: bool, epoch: bool
) -> None:
    cell = Cell(value, "A!B2", "", problem, percent=percent)
    outcome = coerce(cell, field_of(kind), Context(context.words, epoch))
    assert (outcome.state == "answered") == (outcome.value is not None)
    assert (outcome.state == "unreadable") == bool(outcome.code)
    assert (outcome.state == "blank") == cell.is_blank
    assert isinstance(coerce_tick(cell, context.words), bool | Outcome)

"""Rules that follow what a field declares, on definitions made by hand."""

from __future__ import annotations

import pytest

from templates.model import CodeList, Condition, Definition, Field, MatrixRow, Programme, Sheet, Tab

LEVELS = ("city",)
COLOURS = CodeList("colours", ("red", "green", "blue"), frozenset({"red", "blue"}))


def field(key, kind, **more):
    return Field(key=key, type=kind, edition="core", levels=LEVELS, **more)


def definition(*sheets):
    tabs = tuple(Tab(sheet.key, (sheet.key,)) for sheet in sheets)
    programme = Programme("p", "1.0", "PHP", 10, "r", "Asia/Manila", ("en",), tabs)
    return Definition(programme, "core", "city", tabs, sheets, {"colours": COLOURS})


def form(*fields, **more):
    return definition(Sheet(key="s", layout="form", fields=fields, **more))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("0.5", "CE211"),
        ("1", "CE211"),
        ("0.5%", None),
        ("0", None),
        ("1.5", None),
        ("100", None),
        ("100.5", "CE208"),
        ("-0.5", "CE207"),
    ],
)
def test_percent(made, answer, code):
    desk = made(form(field("share", "percent")))
    assert desk.codes(f"s: share={answer}") == ([code] if code else [])


def test_retired_options_of_both_list_types(made):
    desk = made(
        form(
            field("one", "one_of", list="colours"),
            field("several", "several_of", list="colours"),
        )
    )
    findings = desk.check("s: one=red; several=red+green+blue")
    assert [(found.code, found.field, found.discriminator) for found in findings] == [
        ("CE220", "one", "red"),
        ("CE220", "several", "blue"),
        ("CE220", "several", "red"),
    ]
    assert desk.codes("s: one=green; several=green") == []


def test_year_after_period_and_above_maximum_is_one_finding(made):
    desk = made(form(field("year", "year", maximum=2026, not_after_period=True)))
    assert desk.codes("s: year=2027") == ["CE215"]


@pytest.mark.parametrize(
    ("lines", "required"),
    [
        ("s: a=yes; b=3", True),
        ("s: a=yes; b=0", True),
        ("s: a=yes; b=ND", False),
        ("s: a=yes; b=-", False),
        ("s: a=yes; b=?", False),
        ("s: a=no; b=3", False),
        ("s: a=NA; b=3", False),
    ],
)
def test_all_conditions_must_hold(made, lines, required):
    conditions = (Condition("a", one_of=("true",)), Condition("b", answered=True))
    desk = made(
        form(
            field("a", "yes_no"),
            field("b", "integer"),
            field("c", "text", required_when=conditions),
        )
    )
    assert desk.codes(lines) == (["CE206"] if required else [])


@pytest.mark.parametrize(("b", "required"), [("-", True), ("ND", True), ("?", False), ("3", False)])
def test_condition_that_something_is_not_answered(made, b, required):
    conditions = (Condition("b", answered=False),)
    desk = made(form(field("b", "integer"), field("c", "text", required_when=conditions)))
    assert desk.codes(f"s: b={b}") == (["CE206"] if required else [])


MATRIX = definition(
    Sheet(
        key="s",
        layout="matrix",
        fields=(field("a", "integer", required=True, groups=("x",)), field("b", "text")),
        rows=(MatrixRow("r1", "x", LEVELS), MatrixRow("r2", "y", LEVELS)),
        nothing_to_report=True,
    )
)


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        ("s: nothing_to_report=-", ["RW305"]),
        ("s: nothing_to_report=none_exists", []),
        ("s: nothing_to_report=?", []),
        ("s[r2]: b=word", ["CE206"]),
        ("s[r1]: a=ND", []),
        ("s: nothing_to_report=none_exists\ns[r2]: b=word", ["RW304"]),
    ],
)
def test_matrix_that_may_be_left_out(made, lines, codes):
    assert made(MATRIX).codes(lines) == codes


def test_identity_of_one_field_and_of_numbers(made):
    table = Sheet(key="s", layout="table", fields=(field("n", "integer"),), identity=("n",))
    desk = made(definition(table))
    assert desk.places("RW301", "s[a]: n=1\ns[b]: n=1\ns[c]: n=2") == ["s[b].n"]

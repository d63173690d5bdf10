"""Totals of hand-made returns: the golden figures of Bicol and each way of having no figure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from templates.model import Screen
from workbook.compile.long_table import long_table

NAGA, IRIGA, PILI, LEGAZPI, DARAGA = (
    "0501724000",
    "0501716000",
    "0501728000",
    "0500506000",
    "0500503000",
)
CAMALIG = "0500502000"
ALBAY, CAMARINES_SUR, REGION = "0500500000", "0501700000", "0500000000"


def desk(number, change, kind="ofw_desk", days=5, staff=1):
    row = f"2026-{number:03d}"
    return [
        ("services", row, "service_type", kind),
        ("services", row, "year_change", change),
        ("services", row, "days_per_week", days),
        ("services", row, "staff_assigned", staff),
        ("services", row, "users_total", 100),
    ]


def council(number, status="established", kind="council", mandate="migration_only", meetings=2):
    row = f"2026-{number:03d}"
    return [
        ("structures", row, "structure_type", kind),
        ("structures", row, "mandate", mandate),
        ("structures", row, "status", status),
        ("structures", row, "meetings_in_year", meetings),
    ]


def instrument(number, kind="ordinance", status="in_force"):
    row = f"2026-{number:03d}"
    return [
        ("instruments", row, "instrument_type", kind),
        ("instruments", row, "status", status),
    ]


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("instrument_and_council", 10),
        ("desks_established_or_strengthened", 10),
        ("desks_established", 6),
        ("desks_strengthened", 4),
        ("centres_functional", 1),
        ("organizations_new", 6),
    ],
)
def test_golden_totals_of_the_report_on_bicol(demonstration, measure, value):
    assert demonstration.total(measure).value == value


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("regional_committees", 1),
        ("regional_committee_agencies", 14),
        ("regional_committee_governments", 10),
        ("regional_committee_migrant_organizations", 6),
        ("governments_mentored", 16),
        ("trainings_held", 3),
        ("forums_held", 1),
        ("governments_funded", 5),
    ],
)
def test_golden_figures_of_the_regional_office(demonstration, measure, value):
    assert demonstration.own_value(measure, REGION) == value
    assert not any(total.measure == measure and total.value for total in demonstration.totals)


def test_the_one_working_centre_is_in_naga(demonstration):
    where = [e.place for e in demonstration.contributions if e.measure == "centres_functional"]
    counted = [
        e.place
        for e in demonstration.contributions
        if e.measure == "centres_functional" and e.value
    ]
    assert NAGA in where
    assert counted == [NAGA]
    assert demonstration.total("centres_functional", "independent").value == 1
    assert demonstration.total("centres_functional", CAMARINES_SUR).value == 0


def test_records_and_distinct_governments_are_kept_apart(bicol):
    summary = bicol.summary(
        {
            LEGAZPI: [*desk(1, "established"), *desk(2, "established"), *desk(3, "strengthened")],
            DARAGA: desk(1, "strengthened"),
        }
    )
    both = summary.total("desks_established_or_strengthened")
    assert (both.value, both.governments, both.with_data, both.asked) == (4, 2, 2, 2)
    assert summary.total("desks_established").value == 2
    assert summary.total("desks_established").governments == 1
    assert summary.total("desks_strengthened").governments == 2
    assert summary.total("desks_established", ALBAY).value == 2


def test_own_workbooks_stay_out_of_every_total(bicol):
    lines = [*desk(1, "established"), ("budget", None, "planned", 1000)]
    summary = bicol.summary({CAMARINES_SUR: lines, PILI: lines})
    assert summary.total("desks_established").value == 1
    assert summary.total("budget_planned").value == 1000
    assert summary.total("desks_established").asked == 1
    assert summary.own_value("desks_established", CAMARINES_SUR) == 1


def test_the_independent_city_stays_out_of_camarines_sur(bicol):
    lines = [("budget", None, "planned", 500)]
    summary = bicol.summary({NAGA: lines, IRIGA: lines})
    assert summary.total("budget_planned", CAMARINES_SUR).value == 500
    assert summary.total("budget_planned", "independent").value == 500
    assert summary.total("budget_planned").value == 1000
    assert [area.key for area in summary.areas][-1] == "independent"


@pytest.mark.parametrize(
    ("reason", "value", "with_data", "asked"),
    [
        ("none_exists", 0, 1, 1),
        ("not_collected", None, 0, 1),
        ("not_shared", None, 0, 1),
        ("not_applicable", None, 0, 0),
        ("", None, 0, 1),
        ("ND", None, 0, 1),
        ("NA", None, 0, 0),
    ],
)
def test_what_nothing_to_report_means_for_a_total(bicol, reason, value, with_data, asked):
    summary = bicol.summary({PILI: [("services", None, "nothing_to_report", reason)]})
    total = summary.total("desks_established")
    assert (total.value, total.governments, total.with_data, total.asked) == (
        value,
        0,
        with_data,
        asked,
    )


@pytest.mark.parametrize(
    ("typed", "value", "governments", "with_data", "asked"),
    [
        (7, 7, 1, 1, 1),
        (0, 0, 0, 1, 1),
        ("ND", None, 0, 0, 1),
        ("", None, 0, 0, 1),
        ("NA", None, 0, 0, 0),
    ],
)
def test_what_a_figure_means_for_a_sum(bicol, typed, value, governments, with_data, asked):
    summary = bicol.summary({PILI: [("organizations", None, "orgs_new_in_year", typed)]})
    total = summary.total("organizations_new")
    assert (total.value, total.governments, total.with_data, total.asked) == (
        value,
        governments,
        with_data,
        asked,
    )


def test_a_government_needs_both_an_instrument_and_a_council(bicol):
    summary = bicol.summary(
        {
            PILI: [*council(1), *instrument(1)],
            IRIGA: [*council(1), ("instruments", None, "nothing_to_report", "none_exists")],
            DARAGA: [*council(1, status="planned"), *instrument(1)],
            LEGAZPI: [*council(1), *instrument(1, status="draft")],
            NAGA: [*council(1, mandate="inside_other"), *instrument(1, kind="executive_order")],
        }
    )
    total = summary.total("instrument_and_council")
    assert (total.value, total.with_data, total.asked) == (1, 5, 5)


def test_half_an_answer_does_not_decide_a_pair(bicol):
    summary = bicol.summary(
        {
            PILI: [*council(1), ("instruments", None, "nothing_to_report", "not_shared")],
            IRIGA: [
                ("structures", None, "nothing_to_report", "none_exists"),
                ("instruments", None, "nothing_to_report", "not_shared"),
            ],
        }
    )
    total = summary.total("instrument_and_council")
    assert (total.value, total.with_data, total.asked) == (0, 1, 2)


@pytest.mark.parametrize(
    ("marks", "until", "expected"),
    [
        ("yyynn", 2028, 1),
        ("yynnn", 2028, 0),
        ("yyynn", 2026, 1),
        ("yyynn", 2025, 0),
        ("yy-nn", 2028, None),
        ("y--nn", 2028, None),
        ("--nnn", 2028, 0),
        ("yyyyy", "ND", None),
    ],
)
def test_a_plan_is_mainstreamed_with_three_marks_while_it_lasts(bicol, marks, until, expected):
    fields = ("in_vision", "in_situation_analysis", "in_objectives", "in_ppas", "in_indicators")
    values = {"y": True, "n": False, "-": ""}
    lines = [("plans", "cdp", f, values[m]) for f, m in zip(fields, marks, strict=True)]
    summary = bicol.summary({PILI: [("plans", "cdp", "period_to", until), *lines]})
    assert summary.total("plans_mainstreamed").value == expected


@pytest.mark.parametrize(
    ("days", "staff", "change", "expected"),
    [
        (1, 1, "continued", 1),
        (0.5, 1, "continued", 0),
        (5, 0, "established", 0),
        (5, 2, "closed", 0),
        (5, "ND", "continued", None),
    ],
)
def test_a_desk_works_if_open_and_staffed(bicol, days, staff, change, expected):
    summary = bicol.summary({PILI: desk(1, change, days=days, staff=staff)})
    assert summary.total("desks_functional").value == expected


def test_bodies_that_met_once_and_four_times(bicol):
    summary = bicol.summary(
        {PILI: [*council(1, meetings=4), *council(2, meetings=1), *council(3, meetings=0)]}
    )
    assert summary.total("councils").value == 3
    assert summary.total("councils_functional").value == 2
    assert summary.total("councils_quarterly").value == 1


def test_no_list_of_migrants_counts_as_none_kept(bicol):
    summary = bicol.summary(
        {
            PILI: [("data", None, "registry_last_update", "NA")],
            IRIGA: [("data", None, "registry_last_update", 2026)],
            NAGA: [("data", None, "registry_last_update", "ND")],
        }
    )
    kept = summary.total("registry_kept")
    assert (kept.value, kept.with_data, kept.asked) == (1, 2, 3)


def test_a_region_without_returns_has_no_figures(bicol):
    summary = bicol.summary({})
    assert summary.lines == ()
    assert {total.value for total in summary.totals} == {None}
    assert {total.asked for total in summary.totals} == {0}
    assert len(summary.places) == 121


def test_contact_lines_of_offices_go_nowhere(bicol):
    lines = [
        ("place", None, "focal_office", "PESO"),
        ("place", None, "focal_contact", "peso@pili.example"),
    ]
    summary = bicol.summary({PILI: lines})
    assert [line.field for line in summary.lines] == ["focal_office"]


def test_every_line_names_its_file_and_cell(demonstration):
    assert all(line.file == f"inbox/{line.place}.xlsx" for line in demonstration.lines)
    assert all("!" in line.cell for line in demonstration.lines)


def test_what_a_screening_question_switches_off_leaves_the_denominator(bicol):
    """Worked by hand: of five governments one says that nobody came back, whatever else it typed.

    Naga counts 40 people and Pili none, Iriga has no record; Daraga, where nobody came back, is
    not asked, so that its 12 are not counted. Without a clear no, Legazpi is asked and has no data.
    """
    count = ("people", None, "returnee_count")
    role = ("place", None, "role_return")
    summary = bicol.summary(
        {
            NAGA: [(*role, True), (*count, 40)],
            PILI: [(*role, True), (*count, 0)],
            IRIGA: [(*role, True), (*count, "ND")],
            DARAGA: [(*role, False), (*count, 12)],
            LEGAZPI: [(*role, "ND"), (*count, "")],
        }
    )
    total = summary.total("returnees")
    assert (total.value, total.governments, total.with_data, total.asked) == (40, 1, 2, 4)
    assert summary.total("places_of_return").value == 3
    (line,) = [line for line in summary.lines if (line.place, line.field) == (DARAGA, count[2])]
    assert (line.state, line.value) == ("not_applicable", None)


def test_a_table_that_is_switched_off_leaves_the_denominator(bicol, library):
    """Neither its records nor a reason in their place count; the section is declared so here."""
    definition = library.definition("bicol", "core", "municipality")
    screens = (Screen("place", "role_return", ("true",)),)
    sheets = tuple(
        replace(sheet, asked_when=screens) if sheet.key == "services" else sheet
        for sheet in definition.sheets
    )
    closed = replace(definition, sheets=sheets)
    role = ("place", None, "role_return")
    returns = bicol.returned(
        {
            PILI: [(*role, True), *desk(1, "established")],
            DARAGA: [(*role, False), *desk(1, "established")],
            CAMALIG: [(*role, False), ("services", None, "nothing_to_report", "")],
        }
    )
    states = {
        (place, state)
        for place, sheet, state in long_table(returns, {"municipality": closed})[
            ["place", "sheet", "state"]
        ].itertuples(index=False)
        if sheet == "services"
    }
    assert states == {
        (PILI, "answered"),
        (DARAGA, "not_applicable"),
        (CAMALIG, "not_applicable"),
    }

"""What a place says for 2026 against what it said for 2025; the lines are those of conftest.py."""

from __future__ import annotations

from dataclasses import replace

import pytest

from templates.periods import parse_period
from workbook.check.register import load_register
from workbook.check.verdict import check_submission, verdict
from workbook.check.wording import render_finding
from workbook.earlier import Earlier, Moved
from workbook.model import Explanation, Finding

COUNCIL = "structure_type=council; name=Migration Council"
DESK = "service_type=ofw_desk; host_office=PESO"

# code, level, what was said for 2025, what is said for 2026, where the rule speaks
FIRING = [
    (
        "YR502",
        "city",
        f"structures[2025-001]: {COUNCIL}; status=established",
        "structures[2025-001]: structure_type=council; name=Tourism Council; status=established",
        ["structures[2025-001].name"],
    ),
    (
        "YR502",
        "city",
        f"services[2025-001]: {DESK}",
        "services[2025-001]: service_type=awf_public_help; host_office=Social Welfare",
        ["services[2025-001].service_type", "services[2025-001].host_office"],
    ),
    (
        "YR503",
        "city",
        f"structures[2025-001]: {COUNCIL}; date_created=2016-04-06",
        f"structures[2025-001]: {COUNCIL}; date_created=2016-06-04",
        ["structures[2025-001].date_created"],
    ),
    # The line was deleted and typed anew: it is the same record by its name.
    (
        "YR503",
        "city",
        f"structures[2025-001]: {COUNCIL}; date_created=2016-04-06",
        ("structures[2026-003]: structure_type=council; name= migration  COUNCIL;"
        " date_created=2016-06-04"),
        ["structures[2026-003].date_created"],
    ),
    (
        "YR503",
        "city standard",
        ("partners[2025-001]: name=PESO; established_in_year=no\n"
        f"services[2025-001]: {DESK}; date_started=2019-01-01"),
        f"services[2025-001]: {DESK}; date_started=2020-01-01",
        ["services[2025-001].date_started"],
    ),
    (
        "YR504",
        "city full",
        "partners[2025-001]: name=PESO; end=2026-12-31",
        "partners[2025-001]: name=PESO; end=2027-12-31",
        ["partners[2025-001].end"],
    ),
    (
        "YR505",
        "city",
        f"structures[2025-001]: {COUNCIL}; status=established",
        f"structures[2025-001]: {COUNCIL}; status=planned",
        ["structures[2025-001].status"],
    ),
    (
        "YR505",
        "city",
        "instruments[2025-001]: instrument_type=ordinance; number=7; status=in_force",
        "instruments[2025-001]: instrument_type=ordinance; number=7; status=draft",
        ["instruments[2025-001].status"],
    ),
    # It had been abolished, so that it was not filled in; here it stands as new.
    (
        "YR505",
        "city",
        f"structures[2025-001]: {COUNCIL}; status=abolished",
        f"structures[2026-001]: {COUNCIL}; status=established",
        ["structures[2026-001].status"],
    ),
    (
        "YR505",
        "city",
        f"services[2025-001]: {DESK}; year_change=continued",
        f"services[2025-001]: {DESK}; year_change=established",
        ["services[2025-001].year_change"],
    ),
    # 31 is 11 more than 20, and 55 percent.
    (
        "YR506",
        "city",
        f"services[2025-001]: {DESK}; users_total=20",
        f"services[2025-001]: {DESK}; users_total=31",
        ["services[2025-001].users_total"],
    ),
    ("YR506", "city", "people: returnee_count=0", "people: returnee_count=10",
     ["people.returnee_count"]),
    ("YR506", "city", "budget: planned=90000", "budget: planned=40000", ["budget.planned"]),
    ("YR506", "city", "plans[aip]: n_ppas=5", "plans[aip]: n_ppas=20", ["plans[aip].n_ppas"]),
    (
        "YR507",
        "city",
        (f"structures[2025-001]: {COUNCIL}; status=established\n"
        "structures[2025-002]: structure_type=committee; name=Desk Committee; status=dormant"),
        f"structures[2025-001]: {COUNCIL}; status=established",
        ["structures[2025-002].None"],
    ),
    (
        "YR507",
        "city",
        "instruments[2025-001]: instrument_type=ordinance; number=7; status=in_force",
        "instruments: nothing_to_report=none_exists",
        ["instruments[2025-001].None"],
    ),
    # 4 in 2025 and 1 new one are 5.
    (
        "YR508",
        "city",
        "organizations: orgs_active=4",
        "organizations: orgs_active=6; orgs_new_in_year=1",
        ["organizations.orgs_active"],
    ),
    ("YR509", "city", "people: returnee_count=120", "people: returnee_count=119",
     ["people.returnee_count"]),
    (
        "YR509",
        "city",
        f"services[2025-001]: {DESK}; users_total=120",
        f"services[2025-001]: {DESK}; users_total=35",
        ["services[2025-001].users_total"],
    ),
]  # fmt: skip

# code, level, what was said for 2025, what is said for 2026
SILENT = [
    (
        "YR502",
        "city",
        f"structures[2025-001]: {COUNCIL}",
        "structures[2025-001]: structure_type=council; name=MIGRATION   council",
    ),
    ("YR502", "city", f"structures[2025-001]: {COUNCIL}", "structures[2025-001]: name=-"),
    (
        "YR503",
        "city",
        f"structures[2025-001]: {COUNCIL}; date_created=2016-04-06",
        f"structures[2025-001]: {COUNCIL}; date_created=2016-04-06",
    ),
    (
        "YR503",
        "city",
        f"structures[2025-001]: {COUNCIL}; date_created=ND",
        f"structures[2025-001]: {COUNCIL}; date_created=2016-04-06",
    ),
    (
        "YR504",
        "city full",
        "partners[2025-001]: name=PESO; end=2026-12-31",
        "partners[2025-001]: name=PESO; end=-",
    ),
    (
        "YR505",
        "city",
        f"structures[2025-001]: {COUNCIL}; status=planned",
        f"structures[2025-001]: {COUNCIL}; status=abolished",
    ),
    (
        "YR505",
        "city",
        f"services[2025-001]: {DESK}; year_change=suspended",
        f"services[2025-001]: {DESK}; year_change=continued",
    ),
    # 1 to 2 is twice as much, and no leap; 100 to 150 is just the half; 90,000 to 45,000 too.
    (
        "YR506",
        "city",
        f"services[2025-001]: {DESK}; users_total=100; staff_assigned=1; days_per_week=1",
        f"services[2025-001]: {DESK}; users_total=150; staff_assigned=2; days_per_week=5",
    ),
    ("YR506", "city", "budget: planned=90000", "budget: planned=45000"),
    ("YR506", "city", "budget: planned=20000", "budget: planned=60000"),
    ("YR506", "city", "people: returnee_count=ND", "people: returnee_count=900"),
    # A year is no figure that grows.
    ("YR506", "city", "people: residents_abroad_year=2", "people: residents_abroad_year=2025"),
    (
        "YR507",
        "city",
        f"structures[2025-001]: {COUNCIL}; status=abolished",
        "structures: nothing_to_report=none_exists",
    ),
    (
        "YR507",
        "city",
        f"structures[2025-001]: {COUNCIL}; status=established",
        f"structures[2026-004]: {COUNCIL}; status=abolished",
    ),
    # Budget lines and events belong to one year.
    ("YR507", "city standard", "capacity_events[2025-001]: title=Seminar; date=2025-03-01", ""),
    (
        "YR508",
        "city",
        "organizations: orgs_active=4",
        "organizations: orgs_active=5; orgs_new_in_year=1",
    ),
    ("YR508", "city", "organizations: orgs_active=4", "organizations: orgs_active=2"),
    ("YR509", "city", "people: returnee_count=120", "people: returnee_count=120"),
    ("YR509", "city", "people: returnee_count=120", "people: returnee_count=155"),
    ("YR509", "city", "people: returnee_count=120", "people: returnee_count=ND"),
    # What is not said to count everything may fall.
    ("YR509", "city", "people: residents_abroad=120", "people: residents_abroad=100"),
]
# No question that comes with the tool counts all there has ever been; here these two do.
CUMULATIVE = {("people", "returnee_count"), ("services", "users_total")}


def after(bicol, level, before, kind=""):
    """A desk that knows what was said for 2025."""
    desk = bicol(level)
    answers = {
        (one.sheet, one.row, one.field): one
        for one in desk.submit(before).answers
        if one.state != "blank"
    }
    place = desk.context.place.code
    earlier = Earlier(parse_period("2025"), answers, Moved(place, kind, (place,)))
    return replace(desk, context=replace(desk.context, earlier=earlier))


def cumulative(desk):
    """The same desk where some figures count all there has ever been."""
    sheets = tuple(
        replace(
            sheet,
            fields=tuple(
                replace(field, cumulative=(sheet.key, field.key) in CUMULATIVE)
                for field in sheet.fields
            ),
        )
        for sheet in desk.context.definition.sheets
    )
    definition = replace(desk.context.definition, sheets=sheets)
    return replace(desk, context=replace(desk.context, definition=definition))


def desk_for(bicol, code, level, before):
    desk = after(bicol, level, before)
    return cumulative(desk) if code == "YR509" else desk


@pytest.mark.parametrize(("code", "level", "before", "lines", "places"), FIRING)
def test_rule_speaks(bicol, code, level, before, lines, places):
    assert desk_for(bicol, code, level, before).places(code, lines) == places


@pytest.mark.parametrize(("code", "level", "before", "lines"), SILENT)
def test_rule_is_silent(bicol, code, level, before, lines):
    assert desk_for(bicol, code, level, before).places(code, lines) == []


@pytest.mark.parametrize(
    ("code", "before", "lines"),
    [
        (
            "YR508",
            "organizations: orgs_active=10",
            "organizations: orgs_active=40; orgs_new_in_year=2",
        ),
        ("YR509", "people: returnee_count=120", "people: returnee_count=35"),
    ],
)
def test_a_figure_is_asked_about_once(bicol, code, before, lines):
    """All of these changed by more than half, which YR506 would say too."""
    found = desk_for(bicol, code, "city", before).check(lines)
    assert [one.code for one in found if one.code[:3] == "YR5"] == [code]


def test_every_rule_is_tried_both_ways():
    rules = {code for code in load_register() if "YR502" <= code <= "YR509"}
    assert {code for code, *_ in FIRING} == {code for code, *_ in SILENT} == rules


@pytest.mark.parametrize(("code", "level", "before", "lines", "places"), FIRING)
def test_first_round_has_nothing_to_compare_with(bicol, code, level, before, lines, places):
    assert bicol(level).places(code, lines) == []


def test_a_section_that_was_lost_lost_no_record(bicol):
    desk = after(bicol, "city", f"structures[2025-001]: {COUNCIL}; status=established")
    assert desk.places("YR507", "", Finding("SH101", "structures")) == []


def test_a_line_that_cannot_be_told_apart_is_not_missing(bicol):
    desk = after(bicol, "city", f"structures[2025-001]: {COUNCIL}; status=established")
    unclear = Finding("RW303", "structures", "2025-001")
    lines = "structures[2025-001]: name=Something else"
    assert desk.places("YR507", lines, unclear) == []


def test_an_explanation_settles_it(bicol):
    """The line was emptied, and says why in its last cell."""
    desk = after(bicol, "city", f"services[2025-001]: {DESK}; year_change=continued")
    why = Explanation(
        "services", "2025-001", None, "It was listed twice by mistake.", "Services!N9"
    )
    given = replace(desk.submit("services: nothing_to_report=none_exists"), explanations=(why,))
    found = [one for one in check_submission(given, desk.context) if one.code == "YR507"]
    assert [one.explanation for one in found] == ["It was listed twice by mistake."]
    assert verdict(found, load_register()) == "accepted"
    assert verdict([replace(found[0], explanation="")], load_register()) == "accepted_with_warnings"


@pytest.mark.parametrize(
    ("before", "lines", "code", "message"),
    [
        (
            f"services[2025-001]: {DESK}; users_total=1200",
            f"services[2025-001]: {DESK}; users_total=120",
            "YR506",
            "“People served in the period” went from 1,200 in 2025 to 120.",
        ),
        (
            f"structures[2025-001]: {COUNCIL}; date_created=2016-04-06",
            f"structures[2025-001]: {COUNCIL}; date_created=2016-06-04",
            "YR503",
            "“Date created” was 6 April 2016 in 2025 and is 4 June 2016 now.",
        ),
        (
            f"services[2025-001]: {DESK}; year_change=continued",
            "services: nothing_to_report=none_exists",
            "YR507",
            (
                "In “Desks and centres for migrants and their families”, “OFW or migrant desk,"
                " PESO” was listed for 2025 and is missing now."
            ),
        ),
        (
            "organizations: orgs_active=4",
            "organizations: orgs_active=9; orgs_new_in_year=1",
            "YR508",
            ("“Active organizations” is 9, but with 4 in 2025 and “New organizations” there can be"
            " 5 at most."),
        ),
    ],
)  # fmt: skip
def test_messages(bicol, library, before, lines, code, message):
    found = next(one for one in after(bicol, "city", before).check(lines) if one.code == code)
    assert render_finding(found, library.text("en"), load_register())["message"] == message

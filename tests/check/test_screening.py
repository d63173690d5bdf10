"""What a screening question switches off: nothing is needed there, and nothing typed is judged.

In Bicol the question whether people came back decides on the number of those who came back. In
Vancouver the question on a policy decides on all that is asked of it: 10 questions on the policy,
and 24 services that it may cover.
"""

from __future__ import annotations

import pytest

from tests.check.test_stages import GOOD
from workbook.check.register import load_register
from workbook.check.verdict import verdict
from workbook.check.wording import render_finding
from workbook.model import Finding

NOBODY_CAME_BACK = GOOD.replace("role_return=yes", "role_return=no")
LEFT_OUT = NOBODY_CAME_BACK.replace("; returnee_count=12", "")
NO_POLICY = "applies: has_policy=no"


@pytest.mark.parametrize(
    ("answer", "asked"),
    [("no", False), ("yes", True), ("-", True), ("ND", True), ("NA", True), ("?", True)],
)
def test_only_a_clear_no_switches_off(bicol, answer, asked):
    lines = f"place: role_return={answer}"
    assert ("people.returnee_count" in bicol("city").places("CE206", lines)) == asked


@pytest.mark.parametrize(("answer", "needed"), [("no", 0), ("yes", 34), ("draft", 34), ("-", 34)])
def test_thirty_four_answers_close_without_a_policy(bicol, answer, needed):
    places = bicol("burnaby").places("CE206", f"applies: has_policy={answer}")
    assert sum(place.startswith("awf_") for place in places) == needed


def test_what_is_left_empty_there_has_no_findings(bicol):
    assert bicol("city").check(LEFT_OUT) == ()


def test_answers_there_are_one_warning_that_names_the_question_and_its_cell(bicol):
    (found,) = bicol("city").check(NOBODY_CAME_BACK)
    assert (found.code, found.sheet, found.cell) == ("CE222", "people", "People!C.returnee_count")
    assert verdict((found,), load_register()) == "accepted_with_warnings"
    message = render_finding(found, bicol("city").context.texts, load_register())["message"]
    assert "Do people come back from abroad?" in message
    assert "Place!C.role_return" in message


def test_one_warning_for_a_section_however_many_answers(bicol):
    lines = (
        f"{NO_POLICY}\nawf_coverage[parks]: covered=yes\nawf_coverage[utilities]: covered=no\n"
        "awf_coverage[schools]: covered=?\nawf_coverage[police]: covered=NA"
    )
    found = [one for one in bicol("burnaby").check(lines) if one.sheet == "awf_coverage"]
    assert [one.code for one in found] == ["CE222"]
    assert dict(found[0].parameters)["number"] == 3
    assert found[0].cell == "Awf_Coverage!utilities.covered"


@pytest.mark.parametrize("answer", ["NA", "ND", "-"])
def test_that_it_does_not_apply_may_be_said_there(bicol, answer):
    lines = LEFT_OUT + f"people: returnee_count={answer}"
    assert bicol("city").check(lines) == ()


def test_rules_leave_it_alone(bicol):
    covered = "awf_coverage[police]: covered=yes"
    assert bicol("burnaby").codes(f"{NO_POLICY}\n{covered}").count("LK420") == 0
    assert bicol("burnaby").codes(f"applies: has_policy=yes\n{covered}").count("LK420") == 1
    too_many = NOBODY_CAME_BACK.replace("returnee_count=12", "returnee_count=900000")
    assert bicol("city").codes(too_many) == ["CE222"]


@pytest.mark.parametrize("code", ["CE201", "CE210", "SH107"])
def test_what_reading_says_of_it_is_silenced(bicol, code):
    there = Finding(code, sheet="people", field="returnee_count")
    elsewhere = Finding(code, sheet="people", field="residents_abroad_women")
    found = bicol("city").check(LEFT_OUT, there, elsewhere)
    assert there not in found
    assert elsewhere in found


def test_a_missing_section_that_is_not_asked_is_no_mistake(bicol):
    gone = Finding("SH101", sheet="awf_coverage")
    other = Finding("SH101", sheet="budget")
    found = bicol("burnaby").check(NO_POLICY, gone, other)
    assert gone not in found
    assert other in found
    assert gone in bicol("burnaby").check("applies: has_policy=yes", gone)


def test_private_details_are_found_there_too(bicol):
    lines = f"{NO_POLICY}\nawf_policy: owner_office=call 604-873-7000"
    found = [one.code for one in bicol("burnaby").check(lines) if one.sheet == "awf_policy"]
    assert found == ["CE222", "PR602"]


def test_levels_that_are_not_asked_the_screening_question_are_asked_what_depends_on_it(library):
    """Provinces are asked about people helped in crises, but not whether people came back."""
    for programme, level in (("bicol", "province"), ("vancouver", "region")):
        definition = library.definition(programme, "full", level)
        assert not [sheet.key for sheet in definition.sheets if sheet.asked_when]
        assert not [f.key for sheet in definition.sheets for f in sheet.fields if f.asked_when]
    city = library.definition("vancouver", "full", "city").sheet("crisis_people")
    assert [field.asked_when for field in city.asked] == [()] * len(city.asked)

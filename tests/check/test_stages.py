"""A failed stage silences what depends on it and nothing else; the verdict; ids that last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbook.check.register import load_register
from workbook.check.verdict import check_submission, verdict
from workbook.model import Finding

GOOD = """
place: role_return=yes; role_destination=no; focal_office=Planning; barangays_with_focal=3
place: focal_contact=planning@example.gov.ph
people: residents_abroad=ND; returnee_count=12
structures: nothing_to_report=none_exists
instruments: nothing_to_report=none_exists
services: nothing_to_report=not_collected
plans[cdp]: period_to=2028; in_vision=no; in_situation_analysis=no; in_objectives=no
plans[cdp]: in_ppas=no; in_indicators=no
plans[aip]: n_ppas=0
plans[gad]: gad_includes_migrants=no
plans[ldrrmp]: drr_plan_adopted=no
organizations: orgs_active=0; orgs_new_in_year=0; enterprises_supported=ND
protection: lcat_vawc_level=basic; recruitment_trafficking_cases=ND
capacity: staff_trained_in_year=0
data: registry_last_update=NA
representation: council_seats_total=12; council_seats_women=4
budget: planned=0; spent=0
sign_off: approved_by_role=Mayor; date_approved=2027-02-26; statement=yes
"""


def test_a_complete_workbook_has_no_findings(bicol):
    assert bicol("city").check(GOOD) == ()


def test_missing_section_is_one_finding(bicol):
    gone = Finding("SH101", sheet="budget")
    lines = GOOD.replace("budget: planned=0; spent=0", "")
    assert bicol("city").check(lines, gone) == (gone,)


def test_missing_section_silences_what_is_concluded_from_it(bicol):
    lines = GOOD.replace(
        "structures: nothing_to_report=none_exists", "structures[a]: name=A"
    ).replace("instruments: nothing_to_report=none_exists", "")
    lines += (
        "structures[a]: structure_type=council; mandate=migration_only; status=established;"
        "date_created=2020-01-01; meetings_in_year=4; members_total=9; members_women=4;"
        "members_migrant_seats=1"
    )
    gone = Finding("SH101", sheet="instruments")
    assert bicol("city").check(lines, gone) == (gone,)


def test_missing_column_silences_its_cells_only(bicol):
    gone = Finding("SH102", sheet="services", field="users_total")
    lines = "services[a]: service_type=ofw_desk; year_change=continued\nservices[b]: host_office=B"
    places = bicol("city").places("CE206", lines, gone)
    assert "services[a].host_office" in places
    assert "services[a].staff_assigned" in places
    assert not [place for place in places if place.endswith("users_total")]


def test_missing_question_and_unclear_record(bicol):
    gone = Finding("SH107", sheet="budget", field="spent")
    unclear = Finding("RW303", sheet="services", row="a", field="host_office")
    places = bicol("city").places("CE206", "services[a]: users_total=3", gone, unclear)
    assert "budget.planned" in places
    assert "budget.spent" not in places
    assert not [place for place in places if place.startswith("services")]


def test_missing_row_of_a_matrix(bicol):
    gone = Finding("SH107", sheet="plans", row="gad")
    places = bicol("city").places("CE206", "", gone)
    assert "plans[aip].n_ppas" in places
    assert "plans[gad].gad_includes_migrants" not in places


def test_damage_reaches_as_far_as_the_finding_says(bicol):
    column = Finding("SH103", sheet="plans", field="in_vision")
    places = bicol("city").places("CE206", "", column)
    assert "plans[cdp].in_vision" not in places
    assert "plans[cdp].in_objectives" in places
    whole = Finding("SH103", sheet="plans")
    assert not [one for one in bicol("city").places("CE206", "", whole) if one.startswith("plans")]


def test_unreadable_answer_has_the_readers_finding_only(bicol):
    lines = GOOD.replace("planned=0", "planned=?")
    unclear = Finding("CE201", sheet="budget", field="planned", cell="Budget!C.planned")
    assert bicol("city").check(lines, unclear) == (unclear,)


def test_number_out_of_range_is_not_compared_again(bicol):
    lines = GOOD.replace("council_seats_women=4", "council_seats_women=400")
    assert bicol("city").codes(lines) == ["CE208"]


def test_private_detail_is_found_in_a_faulty_answer(bicol):
    lines = GOOD.replace("focal_office=Planning", f"focal_office={'x' * 200} a@example.org")
    assert bicol("city").codes(lines) == ["CE212", "PR601"]


def test_stopped_reading_ends_the_matter(bicol):
    desk = bicol("city")
    stop = Finding("WB006")
    submission = replace(desk.submit("budget: planned=-1", stop), stopped=True)
    assert check_submission(submission, desk.context) == (stop,)


def test_order_is_by_stage_then_as_the_form_runs(bicol):
    note = Finding("CE216", sheet="budget", field="planned")
    lines = (
        GOOD.replace("approved_by_role=Mayor", "approved_by_role=-")
        .replace("planned=0; spent=0", "planned=1; spent=2")
        .replace("returnee_count=12", "returnee_count=-")
    )
    assert bicol("city").codes(lines, note) == ["CE206", "CE216", "CE206", "LK412"]


def test_unknown_place_is_no_obstacle(bicol):
    desk = bicol("city")
    lost = replace(desk, context=replace(desk.context, place=None, places=()))
    assert lost.check(GOOD) == ()


def test_id_does_not_change_with_cell_value_or_words(bicol):
    desk = bicol("city")
    (first,) = desk.check(GOOD.replace("planned=0; spent=0", "planned=1; spent=2"))
    (second,) = desk.check(GOOD.replace("planned=0; spent=0", "planned=5; spent=900"))
    moved = replace(first, cell="Elsewhere!Z9", value="other", parameters=(("whole", "x"),))
    assert first.id == second.id == moved.id
    # sha256sum of the code, section, row, question and discriminator, parted by 0x1f.
    assert first.id == "ae1b28f6fadb"


def test_ids_of_different_faults_differ(bicol):
    findings = bicol("city").check(
        "structures[a]: members_total=1; members_women=2\nbudget: spent=-4"
    )
    assert len({finding.id for finding in findings}) == len(findings)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], "accepted"),
        (["CE210"], "accepted"),
        (["CE210", "LK412"], "accepted_with_warnings"),
        (["LK412", "CE206"], "rejected"),
        (["WB007"], "rejected"),
        (["WB008"], "rejected"),
        (["WB009"], "rejected"),
        (["WB001"], "unreadable"),
        (["WB002", "LK412"], "unreadable"),
        (["WB015", "CE206"], "unreadable"),
    ],
)
def test_verdict(codes, expected):
    assert verdict([Finding(code) for code in codes], load_register()) == expected


def test_trial_findings_do_not_change_the_verdict():
    register = dict(load_register())
    register["CE206"] = replace(register["CE206"], trial=True)
    assert verdict([Finding("CE206")], register) == "accepted"
    assert verdict([Finding("CE206"), Finding("LK412")], register) == "accepted_with_warnings"

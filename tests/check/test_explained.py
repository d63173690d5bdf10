"""A warning that the sender explains stays visible and no longer changes the verdict."""

from __future__ import annotations

from dataclasses import replace

from workbook.check.register import load_register
from workbook.check.verdict import check_submission, verdict
from workbook.check.wording import render_finding
from workbook.model import Explanation

REGISTER = load_register()
SPENT = "budget: planned=1000; spent=1001"
NEVER_MET = "structures[a]: status=established; meetings_in_year=0"


def judged(desk, lines, *explanations):
    submission = replace(desk.submit(lines), explanations=explanations)
    findings = check_submission(submission, desk.context)
    return {finding.code: finding for finding in findings}


def only(findings, code):
    return verdict([findings[code]], REGISTER)


def test_a_warning_in_a_form_is_explained_beside_its_question(bicol):
    desk = bicol("city")
    why = Explanation("budget", None, "spent", "A supplemental budget was passed", "Budget!G5")
    found = judged(desk, SPENT, why)
    assert found["LK412"].explanation == "A supplemental budget was passed"
    assert only(found, "LK412") == "accepted"
    elsewhere = replace(why, field="planned")
    assert judged(desk, SPENT, elsewhere)["LK412"].explanation == ""
    assert only(judged(desk, SPENT), "LK412") == "accepted_with_warnings"


def test_a_warning_about_a_record_is_explained_in_its_line(bicol):
    desk = bicol("city")
    why = Explanation("structures", "a", None, "New members were named in December", "S!M9")
    found = judged(desk, NEVER_MET, why)
    assert found["LK405"].explanation == why.text
    assert found["LK405"].id == judged(desk, NEVER_MET)["LK405"].id
    other = judged(desk, NEVER_MET, replace(why, row="b"))
    assert other["LK405"].explanation == ""


def test_an_error_cannot_be_explained_away(bicol):
    why = Explanation("budget", None, "planned", "We owe it", "Budget!G4")
    found = judged(bicol("city"), "budget: planned=-1", why)
    assert found["CE207"].explanation == ""
    assert only(found, "CE207") == "rejected"


def test_a_private_detail_in_an_explanation_is_told_of_and_not_passed_on(bicol):
    desk = bicol("city")
    for text, code in (
        ("Ask peso.naga@example.gov.ph", "PR601"),
        ("Call 0917 123 4567 about it", "PR602"),
    ):
        why = Explanation("budget", None, "spent", text, "Budget!G5")
        found = judged(desk, SPENT, why)
        assert (found[code].sheet, found[code].field, found[code].cell) == (
            "budget",
            "spent",
            "Budget!G5",
        )
        assert found[code].value is None
        assert found["LK412"].explanation == ""
    clean = Explanation("budget", None, "spent", "Ordinance 2016-041 added money", "Budget!G5")
    assert not {"PR601", "PR602"} & set(judged(desk, SPENT, clean))


def test_what_the_sender_says_travels_with_the_finding(bicol, library):
    why = Explanation("budget", None, "spent", "A supplemental budget was passed", "Budget!G5")
    finding = judged(bicol("city"), SPENT, why)["LK412"]
    texts = library.text("en")
    assert render_finding(finding, texts, REGISTER)["explanation"] == why.text
    assert render_finding(replace(finding, explanation=""), texts, REGISTER)["explanation"] is None

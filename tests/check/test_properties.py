"""Whatever a file says, no rule raises, changes what it was given, or speaks twice of one thing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from templates.model import PLACE_LEVELS
from workbook.check.register import load_register
from workbook.check.verdict import check_submission, verdict
from workbook.check.wording import render_finding
from workbook.model import NOTHING_TO_REPORT, Answer, Finding, Identity, Repair, Submission

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.just(10**400),
    st.integers(min_value=-2, max_value=30),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(["2026-12-31", "9999-99-99", "council", "planned", "true", "", "\x00", "@."]),
    st.lists(st.text(max_size=8), max_size=3).map(tuple),
)
STATES = st.sampled_from(["answered", "not_applicable", "no_data", "blank", "unreadable"])
REPAIRS = st.none() | st.builds(Repair, st.text(max_size=5), st.text(max_size=5))


@st.composite
def submissions(draw, definition):
    sheets = definition.sheets
    answers = []
    for sheet in draw(st.lists(st.sampled_from(sheets), unique=True, max_size=6)):
        keys = [*(field.key for field in sheet.fields), NOTHING_TO_REPORT, "no_such_field"]
        for field in draw(st.lists(st.sampled_from(keys), max_size=8)):
            row = draw(st.sampled_from([None, "a", "b", "cdp", "aip"]))
            value, state = draw(VALUES), draw(STATES)
            answers.append(
                Answer(
                    sheet.key,
                    row,
                    field,
                    state,
                    value,
                    draw(st.sampled_from(["", "A!B1"])),
                    draw(REPAIRS),
                )
            )
    codes = draw(st.lists(st.sampled_from(sorted(load_register())), max_size=3))
    findings = tuple(
        Finding(code, sheet=draw(st.none() | st.sampled_from([s.key for s in sheets])))
        for code in codes
    )
    half = len(answers) // 2
    return Submission("f", "0", Identity(), "PHP", tuple(answers), tuple(answers[:half]), findings)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), level=st.sampled_from(PLACE_LEVELS), known=st.booleans())
def test_rules_never_raise_and_never_change_anything(bicol, library, data, level, known):
    desk = bicol(level)
    context = desk.context if known else replace(desk.context, place=None, places=())
    submission = data.draw(submissions(context.definition))
    before = repr(submission)
    findings = check_submission(submission, context)
    assert repr(submission) == before
    assert {*submission.findings} <= {*findings}
    assert verdict(findings, context.register)
    for finding in findings:
        assert render_finding(finding, context.texts, context.register)["message"]


def test_the_same_submission_gives_the_same_findings_in_the_same_order(bicol):
    desk = bicol("city")
    lines = "structures[a]: members_total=1; members_women=2\nbudget: planned=1; spent=3"
    once = desk.check(lines)
    assert once == desk.check(lines)
    assert len({finding.id for finding in once}) == len(once)

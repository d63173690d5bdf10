"""Every code has texts whose placeholders can be filled; findings come out as the contract says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from indicators.tables import ToolError
from templates.localise import period_texts
from templates.periods import parse_period
from workbook.check.examples import example_of, load_examples
from workbook.check.register import STAGES, load_register
from workbook.check.wording import UNKNOWN, explain, placeholders, render_finding
from workbook.model import Finding

ROOT = Path(__file__).parents[2]
REGISTER = load_register()
# What every finding can say, whatever its rule shows.
ALWAYS = ("label", "cell", "sheet", "value", "period", "period_end", "place")
KINDS = {"plain", "number", "field", "title", "said", "option", "repair", "date"}


def texts_of(library, code):
    prefix = f"findings.{code}."
    entries = library.text("en").entries
    return {key.removeprefix(prefix): entries[key] for key in entries if key.startswith(prefix)}


@pytest.mark.parametrize("code", REGISTER)
def test_register_entry_is_sound(code):
    rule = REGISTER[code]
    assert rule.stage == code[:3]
    assert rule.stage in STAGES
    assert rule.severity in {"error", "warning", "note"}
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.slug)
    assert set(rule.shows.values()) <= KINDS
    assert not rule.variant or rule.variant in rule.shows


def test_slugs_are_unique():
    assert len({rule.slug for rule in REGISTER.values()}) == len(REGISTER)


@pytest.mark.parametrize("code", REGISTER)
def test_every_code_has_its_texts(library, code):
    texts = texts_of(library, code)
    assert {"message", "remedy", "explanation"} <= texts.keys()
    assert "For example, " in texts["explanation"] or "for example " in texts["explanation"]
    assert not placeholders(texts["explanation"]) - {"period", "period_end", "place"}
    assert all(len(text) <= 260 for part, text in texts.items() if part != "explanation")


@pytest.mark.parametrize("code", REGISTER)
def test_every_placeholder_is_one_that_rendering_can_fill(library, code):
    known = {*ALWAYS, *REGISTER[code].shows}
    for part, text in texts_of(library, code).items():
        assert placeholders(text) <= known, part


@pytest.mark.parametrize("code", REGISTER)
def test_what_may_be_unknown_has_another_wording(library, code):
    """A value or a parameter can be missing; no finding may then show a gap."""
    texts = texts_of(library, code)
    always_known = {*ALWAYS} - {"value"}
    given = REGISTER[code].shows.keys() - {"nearest", "ending", "why"}
    for part in ("message", "remedy"):
        if placeholders(texts[part]) - always_known - given:
            assert f"{part}_otherwise" in texts
            assert placeholders(texts[f"{part}_otherwise"]) <= always_known | given


def test_texts_are_for_registered_codes_only(library):
    entries = library.text("en").entries
    parts = {key.split(".")[1] for key in entries if key.startswith("findings.")}
    assert parts - {"words"} == set(REGISTER)


def test_finding_in_words(bicol, library):
    texts = library.text("en")
    desk = bicol("city")
    (finding,) = (
        one
        for one in desk.check("structures[a]: members_total=1200; members_women=1300")
        if one.code == "CE208" and one.field == "members_women"
    )
    assert render_finding(finding, texts, REGISTER) == {
        "id": finding.id,
        "code": "CE208",
        "slug": "above-maximum",
        "severity": "error",
        "trial": False,
        "sheet": "structures",
        "row": "a",
        "field": "members_women",
        "cell": "Structures!a.members_women",
        "value": "1,300",
        "message": "1,300 is more than the largest possible answer, 500.",
        "remedy": "Correct the number in Structures!a.members_women: it must be 500 or less."
        " Type ND if nobody knows it.",
        "explanation": None,
    }


@pytest.mark.parametrize(
    ("lines", "code", "message"),
    [
        (
            "structures[a]: members_total=7; members_women=9",
            "LK401",
            "“Women members” (9) is more than “Members” (7).",
        ),
        ("budget: planned=4", "CE206", "“Money spent” is not answered yet."),
        (
            "structures[a]: status=dormant; meetings_in_year=3",
            "LK404",
            "The body is marked “Dormant”, yet the number of meetings is 3.",
        ),
        (
            "structures: nothing_to_report=none_exists\nstructures[a]: name=A",
            "RW304",
            (
                "“Councils, committees and working groups” says “We have none”, yet there are"
                " answers below, the first in Structures!a.name."
            ),
        ),
        (
            "services[a]: days_per_week=0; staff_assigned=2",
            "LK411",
            "People are assigned to the service, but it is open 0 days a week.",
        ),
        (
            "structures[a]: date_created=2027-03-01",
            "CE215",
            (
                "“Date created” is later than the period you report on."
                " The latest possible answer is 31 December 2026."
            ),
        ),
        (
            "data: registry_last_update=2027",
            "CE215",
            (
                "“Year of the last update” is later than the period you report on."
                " The latest possible answer is 2026."
            ),
        ),
        (
            "budget: planned=1000000; spent=2500000",
            "LK412",
            "More was spent (2,500,000) than was planned (1,000,000).",
        ),
        (
            "place: population=1",
            "SH106",
            "“Population” was filled in for you as “210,545”, but now says “1”.",
        ),
    ],
)
def test_messages(bicol, library, lines, code, message):
    section = lines.partition(":")[0].partition("[")[0]
    findings = bicol("city").check(lines)
    finding = next(one for one in findings if (one.code, one.sheet) == (code, section))
    assert render_finding(finding, library.text("en"), REGISTER)["message"] == message


def test_period_and_row_stand_in_the_label(library):
    texts = library.text("en")
    facts = period_texts(parse_period("2026-S1"), texts)
    plan = Finding("CE206", sheet="plans", row="aip", field="n_ppas", cell="Plans!G7")
    assert render_finding(plan, texts, REGISTER, facts)["message"] == (
        "“Annual Investment Program (AIP) for the first half of 2026: Migration projects”"
        " is not answered yet."
    )


@pytest.mark.parametrize(
    ("finding", "part", "words"),
    [
        (
            Finding("CE203", value="Concil", parameters=(("nearest", "Council"),)),
            "remedy",
            "Did you mean “Council”? ",
        ),
        (
            Finding("CE203", value="Concil", parameters=(("nearest", ""),)),
            "remedy",
            "Click the cell and pick one",
        ),
        (Finding("CE203"), "message", "What stands in this cell is not in the list"),
        (Finding("WB004", parameters=(("ending", ".xlsb"),)), "remedy", "Open the file in Excel"),
        (Finding("WB004", parameters=(("ending", "PDF"),)), "remedy", "A PDF cannot be read"),
        (Finding("WB004", parameters=(("ending", ".zzz"),)), "message", "Files ending in “.zzz”"),
        (Finding("WB004"), "message", "Files of this kind"),
        (Finding("CE206", parameters=(("type", "date"),)), "remedy", "Type the date in the cell"),
        (Finding("CE201", value="x" * 500), "message", "“" + "x" * 59 + "…”"),
        (Finding("CE201", value="{cell} {0}"), "message", "“{cell} {0}” is not clear"),
    ],
)
def test_wording_follows_what_is_known(library, finding, part, words):
    assert render_finding(finding, library.text("en"), REGISTER)[part].startswith(words)


@pytest.mark.parametrize("code", REGISTER)
def test_a_bare_finding_can_always_be_rendered(library, code):
    rendered = render_finding(Finding(code), library.text("en"), REGISTER)
    assert rendered["message"]
    assert "{" not in rendered["message"] + rendered["remedy"]


def test_explain(library):
    text = explain("CE203", library.text("en"))
    assert text.startswith("CE203 value-not-in-list (error)\n\n")
    assert text == explain(" value-not-in-list", library.text("en"))
    assert "has to be mended" in text
    assert "▲ Structures!C12: “Technical group” is not in the list for “Kind of body”." in text
    assert "→ Did you mean “Technical working group”?" in text
    assert UNKNOWN not in text


@pytest.mark.parametrize("code", REGISTER)
def test_every_code_has_an_example_that_says_all(library, code):
    """Declared in examples.toml; with it no other wording is needed, and nothing is left open."""
    assert code in load_examples()
    for language in ("en", "fil", "fr"):
        texts = library.text(language)
        example = example_of(code, texts)
        words = render_finding(example, texts, REGISTER)
        for part in ("message", "remedy"):
            assert "{" not in words[part]
            assert UNKNOWN not in words[part]
        assert set(dict(example.parameters)) <= set(REGISTER[code].shows)
        named = placeholders(texts[f"findings.{code}.message"]) - {"period", "period_end", "place"}
        assert not named or words["message"] != bare(code, texts)["message"]


def bare(code, texts):
    return render_finding(Finding(code), texts, REGISTER)


def test_examples_name_what_is_declared(library):
    for code, facts in load_examples().items():
        assert code in REGISTER
        sheet, _, field = facts.get("about", "").partition(".")
        assert not sheet or sheet in library.sheets
        assert not field or library.sheets[sheet].field(field), code


def test_every_code_is_expected_by_a_test():
    """That it stays silent is held by the tests of files without a mistake."""
    tests = [p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py")]
    expected = set(re.findall(r"\b((?:WB|SH|CE|RW|LK|YR|PR|RG)\d{3})\b", "".join(tests)))
    assert set(REGISTER) - expected == set()


def test_explain_says_what_is_near(library):
    with pytest.raises(ToolError, match=r"did you mean CE\d\d\d"):
        explain("CE999", library.text("en"))
    with pytest.raises(ToolError, match="did you mean value-not-in-list"):
        explain("value-not-in-lst", library.text("en"))


def test_every_registered_code_is_made_somewhere():
    """A code nobody makes is a promise nobody keeps; a code nobody registered would crash."""
    code_of_rooms = "".join(
        path.read_text(encoding="utf-8")
        for room in ("workbook", "cli")
        for path in (ROOT / room).rglob("*.py")
    )
    made = set(re.findall(r'"((?:WB|SH|CE|RW|LK|YR|PR|RG)\d{3})"', code_of_rooms))
    assert made == set(REGISTER)


@pytest.mark.parametrize(
    ("language", "missing", "twice"),
    [
        (
            "en",
            "“Twin” is not among the lines that you entered.",
            "Several lines are called “Twin”, so it is not clear which one is meant.",
        ),
        (
            "fil",
            "Wala ang “Twin” sa mga linyang inilagay ninyo.",
            "Ilang linya ang may pangalang “Twin”, kaya hindi malinaw kung alin ang tinutukoy.",
        ),
        (
            "fr",
            "« Twin » n’est pas parmi les lignes que vous avez inscrites.",
            "Plusieurs lignes s’appellent « Twin »; on ne sait donc pas laquelle est visée.",
        ),
    ],
)
def test_a_name_of_two_lines_has_words_of_its_own(library, language, missing, twice):
    """A name of no line and a name of two are mended in two ways, in every language."""
    place = ("structures", "2026-001", "created_by_instrument", "Structures!K12", "Twin")
    none, several = (
        render_finding(Finding("CE214", *place, parameters), library.text(language), REGISTER)
        for parameters in ((), (("why", "twice"),))
    )
    assert none["remedy"] != several["remedy"]
    assert "Structures!K12" in several["remedy"]
    assert (none["message"], several["message"]) == (missing, twice)

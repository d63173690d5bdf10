"""Practices by the criteria of the source report: its sixteen boxes, each criterion by itself."""

from __future__ import annotations

import csv
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args

import pytest

from indicators.evidence import (
    CHOICES,
    Category,
    Criterion,
    Direction,
    Override,
    Practice,
    classify,
    direction,
    read_override,
    read_practice,
)

CASES = Path(__file__).parent.parent / "cases" / "practices.csv"
with CASES.open(encoding="utf-8", newline="") as lines:
    BOXES = {line["id"]: line for line in csv.DictReader(lines)}
# The report calls the health centre in Oslo good, yet names no evaluation and no research on its
# impact. By the report's own criteria it is promising; we keep to the criteria.
KNOWN_MISMATCH = {"GP2": ("good", "promising")}
DIRECTIONS = {"GP1": "positive", "CS2": "mixed", "CS4": "mixed", "CS5": "mixed", "EP2": "unknown"}


def practice_of(box):
    """The box as a respondent would answer it on the sheet."""
    renamed = {"evaluation": box["evaluated"]}
    kept = ("evaluation_result", "research_assessment", "evidence_level")
    ticked = (
        "clear_need",
        "well_framed",
        "early_results",
        "too_early",
        "challenges",
        "complex_problem",
    )
    codes = renamed | {name: box[name] for name in kept}
    codes |= {name: "true" if box[name] == "Y" else "false" for name in ticked}
    codes["innovation"] = ";technology;" if box["innovation"] == "Y" else ";none;"
    codes["impact_migrants"] = "mixed" if box["mixed_impacts"] == "Y" else "unknown"
    return read_practice(codes)


def code(label):
    return label.lower().replace(" ", "_")


def test_the_report_has_sixteen_boxes():
    assert len(BOXES) == 16


def test_fifteen_boxes_get_the_label_of_the_report_and_one_is_known_not_to():
    found = {key: classify(practice_of(box)).category for key, box in BOXES.items()}
    mismatches = {
        key: (code(box["seed_category"]), found[key])
        for key, box in BOXES.items()
        if code(box["seed_category"]) != found[key]
    }
    assert mismatches == KNOWN_MISMATCH


@pytest.mark.parametrize("key", BOXES)
def test_every_criterion_met_is_shown(key):
    found = classify(practice_of(BOXES[key]))
    assert list(found.criteria) == BOXES[key]["criteria_hit"].split("+")
    assert found.by_rule == code(BOXES[key]["rule_category"])
    assert found.unanswered == ()


@pytest.mark.parametrize("key", DIRECTIONS)
def test_direction_of_impact(key):
    assert classify(practice_of(BOXES[key])).direction == DIRECTIONS[key]


def test_a_proven_harm_is_well_evidenced_and_says_so():
    found = classify(Practice(research_assessment="negative"))
    assert (found.category, found.criteria, found.direction) == ("good", ("G2",), "negative")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"evaluation": "external", "evaluation_result": "positive"}, "positive"),
        ({"evaluation": "none", "evaluation_result": "positive"}, "unknown"),
        ({"impact_migrants": "positive", "impact_hosts": "negative"}, "mixed"),
        ({"impact_migrants": "positive", "impact_hosts": "unknown"}, "positive"),
        ({"research_assessment": "mixed", "impact_migrants": "positive"}, "mixed"),
        ({}, "unknown"),
    ],
)
def test_where_the_direction_comes_from(told, expected):
    assert direction(Practice(**told)) == expected


FRAMED = {"clear_need": True, "well_framed": True, "evidence_level": "partial"}
NEW = {"clear_need": True, "innovation": True, "evidence_level": "none"}


@pytest.mark.parametrize(
    ("told", "criterion", "lost_by"),
    [
        (
            {"evaluation": "internal", "evaluation_result": "positive"},
            "G1",
            {"evaluation_result": "mixed"},
        ),
        ({"research_assessment": "positive"}, "G2", {"research_assessment": "mixed"}),
        (FRAMED, "P1", {"evidence_level": "strong"}),
        (FRAMED, "P1", {"well_framed": False}),
        (FRAMED, "P1", {"clear_need": None}),
        ({"innovation": True, "evidence_level": "strong"}, "P2", {"evidence_level": "none"}),
        ({"early_results": True, "evaluation": "internal"}, "P3", {"evaluation": "independent"}),
        (NEW, "E1", {"evidence_level": "partial"}),
        (NEW, "E1", {"clear_need": False}),
        ({"too_early": True}, "E2", {"too_early": None}),
        ({"complex_problem": True}, "C1", {"complex_problem": False}),
        ({"challenges": True}, "C3", {"research_assessment": "positive"}),
        ({"impact_hosts": "mixed"}, "C3", {"impact_hosts": "positive"}),
    ],
)
def test_each_criterion_fires_and_is_silent(told, criterion, lost_by):
    practice = Practice(**told)
    assert criterion in classify(practice).criteria
    assert criterion not in classify(replace(practice, **lost_by)).criteria


@pytest.mark.parametrize(
    ("told", "category"),
    [
        ({"complex_problem": True, "challenges": True} | FRAMED, "case_study"),
        ({"challenges": True} | FRAMED, "promising"),
        ({"too_early": True} | FRAMED, "promising"),
        ({"challenges": True, "too_early": True}, "emerging"),
        ({"complex_problem": True}, "case_study"),
        ({"clear_need": True}, "unclassified"),
        ({}, "unclassified"),
    ],
)
def test_which_category_goes_first(told, category):
    assert classify(Practice(**told)).category == category


def test_people_may_decide_otherwise_with_a_reason():
    practice = practice_of(BOXES["GP2"])
    found = classify(practice, Override("good", "  Evaluated since, see the report of 2019. "))
    assert (found.category, found.by_rule) == ("good", "promising")
    assert found.reason == "Evaluated since, see the report of 2019."
    assert found.criteria == ("P1", "P2", "P3", "C3")


@pytest.mark.parametrize(
    ("override", "why"),
    [
        (Override("good", "  "), "reason_missing"),
        (Override("excellent", "we like it"), "category_unknown"),
        (Override("unclassified", "no time"), "category_unknown"),
    ],
)
def test_an_override_that_does_not_hold_is_told_and_not_used(override, why):
    found = classify(practice_of(BOXES["GP2"]), override)
    assert (found.category, found.reason, found.override_refused) == ("promising", "", why)


@pytest.mark.parametrize(
    ("codes", "override"),
    [
        ({"override": "good", "override_reason": "Seen."}, Override("good", "Seen.")),
        ({"override": "good", "override_reason": None}, Override("good", "")),
        ({"override": None, "override_reason": "Seen."}, None),
        ({}, None),
    ],
)
def test_reading_of_an_override(codes, override):
    assert read_override(codes) == override


def test_the_sheet_asks_what_the_criteria_need(library):
    definition = library.definition("bicol", "full", "city")
    sheet = definition.sheet("practices")
    assert [one.name for one in fields(Practice) if not sheet.field(one.name)] == []
    offered = {
        "evaluation": ("none", "internal", "external", "independent"),
        "evaluation_result": ("positive", "mixed", "negative"),
        "research_assessment": ("none", "positive", "mixed", "negative"),
        "evidence_level": ("none", "partial", "strong"),
        "impact_migrants": ("positive", "mixed", "negative", "unknown"),
        "impact_hosts": ("positive", "mixed", "negative", "unknown"),
        "innovation": ("technology", "partnership", "resources", "none"),
        "override": CHOICES,
    }
    lists = {name: definition.lists[sheet.field(name).list].codes for name in offered}
    assert lists == offered


def test_unanswered_questions_are_named():
    found = classify(read_practice({"clear_need": "true", "evaluation": "none"}))
    assert found.unanswered == (
        "well_framed",
        "innovation",
        "research_assessment",
        "evidence_level",
        "early_results",
        "too_early",
        "complex_problem",
    )
    evaluated = classify(Practice(evaluation="external"))
    assert "evaluation_result" in evaluated.unanswered


@pytest.mark.parametrize(
    ("given", "expected"),
    [(";technology;partnership;", True), (";none;", False), ("resources", True), (None, None)],
)
def test_reading_of_innovation(given, expected):
    assert read_practice({"innovation": given}).innovation is expected


def test_every_category_criterion_and_direction_has_words(library):
    kinds = {"categories": Category, "criteria": Criterion, "directions": Direction}
    keys = [f"indicators_sdg.practices.{name}.{k}" for name in kinds for k in get_args(kinds[name])]
    assert [key for key in keys if not library.text("en").get(key)] == []

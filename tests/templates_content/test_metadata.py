"""What every question of every programme declares about itself, beside its words."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from templates.load import SHIPPED, load_library
from templates.model import DOMAINS, EDITIONS, NUMERIC_TYPES, PLACE_LEVELS, REFERENCE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Field, Sheet

LIBRARY = load_library()
CASES = Path(__file__).parent.parent / "cases"
# The six domains of the Local Migration Governance Indicators, in their order.
SIX_DOMAINS = ("rights", "institutions", "partnerships", "wellbeing", "crises", "mobility")
# Lines of the source report, with the section they stand in, or the reason why it is ours.
REPORT = r"(Methodology |\d\.\d( (PP|GP|EP|CS)\d)? )?L\d+(-\d+)?((, | )(L\d+(-\d+)?|fn\d+))*"
SOURCE = re.compile(rf"({REPORT}|UNSD metadata \d+\.\d\.\d|own: .{{5,}})(; .+)?")
LAST_LINE = 2054
NEEDS_UNIT = frozenset({"integer", "number"})
# Nothing but the answers themselves serves a goal here.
WITHOUT_GOAL = {"sign_off"}
# What is chosen from records or ticked needs no example; neither does an open remark.
WITHOUT_EXAMPLE = REFERENCE_TYPES | {"several_of", "long_text"}


def questions() -> Iterator[tuple[str, Sheet, Field]]:
    """Every question that any programme asks of anybody, once."""
    seen = set()
    for programme in LIBRARY.programmes:
        for edition in EDITIONS:
            for level in PLACE_LEVELS:
                for sheet in LIBRARY.definition(programme, edition, level).sheets:
                    for field in sheet.asked:
                        name = f"{sheet.key}.{field.key}"
                        if name not in seen:
                            seen.add(name)
                            yield name, sheet, field


QUESTIONS = tuple(questions())
NAMES = [name for name, *_ in QUESTIONS]
FIGURES = [(name, field) for name, _, field in QUESTIONS if field.type in NUMERIC_TYPES]
DATED = [name for name, _, field in QUESTIONS if field.type in NUMERIC_TYPES | {"date"}]


def text(name: str, part: str, language: str = "en", programme: str = "") -> str:
    sheet, field = name.split(".")
    texts = LIBRARY.text(language, programme)
    return texts.get(f"sheets.{sheet}.fields.{field}.{part}")


def test_no_sheet_is_left_over() -> None:
    """A sheet that no programme asks would escape these tests."""
    asked = {name.split(".")[0] for name in NAMES}
    assert set(LIBRARY.sheets) == asked


def test_domains_are_the_six_of_the_framework_in_three_languages() -> None:
    assert LIBRARY.lists[DOMAINS].codes == SIX_DOMAINS
    for language in ("en", "fil", "fr"):
        own = LIBRARY.texts[language]
        assert all(own.get(f"lists.{DOMAINS}.{code}") for code in SIX_DOMAINS)


def test_every_question_belongs_to_one_of_the_six_domains() -> None:
    assert [name for name, _, field in QUESTIONS if field.domain not in SIX_DOMAINS] == []
    assert {field.domain for *_, field in QUESTIONS} == set(SIX_DOMAINS)


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
def test_every_question_has_its_words(language: str) -> None:
    own = LIBRARY.texts[language]
    silent = []
    for name, _, field in QUESTIONS:
        sheet, key = name.split(".")
        parts = ["label", "help"]
        parts += [] if field.type in WITHOUT_EXAMPLE else ["example"]
        silent += [
            f"{name}.{part}" for part in parts if not own.get(f"sheets.{sheet}.fields.{key}.{part}")
        ]
    assert silent == []


def test_every_question_says_who_usually_knows() -> None:
    texts = LIBRARY.text("en")
    assert [name for name, _, field in QUESTIONS if not texts.get(f"offices.{field.who}")] == []


def test_every_question_says_where_it_comes_from() -> None:
    odd = [(name, f.source) for name, _, f in QUESTIONS if not SOURCE.fullmatch(f.source)]
    assert odd == []


def test_no_source_lies_behind_the_end_of_the_report() -> None:
    lines = [
        (name, int(line))
        for name, _, field in QUESTIONS
        for line in re.findall(r"(?<=L)\d+|(?<=\d-)\d+", field.source)
    ]
    assert len(lines) > len(QUESTIONS) / 2
    assert [(name, line) for name, line in lines if line > LAST_LINE] == []


def test_every_question_serves_an_indicator_or_a_target() -> None:
    silent = {name for name, sheet, field in QUESTIONS if not (field.sdg or sheet.sdg)}
    assert {name.split(".")[0] for name in silent} == WITHOUT_GOAL


def test_indicators_and_targets_are_official() -> None:
    path = SHIPPED.parent / "indicators/data/sdg_indicators.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    known = {row[key] for row in rows for key in ("code", "target")}
    served = {code for _, sheet, field in QUESTIONS for code in (*field.sdg, *sheet.sdg)}
    assert served <= known


def test_every_count_says_what_it_counts_in_three_languages() -> None:
    silent = [name for name, field in FIGURES if field.type in NEEDS_UNIT and not field.unit]
    assert silent == []
    units = {field.unit for _, field in FIGURES if field.unit}
    for language in ("en", "fil", "fr"):
        own = LIBRARY.texts[language]
        assert [unit for unit in sorted(units) if not own.get(f"units.{unit}")] == []


def test_every_figure_says_whether_it_adds_up() -> None:
    """What is not written down would silently be "no"."""
    sheets = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
        for path in (SHIPPED / "sheets").glob("*.toml")
    }
    silent = [
        f"{key}.{field['key']}"
        for key, sheet in sorted(sheets.items())
        for field in sheet["fields"]
        if field["type"] in NUMERIC_TYPES and "adds_up" not in field
    ]
    assert silent == []


TIMELESS = {
    row["question"]: row["reason"]
    for row in csv.DictReader((CASES / "timeless.csv").read_text(encoding="utf-8").splitlines())
}


def test_every_figure_and_date_says_its_period() -> None:
    silent = {name for name in DATED if "{period" not in text(name, "label") + text(name, "help")}
    assert silent == set(TIMELESS)
    assert all(len(reason) > 10 for reason in TIMELESS.values())


def test_the_section_of_a_timeless_question_says_the_period() -> None:
    texts = LIBRARY.text("en")
    sections = {name.split(".")[0] for name in TIMELESS}
    silent = {section for section in sections if "{period" not in texts[f"sheets.{section}.help"]}
    assert silent == set()


@pytest.mark.parametrize("programme", sorted(LIBRARY.programmes))
@pytest.mark.parametrize("language", ["en", "fil", "fr"])
def test_own_words_of_a_programme_keep_the_period(programme: str, language: str) -> None:
    silent = [
        name
        for name in DATED
        if name not in TIMELESS
        and "{period"
        not in text(name, "label", language, programme) + text(name, "help", language, programme)
    ]
    assert silent == []

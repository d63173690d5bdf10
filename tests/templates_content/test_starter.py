"""What the programme `starter` asks: of any list of places, in words of no one country."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from templates.load import SHIPPED, load_library
from templates.model import EDITIONS, NOTHING_REASONS, PLACE_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Definition, Sheet

LIBRARY = load_library()
PER_SECTION = {
    "municipality": {
        "place": 5,
        "structures": 9,
        "instruments": 5,
        "local_plans": 10,
        "services": 14,
        "people": 5,
        "organizations": 3,
        "capacity": 1,
        "data": 1,
        "representation": 2,
        "budget": 2,
        "sign_off": 3,
    },
    "province": {
        "place": 2,
        "structures": 9,
        "instruments": 5,
        "local_plans": 10,
        "services": 14,
        "organizations": 3,
        "capacity": 2,
        "data": 1,
        "representation": 2,
        "budget": 2,
        "sign_off": 3,
    },
    "region": {
        "place": 2,
        "structures": 10,
        "instruments": 5,
        "local_plans": 6,
        "capacity": 4,
        "budget": 2,
        "sign_off": 3,
    },
}
# Words of one country, or of one region of it.
ELSEWHERE = re.compile(
    r"[Bb]arangay|\b[Pp]esos?\b|\bPESO\b|[Ss]anggun|\bSPN?\b|\bSB\b|LCAT|LCPC|\bGAD\b|\bAIP\b"
    r"|\bCDP\b|\bRDP\b|OFW|NEDA|OWWA|DMW|DOLE|DILG|CBMS|PEOS|10022|SSS|PhilHealth|TESDA"
    r"|[Ff]ilipin|Philippin|Bikol|Bicol|\bNaga\b|PSGC|\bLGUs?\b|\bPPA|\bEO\b|Vancouver|dollar"
)
# Findings, letters and so on are written for every programme; what concerns questions is not.
CONCERNS = ("sheets.", "lists.", "tabs.", "offices.", "levels.", "guide.", "units.")


def definition(level: str, edition: str = "core") -> Definition:
    return LIBRARY.definition("starter", edition, level)


def answers_of_one_record(sheet: Sheet) -> int:
    if sheet.layout != "matrix":
        return len(sheet.asked)
    return sum(
        not field.groups or row.group in field.groups for row in sheet.rows for field in sheet.asked
    )


@pytest.mark.parametrize("level", PER_SECTION)
def test_answers_in_each_section(level: str) -> None:
    found = {sheet.key: answers_of_one_record(sheet) for sheet in definition(level).sheets}
    assert found == PER_SECTION[level]


@pytest.mark.parametrize("level", ["city", "municipality", "province"])
def test_core_is_a_matter_of_forty_to_sixty_answers(level: str) -> None:
    total = sum(answers_of_one_record(sheet) for sheet in definition(level).sheets)
    assert 40 <= total <= 60


def test_nothing_of_one_country_is_settled_beforehand() -> None:
    programme = LIBRARY.programme("starter")
    assert (programme.currency, programme.code_length, programme.register) == ("", 0, "")
    assert LIBRARY.places(programme.register) == ()
    assert not (SHIPPED / "places" / "starter.csv").exists()
    assert programme.languages == ("en", "fil", "fr")


def shown_texts(language: str) -> Iterator[tuple[str, str]]:
    """Every text about what is asked, at any level and in any edition."""
    texts = LIBRARY.text(language, "starter")
    sheets = {
        sheet.key: sheet
        for level in PLACE_LEVELS
        for edition in EDITIONS
        for sheet in definition(level, edition).sheets
    }
    rows = {
        f"sheets.{sheet.key}.rows.{row.key}." for sheet in sheets.values() for row in sheet.rows
    }
    fields = {
        f"sheets.{sheet.key}.fields.{field.key}."
        for sheet in sheets.values()
        for field in sheet.fields
    }
    lists = {field.list for sheet in sheets.values() for field in sheet.fields if field.list}
    for key, text in texts.entries.items():
        kind, _, rest = key.partition(".")
        name, _, part = rest.partition(".")
        is_shown = {
            "sheets": name in sheets
            and (not part.startswith(("rows.", "fields.")) or key.startswith((*rows, *fields))),
            "lists": name in {*lists, NOTHING_REASONS},
        }
        if key.startswith(CONCERNS) and is_shown.get(kind, True):
            yield key, text


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
def test_no_question_is_worded_for_one_country(language: str) -> None:
    """Filipino has its own name, and one word for any council."""
    own = re.compile(r"Filipino, English|\bsanggunian\b")
    texts = [(key, own.sub("", text)) for key, text in shown_texts(language)]
    assert [key for key, text in texts if ELSEWHERE.search(text)] == []


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
def test_every_amount_says_its_currency(language: str) -> None:
    texts = LIBRARY.text(language, "starter")
    silent = []
    for edition in EDITIONS:
        for sheet in definition("city", edition).sheets:
            for field in sheet.asked:
                start = f"sheets.{sheet.key}.fields.{field.key}"
                said = texts[f"{start}.label"] + texts[f"{start}.help"]
                if field.type == "money" and "{currency}" not in said:
                    silent.append(start)
    assert silent == []


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("level", PLACE_LEVELS)
def test_a_workbook_has_at_most_twelve_tabs_and_one_table_a_tab(level: str, edition: str) -> None:
    asked = definition(level, edition)
    assert len(asked.tabs) + len(("guide", "check")) <= 12
    for tab in asked.tabs:
        sheets = [sheet for key in tab.sheets if (sheet := asked.sheet(key))]
        assert sum(sheet.layout == "table" for sheet in sheets) <= 1

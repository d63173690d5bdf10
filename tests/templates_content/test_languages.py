"""The texts of the languages beside English: complete, alike in placeholders, fit for Excel."""

from __future__ import annotations

import csv
import re
import tomllib
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest

from templates.load import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCALE = SHIPPED / "locale"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir() if path.is_dir() and path.name != "en")
FILES = [
    pytest.param(path, id=f"{path.parent.name}-{path.stem}")
    for language in LANGUAGES
    for path in sorted((LOCALE / language).glob("*.toml"))
]
COMPLETE = (
    "words",
    "guide",
    "check",
    "validation",
    "findings",
    "repairs",
    "levels",
    "offices",
    "cli",
    "summary",
)
# Texts that a language may have or leave out, whatever English does.
FREE_ENDINGS = (".short", ".example")
TAB_NAME = 31
TITLE = 32
INPUT_MESSAGE = 255
ERROR_MESSAGE = 225
WORDS_WITH_SPELLINGS = ("yes", "no", "na", "nd")


def _flat(table: dict[str, Any], start: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{start}{key}.")
        else:
            yield f"{start}{key}", value


def _texts(path: Path) -> dict[str, str]:
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))


def _of(language: str, part: str) -> dict[str, str]:
    return _texts(LOCALE / language / f"{part}.toml")


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _spellings(language: str, word: str) -> set[str]:
    words = _of(language, "words")
    return {_plain(spelling) for spelling in words[f"{word}_spellings"].split("|")} | {
        _plain(words[word])
    }


def _longest_place() -> str:
    names: list[str] = []
    for path in (SHIPPED / "places").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as lines:
            names.extend(row["name"] for row in csv.DictReader(lines))
    return max(names, key=len)


def _longest_values(language: str) -> dict[str, str]:
    """The longest that may stand for the placeholders of a question."""
    words = _of(language, "words")
    month = max((words[f"months.{number}"] for number in range(1, 13)), key=len)
    periods = [text for key, text in words.items() if key.startswith("periods.")]
    end = words["date_format"].format(day=31, month=month, year=2026)
    period = max((text.format(year=2026, month=month) for text in periods), key=len)
    return {"period": period, "period_end": end, "place": _longest_place()}


def test_a_language_beside_english_is_there() -> None:
    assert "fil" in LANGUAGES


@pytest.mark.parametrize("path", FILES)
def test_every_text_has_an_english_one_with_the_same_placeholders(path: Path) -> None:
    english = _of("en", path.stem)
    texts = _texts(path)
    assert [key for key in texts if key not in english and not key.endswith(FREE_ENDINGS)] == []
    unlike = [
        key
        for key, text in texts.items()
        if key in english and _placeholders(text) != _placeholders(english[key])
    ]
    assert unlike == []


@pytest.mark.parametrize("path", FILES)
def test_no_text_that_english_has_words_for_is_empty(path: Path) -> None:
    english = _of("en", path.stem)
    assert [key for key, text in _texts(path).items() if not text and english.get(key)] == []


@pytest.mark.parametrize("part", COMPLETE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_every_workbook_needs_are_all_there(language: str, part: str) -> None:
    assert set(_of("en", part)) - set(_of(language, part)) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_tab_names_are_those_that_excel_takes(language: str) -> None:
    names = [text for key, text in _of(language, "tabs").items() if key.endswith(".name")]
    assert [name for name in names if len(name) > TAB_NAME] == []
    assert [name for name in names if re.search(r"[\[\]:*?/\\]|^'|'$", name)] == []
    assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_of_refused_answers_fit(language: str) -> None:
    numbers = dict.fromkeys(("minimum", "maximum", "length", "period_end"), "1,000,000,000")
    texts = {key: text.format(**numbers) for key, text in _of(language, "validation").items()}
    limits = {key: TITLE if key.endswith(".title") else ERROR_MESSAGE for key in texts}
    assert {key: len(text) for key, text in texts.items() if len(text) > limits[key]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_pops_up_beside_a_question_fits(language: str) -> None:
    path = LOCALE / language / "sheets.toml"
    if not path.exists():
        pytest.skip(f"the questions are not translated into {language} yet")
    values = _longest_values(language)
    texts = {key: text.format(**values) for key, text in _texts(path).items() if ".fields." in key}
    suffix = _of(language, "validation")["input_suffix"]
    titles = {
        key: texts.get(f"{key.removesuffix('.label')}.short", text)
        for key, text in texts.items()
        if key.endswith(".label")
    }
    helps = {key: f"{text} {suffix}" for key, text in texts.items() if key.endswith(".help")}
    assert {key: title for key, title in titles.items() if len(title) > TITLE} == {}
    assert {key: len(text) for key, text in helps.items() if len(text) > INPUT_MESSAGE} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_spellings_mean_one_thing_only(language: str) -> None:
    meanings = [
        (spelling, word)
        for word in WORDS_WITH_SPELLINGS
        for spelling in _spellings(language, word) | _spellings("en", word)
    ]
    assert sorted(dict(meanings).items()) == sorted(meanings)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_option_is_mistaken_for_no_other(language: str) -> None:
    taken = _spellings(language, "na") | _spellings(language, "nd")
    english = _of("en", "lists")
    lists: dict[str, dict[str, str]] = {}
    for key, label in _of(language, "lists").items():
        lists.setdefault(key.partition(".")[0], {})[key] = _plain(label)
    for labels in lists.values():
        assert taken.isdisjoint(labels.values())
        assert len(set(labels.values())) == len(labels), labels
        # Workbooks in two languages meet in one round: a word must not change its meaning.
        other = {_plain(english[key]): key for key in labels if key in english}
        assert {key: label for key, label in labels.items() if other.get(label, key) != key} == {}

"""Broken definitions, each with the messages that it must give, and sound ones that give none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from templates.check import check_definitions
from templates.load import SHIPPED

CASES = Path(__file__).parents[1] / "cases"
BROKEN = CASES / "broken_definitions"
NAMES = sorted(path.name.removesuffix(".errors.txt") for path in BROKEN.glob("*.errors.txt"))


def mistakes_in(folder: Path) -> list[str]:
    """The messages, with paths as seen from the folder."""
    return [
        str(mistake).replace(mistake.path, Path(mistake.path).relative_to(folder).as_posix())
        for mistake in check_definitions(folder)
    ]


def lay_over_sound(case: str, target: Path) -> Path:
    """A case holds only the files in which it differs from the sound folder."""
    shutil.copytree(BROKEN / "sound", target, dirs_exist_ok=True)
    shutil.copytree(BROKEN / case, target, dirs_exist_ok=True)
    return target


@pytest.mark.parametrize("case", NAMES)
def test_broken_definitions(case: str, tmp_path: Path) -> None:
    expected = (BROKEN / f"{case}.errors.txt").read_text(encoding="utf-8").splitlines()
    assert mistakes_in(lay_over_sound(case, tmp_path)) == expected


def test_every_broken_folder_has_its_messages() -> None:
    folders = {path.name for path in BROKEN.iterdir() if path.is_dir()}
    assert folders == {"sound", *NAMES}


@pytest.mark.parametrize("folder", [SHIPPED, CASES / "specimen", BROKEN / "sound"])
def test_sound_definitions_have_no_mistakes(folder: Path) -> None:
    assert mistakes_in(folder) == []


def write_texts(folder: Path, language: str, text: str) -> None:
    path = folder / "locale" / language / "signs.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("offered", [True, False])
def test_languages_have_the_same_keys_and_placeholders(tmp_path: Path, *, offered: bool) -> None:
    shutil.copytree(BROKEN / "sound", tmp_path, dirs_exist_ok=True)
    if offered:
        town = tmp_path / "programmes" / "town.toml"
        text = town.read_text(encoding="utf-8")
        town.write_text(text.replace('["en"]', '["en", "fil"]'), encoding="utf-8")
    write_texts(tmp_path, "en", 'exit = "Way out"\nlift = "Lift {number}"\nstairs = "Stairs"\n')
    write_texts(tmp_path, "fil", 'exit = "Labasan"\nlift = "Elebeytor"\nbintana = "Bintana"\n')
    start = "locale/fil/signs.toml: "
    missing = [f"{start}stairs: this text is missing; translate 'Stairs'"]
    assert [text for text in mistakes_in(tmp_path) if text.startswith(start)] == [
        f"{start}lift: write the placeholders of the English text: {{number}}",
        *(missing if offered else ()),
        f"{start}bintana: there is no such English text; rename this as in English, or remove it",
    ]


def test_texts_of_a_file_that_cannot_be_read_are_not_called_missing(tmp_path: Path) -> None:
    folder = lay_over_sound("not_toml", tmp_path)
    assert not [text for text in mistakes_in(folder) if "missing" in text]


def test_a_folder_without_a_programme_is_called_that(tmp_path: Path) -> None:
    (mistake,) = check_definitions(tmp_path)
    assert "no programme here" in str(mistake)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    shutil.copytree(BROKEN / "sound", tmp_path, dirs_exist_ok=True)
    path = tmp_path / "sheets" / "office.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert mistakes_in(tmp_path) == []


def test_a_new_language_is_asked_only_for_what_its_programmes_show(tmp_path: Path) -> None:
    shutil.copytree(BROKEN / "sound", tmp_path, dirs_exist_ok=True)
    town = tmp_path / "programmes" / "town.toml"
    town.write_text(town.read_text("utf-8").replace('["en"]', '["en", "sw"]'), encoding="utf-8")
    write_texts(tmp_path, "sw", 'exit = "Mlango"\n')
    write_texts(tmp_path, "en", 'exit = "Way out"\n')
    missing = [text for text in mistakes_in(tmp_path) if "missing" in text]
    assert len({text.split(": ")[1] + text.split(": ")[0] for text in missing}) == len(missing)
    parts = {text.partition(":")[0].removeprefix("locale/sw/") for text in missing}
    assert parts == {
        "check.toml", "guide.toml", "levels.toml", "lists.toml", "programmes.toml", "sheets.toml",
        "tabs.toml", "validation.toml", "words.toml",
    }  # fmt: skip
    assert not [text for text in missing if "structures" in text or "services" in text]

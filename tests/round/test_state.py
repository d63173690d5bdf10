"""Fingerprints of what a round is made of, and what rounds of the same questions share."""

import shutil
from pathlib import Path

import pytest

from workbook.round.folder import DEFINITIONS, open_round
from workbook.round.state import files_state, settings_state, zone_state


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files in it and below it."""
    (tmp_path / "one/inside").mkdir(parents=True)
    (tmp_path / "one/a.txt").write_text("a")
    (tmp_path / "one/inside/b.txt").write_text("b")
    return tmp_path / "one"


def test_the_same_files_have_the_same_state_wherever_they_lie(folder, tmp_path) -> None:
    shutil.copytree(folder, tmp_path / "two")
    assert files_state(folder) == files_state(tmp_path / "two")
    assert settings_state(folder) == settings_state(tmp_path / "two")


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "inside/b.txt").write_text("c"),
        lambda folder: (folder / "inside/b.txt").rename(folder / "inside/c.txt"),
        lambda folder: (folder / "inside/b.txt").rename(folder / "b.txt"),
        lambda folder: (folder / "inside/c.txt").write_text(""),
        lambda folder: (folder / "a.txt").unlink(),
    ],
    ids=["bytes", "name", "folder", "one more", "one less"],
)
def test_any_change_of_a_file_changes_the_state(folder, change) -> None:
    before = files_state(folder)
    change(folder)
    assert files_state(folder) not in {before, ""}


def test_bytes_that_move_to_the_next_file_change_the_state(folder) -> None:
    (folder / "a.txt").write_text("ab")
    (folder / "b.txt").write_text("c")
    before = files_state(folder)
    (folder / "a.txt").write_text("a")
    (folder / "b.txt").write_text("bc")
    assert files_state(folder) != before


def test_settings_are_the_files_of_the_folder_without_ledger_and_inbox(folder) -> None:
    before = settings_state(folder)
    for name in ("ledger.sqlite", "ledger.sqlite-journal", ".migbook-lock", "inside/c.txt"):
        (folder / name).write_text("x")
    assert settings_state(folder) == before
    (folder / "last-year.sqlite").write_text("x")
    assert settings_state(folder) not in {before, ""}


def test_what_cannot_be_read_has_no_state(folder) -> None:
    (folder / "gone.txt").symlink_to(folder / "nowhere")
    assert files_state(folder) == ""
    assert settings_state(folder / "nowhere") == ""


def test_a_zone_has_the_state_of_its_rules() -> None:
    assert zone_state("Asia/Manila")
    assert zone_state("Asia/Manila") != zone_state("Europe/Paris")


def test_rounds_whose_questions_are_the_same_share_them(tmp_path, small_round) -> None:
    other = tmp_path / "other"
    shutil.copytree(small_round.folder, other)
    libraries = {}
    one, two = (open_round(folder, libraries) for folder in (small_round.folder, other))
    assert one.library is two.library
    path = other / DEFINITIONS / "locale/en/words.toml"
    path.write_text(path.read_text("utf-8") + "\n# mine\n", "utf-8")
    assert open_round(other, libraries).library is not one.library

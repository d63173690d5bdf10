"""The numbered menu, used as a new user would: in front of a terminal."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.running import run

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo terminals to test with", allow_module_level=True)

from tests.cli.terminal import at_terminal

if TYPE_CHECKING:
    from pathlib import Path

ENTER = "\n"


def lines(shown: str, since: int = 0) -> list[tuple[str, str]]:
    """Text and command of each line of the last menu on the screen."""
    menu = shown[shown.rindex("What to do now") :]
    found = re.findall(r"^  \d  (.*?) {2,}(migbook .*?)\r?$", menu, re.MULTILINE)
    return [(text, command) for text, command in found]


def test_each_line_names_its_command_and_enter_leaves(round_folder: Path) -> None:
    shown, code = at_terminal(round_folder, [ENTER])
    assert code == 0
    assert "All places" in shown
    assert lines(shown) == [
        ("Check 4 new files", "migbook validate"),
        ("Write reminders to 4 places", "migbook remind"),
        ("Write the status as a workbook for a meeting", "migbook status --format xlsx"),
    ]


def test_from_new_files_to_the_summary_by_numbers(round_folder: Path) -> None:
    shown, code = at_terminal(round_folder, ["1\n", "1\n", ENTER])
    assert code == 0
    assert "$ migbook validate" in shown
    assert "Files: 4 (" in shown
    assert "$ migbook compile" in shown
    assert "4 of 4 places" in shown
    assert list((round_folder / "summary").glob("*-summary-INTERNAL.xlsx"))
    assert lines(shown)[0] == ("Compile the 4 returns that count", "migbook compile")


def test_what_is_no_number_of_a_line_is_asked_again(round_folder: Path) -> None:
    shown, code = at_terminal(round_folder, ["9\n", "help\n", ENTER])
    assert code == 0
    assert shown.count("Type a number from 1 to 3") == 2


def test_a_command_that_fails_leads_back_to_the_menu(round_folder: Path) -> None:
    shown, code = at_terminal(round_folder.parent, ["2\n", ENTER], "--round", round_folder.name)
    assert code == 0
    assert shown.count("What to do now") == 2
    assert "Reminders written" in shown


def test_rules_that_changed_are_asked_about_before_anything_is_kept(round_folder: Path) -> None:
    run("validate")
    places = round_folder / "definitions" / "lists"
    (places / "zz_new.csv").write_text("code,deprecated\na,\n", encoding="utf-8")
    shown, code = at_terminal(round_folder, ["1\n", "n\n", ENTER])
    assert code == 0
    assert "migbook validate --again" in lines(shown)[0][1]
    assert "Keep these verdicts? [y/N]:" in shown
    shown, code = at_terminal(round_folder, ["1\n", "y\n", ENTER])
    assert code == 0
    assert "--again" not in lines(shown)[0][1]


def test_no_menu_in_a_pipe(round_folder: Path) -> None:
    assert "What to do now" not in run().out
    shutil.rmtree(round_folder / "outbox")
    assert run().code == 0

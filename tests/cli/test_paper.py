"""Paper beside the workbooks, and the check code that ties a signed page to a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path

CODE = re.compile(r"Check code: (\d{4}-\d{4})")


def test_generate_writes_slips_and_forms_if_asked(round_folder: Path) -> None:
    before = set((round_folder / "outbox").iterdir())
    done = run("generate", "0501724000", "--slips", "--paper")
    assert done.code == 0
    made = sorted(path.name for path in set((round_folder / "outbox").iterdir()) - before)
    assert [name.rpartition("-")[2] for name in made] == ["blank.pdf", "slips.pdf"]
    assert all(name.startswith("0501724000-") for name in made)
    assert "Slips for offices written to" in done.out


def test_validate_and_status_show_the_check_code(round_folder: Path) -> None:
    done = run("validate")
    codes = CODE.findall(done.out)
    assert len(codes) == len(set(codes)) == 4
    shown = run("status", "--format", "json").json("status")
    assert {place["check_code"] for place in shown["places"]} == set(codes)
    # What is kept says the same when nothing is read again.
    assert CODE.findall(run("validate").out) == codes


def test_new_tells_how_much_each_level_is_asked(tmp_path: Path) -> None:
    done = run("new", tmp_path / "r", "--programme", "bicol", "--period", "2026")
    assert "Municipality: 62 answers" in done.err + done.out

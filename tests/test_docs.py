"""The documentation is true: its commands run, its links lead somewhere, its lists are complete.

Blocks marked ```console are run as they stand, from top to bottom of a page, each page in a folder
of its own. Only `migbook new` is given a short list of places, so that the round is small. Code 1
is a result (there are errors in respondents' files); a command that could not be carried out
leaves with 2. What must happen between two blocks, such as files that arrive by e-mail, stands in
a comment: <!-- first: migbook simulate -->. Blocks marked ```sh and ```powershell are about
installing and are not run.
"""

from __future__ import annotations

import csv
import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^(?:```console\n(.*?)^```|<!-- first: (.*?) -->)", re.MULTILINE | re.DOTALL)
# One line, or a file written with <<'END' up to its END.
COMMAND = re.compile(r"^\$ .*<<'END'\n(?:.*\n)*?END\n|^\$ .*", re.MULTILINE)
LINK = re.compile(r"\]\(([^)#]+?)(?:#[^)]*)?\)")
TINY = {"0500000000", "0501700000", "0501715000", "0501724000", "0501728000", "0500506000"}
BASH = shutil.which("bash")


def commands(page: Path) -> list[str]:
    blocks = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [
        found.removeprefix("$ ").rstrip("\n")
        for block, first in blocks
        for found in COMMAND.findall(block or f"$ {first}")
    ]


PAGES_WITH_COMMANDS = [page for page in PAGES if commands(page)]


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture
def tiny_places(tmp_path):
    """The register cut down to a few places, in the columns of a list of places."""
    source = ROOT / "templates/places/bicol.csv"
    target = tmp_path / "places-for-tests.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(row for row in rows if row["code"] in TINY)
    return target


@pytest.mark.skipif(BASH is None, reason="commands of the documentation are run by bash")
@pytest.mark.parametrize("page", PAGES_WITH_COMMANDS, ids=name_of)
def test_commands_of_the_page_run(page, tmp_path, tiny_places):
    launcher = tmp_path / "bin/migbook"
    launcher.parent.mkdir()
    launcher.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m cli "$@"\n', "utf-8")
    launcher.chmod(0o755)
    script = ['check() { code=$?; if [ $code -gt 1 ]; then echo "$1" >&2; exit $code; fi; }']
    for line in commands(page):
        named = {"--places", "--definitions", "--after", "--region"} & set(line.split())
        whole = "migbook new" in line and not named
        places = f"migbook new --places {shlex.quote(str(tiny_places))}"
        small = line.replace("migbook new", places) if whole else line
        script += [small, f"check {shlex.quote('this command failed: ' + line)}"]
    work = tmp_path / "work"
    work.mkdir()
    environment = os.environ | {
        "PATH": f"{launcher.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [BASH, "-c", "\n".join(script)],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert list(work.glob("*/round.toml"))


def test_each_kind_of_page_has_commands():
    folders = {page.parent.name for page in PAGES_WITH_COMMANDS}
    assert {"tutorial", "how-to", ROOT.name} <= folders


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_files(page):
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    local = [target for target in targets if "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_generated_pages_are_up_to_date():
    path = ROOT / "docs/make_reference.py"
    specification = importlib.util.spec_from_file_location("make_reference", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    for page, text in module.pages().items():
        written = page.read_text(encoding="utf-8")
        assert written == text, f"run python docs/make_reference.py: {page.name} is out of date"

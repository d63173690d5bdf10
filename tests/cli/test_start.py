from __future__ import annotations

import keyword
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from cli.main import COMMANDS, main

ROOT = Path(__file__).parents[2]
HEAVY = {"pandas", "numpy", "openpyxl", "jsonschema", "rich", "lxml", "xlsxwriter"}
LOADED = "import sys; print(' '.join({name.partition('.')[0] for name in sys.modules}))"


def python(code: str, folder: Path = ROOT) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def modules_after(arguments: list[str], folder: Path = ROOT) -> set[str]:
    code = (
        "import contextlib, io, sys\n"
        "from cli.main import main\n"
        "with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO())), "
        "contextlib.suppress(SystemExit):\n"
        f"    main({arguments!r})\n{LOADED}"
    )
    return set(python(code, folder).split())


def test_help_loads_nothing_heavy() -> None:
    loaded = modules_after(["--help"])
    assert "click" in loaded
    assert not loaded & (HEAVY | {"python_calamine", "sqlite3"})


def test_validate_loads_nothing_heavy(round_folder: Path) -> None:
    loaded = modules_after(["validate", "--format", "json"], round_folder)
    assert "python_calamine" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there_and_helps(name: str) -> None:
    module = f"{name}_" if keyword.iskeyword(name) else name
    command = import_module(f"cli.commands.{module}").command
    assert isinstance(command, click.Command)
    assert command.name == name
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert command.help
    assert command.help.splitlines()[0] in " ".join(result.stdout.split())


def test_bare_command_outside_a_round_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [])
    assert result.exit_code == 0
    assert "Usage: migbook" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [["nonsense"], ["status", "--format", "pdf"], ["extract"], ["status", "--round", "nowhere"]],
)
def test_wrong_usage_leaves_with_two(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error" in result.stderr


def test_outside_a_round_a_sentence_and_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["status"])
    assert result.exit_code == 2
    assert "migbook new" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_unexpected_fault_says_what_to_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        msg = "the sky fell"
        raise RuntimeError(msg)

    monkeypatch.setattr("workbook.check.wording.explain", fail)
    result = CliRunner().invoke(main, ["explain", "CE203"])
    assert result.exit_code == 2
    assert "RuntimeError: the sky fell" in result.stderr
    assert "test_start.py, line" in result.stderr
    assert "Python 3." in result.stderr
    assert "Traceback" not in result.stderr


def test_an_interrupted_run_leaves_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("workbook.check.wording.explain", stop)
    result = CliRunner().invoke(main, ["explain", "CE203"])
    assert result.exit_code == 130
    assert result.stdout == ""


def test_the_module_is_a_command_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cli", "--version"], cwd=ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.startswith("migbook")

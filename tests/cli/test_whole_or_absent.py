"""Whatever ends a command, no file under its own name is half: it is as before, whole or absent."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from tests.cli.running import run

ROOT = Path(__file__).parents[2]
PART = "*.migbook-part"
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="limits of processes are set as on Linux"
)
COMMANDS = {
    "generate": (("generate", "--quiet"), "outbox"),
    "return": (("return", "--quiet"), "returned"),
    "compile": (("compile", "--only", "workbook", "--quiet"), "summary"),
    "pack": (("pack", "--quiet"), "."),
}
# What else a summary is made of. The totals, which are needed for none, lie there before.
SUMMARIES = {
    "page": ("--only", "page"),
    "document": ("--only", "document"),
    "profiles": ("--only", "profiles"),
    "data": ("--only", "data"),
    "long table": ("--only", "totals", "--long-table"),
}


def is_whole(path: Path) -> bool:
    """Whether a file has its end; one that is damaged in its middle was not written in one go."""
    data = path.read_bytes()
    if path.suffix in {".xlsx", ".docx", ".zip"}:
        if not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as archive:
            return archive.testzip() is None
    if path.suffix == ".json":
        return bool(json.loads(data))
    if path.suffix == ".parquet":
        return len(data) > 8 and data.startswith(b"PAR1") and data.endswith(b"PAR1")
    if path.suffix == ".pdf":
        return data.rstrip().endswith(b"%%EOF")
    return bool(data) and (path.suffix != ".html" or data.rstrip().endswith(b"</html>"))


def outputs(folder: Path) -> dict[str, bytes]:
    """The files that a command may write, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.name.startswith(".")
        and path.relative_to(folder).parts[0] not in {"inbox", "ledger.sqlite", "definitions"}
    }


def start(folder: Path, arguments: tuple[str, ...], largest: int = 0) -> subprocess.Popen[bytes]:
    """The command in a process of its own, which may write no file larger than this."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.Popen(
        [sys.executable, "-m", "cli", "--round", folder, *arguments],
        cwd=ROOT,
        env={**os.environ, "MIGBOOK_WORKERS": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=limit if largest else None,  # noqa: PLW1509 - no threads here
    )


def kill_while_it_writes(process: subprocess.Popen[bytes], home: Path) -> bool:
    """Kill it as soon as half a file lies in or below this folder; whether one was seen."""
    until = time.monotonic() + 120
    found = False
    while not found and process.poll() is None and time.monotonic() < until:
        found = next(home.rglob(PART), None) is not None
        time.sleep(0.0005)
    process.kill()
    process.communicate(timeout=60)
    return found


@pytest.fixture
def folder(practised: Path, tmp_path: Path) -> Path:
    """A round in whose inbox there are answers, taken in; one of them has to go back."""
    folder = tmp_path / "round"
    shutil.copytree(practised, folder)
    shutil.rmtree(folder / "outbox")
    assert run("--round", folder, "validate", "--quiet").code == 0
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_without_room_on_the_disk_there_is_no_half_file(folder: Path, command: str) -> None:
    arguments, _ = COMMANDS[command]
    if command == "compile":
        assert run("--round", folder, *arguments).code == 0
    before = outputs(folder)
    process = start(folder, arguments, largest=4_000)
    _, told = process.communicate(timeout=120)
    after = outputs(folder)
    assert before.items() <= after.items()
    # Letters are small enough; whatever was written is whole.
    assert all(is_whole(folder / name) for name in after.keys() - before.keys())
    assert not [name for name in after.keys() - before.keys() if name.endswith(".xlsx")]
    assert b"Traceback" not in told
    if command != "compile":
        assert process.returncode == 2, told
        assert b"run again" in told or b"no room" in told
    assert not list(folder.rglob(PART))


@pytest.mark.parametrize("command", COMMANDS)
def test_killed_while_it_writes_it_leaves_no_half_file(folder: Path, command: str) -> None:
    arguments, home = COMMANDS[command]
    kill_while_it_writes(start(folder, arguments), folder / home)
    for name in outputs(folder):
        assert is_whole(folder / name), name
    assert run("--round", folder, *arguments).code == 0
    for name in outputs(folder):
        assert is_whole(folder / name), name
    packed = folder.parent if command == "pack" else folder
    assert not [name for name in outputs(packed) if name.endswith("migbook-part")]


@pytest.fixture(scope="module")
def taken_in(practised: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round whose answers are taken in, with the totals of its summary."""
    folder = tmp_path_factory.mktemp("summaries") / "round"
    shutil.copytree(practised, folder)
    assert run("--round", folder, "validate", "--quiet").code == 0
    assert run("--round", folder, "compile", "--only", "totals", "--quiet").code == 0
    return folder


@pytest.mark.parametrize("part", SUMMARIES)
def test_no_part_of_a_summary_is_half_on_a_full_disk(
    taken_in: Path, tmp_path: Path, part: str
) -> None:
    folder = tmp_path / "round"
    shutil.copytree(taken_in, folder)
    before = outputs(folder)
    process = start(folder, ("compile", *SUMMARIES[part], "--quiet"), largest=4_000)
    _, told = process.communicate(timeout=120)
    after = outputs(folder)
    assert process.returncode == 2, told
    assert b"run again" in told
    assert b"Traceback" not in told
    assert before.items() <= after.items()
    assert [name for name in after if not is_whole(folder / name)] == []
    assert not list(folder.rglob(PART))


def test_no_part_of_a_summary_is_half_if_the_command_is_killed(taken_in: Path) -> None:
    killed = 0
    for part, options in SUMMARIES.items():
        process = start(taken_in, ("compile", *options, "--quiet"))
        killed += kill_while_it_writes(process, taken_in / "summary")
        half = [name for name in outputs(taken_in) if not is_whole(taken_in / name)]
        assert half == [], part
    # Some are written between two looks.
    assert killed
    options = [option for one in SUMMARIES.values() for option in one]
    assert run("--round", taken_in, "compile", *options, "--quiet").code == 0
    endings = {Path(name).suffix for name in outputs(taken_in)}
    assert {".html", ".pdf", ".docx", ".csv", ".json", ".yml", ".parquet", ".eml"} <= endings
    assert [name for name in outputs(taken_in) if not is_whole(taken_in / name)] == []

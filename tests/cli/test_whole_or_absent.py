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
    process = start(folder, arguments)
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        if next((folder / home).glob(PART), None) is not None:
            process.kill()
            break
    process.communicate(timeout=60)
    for name in outputs(folder):
        assert is_whole(folder / name), name
    assert run("--round", folder, *arguments).code == 0
    for name in outputs(folder):
        assert is_whole(folder / name), name
    packed = folder.parent if command == "pack" else folder
    assert not [name for name in outputs(packed) if name.endswith("migbook-part")]

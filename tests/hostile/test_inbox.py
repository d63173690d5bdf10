"""One inbox with everything that can harm: each file ends in its finding, and the batch goes on."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.cli.conftest import PLACES
from tests.cli.running import SCHEMAS, run
from tests.hostile.collection import READ, collection
from tests.read.packed import zipped

ROOT = Path(__file__).parents[2]
ODD = b"odd"
# Names as other systems, careless people and hostile ones give them.
NAMES = (
    "CON.xlsx", "NUL", "aux.txt.xlsx", "COM1.xlsx", "-rf.xlsx", "=1+1.xlsx", "a\nb.xlsx",
    "a\rb.xlsx", "a\x1b[2Jb.xlsx", "\u202excod.xlsx", "a\u200fb.xlsx", "مالية.xlsx", "a\\b.xlsx",
    "a\\..\\up.xlsx", " .xlsx", "a.xlsx ", "a.xlsx.", "%2e%2e%2fa.xlsx", "<b>a<b>.xlsx",
    "'; DROP TABLE files; --.xlsx", "[bold]a[bold].xlsx", "{period}.xlsx", "$(touch gone).xlsx",
    "n" * 250 + ".xlsx", "漢" * 83 + ".xlsx", "a!", "😀.xlsx",
)  # fmt: skip
MOST_MEMORY = 160 * 1024**2
MOST_SECONDS = 40


@dataclass(frozen=True)
class Ran:
    """What one run of validate over the inbox told, and what it took."""

    data: Any
    errors: str
    memory: int
    expected: dict[str, str]
    written: set[str]
    folder: Path

    def files(self) -> dict[str, tuple[str, list[str]]]:
        return {
            file["file"].removeprefix("inbox/"): (
                file["verdict"],
                [found["code"] for found in file["findings"]],
            )
            for file in self.data["files"]
        }


def fill(inbox: Path) -> dict[str, str]:
    """Fill the inbox; what is to be found in each file, by its name."""
    (good,) = inbox.rglob("0501701000*.xlsx")
    hostile = collection(good.read_bytes())
    (inbox / "naga.xlsx").write_bytes(next(inbox.rglob("0501724000*.xlsx")).read_bytes())
    shutil.rmtree(inbox / "practice")
    expected = {}
    for name, (data, code) in hostile.items():
        (inbox / name).write_bytes(data)
        expected[name] = code
    for name in NAMES:
        (inbox / name).write_bytes(ODD)
    return expected


def fill_with_odd_things(inbox: Path) -> None:
    """What is in a folder and is no file."""
    (inbox / "passwd.xlsx").symlink_to("/etc/passwd")
    (inbox / "zero.xlsx").symlink_to("/dev/zero")
    (inbox / "cycle.xlsx").symlink_to(inbox / "cycle.xlsx")
    (inbox / "up").symlink_to(inbox.parent)
    os.mkfifo(inbox / "pipe.xlsx")
    (inbox / "folder.xlsx").mkdir()
    (inbox / "folder.xlsx" / "naga again.xlsx").write_bytes((inbox / "naga.xlsx").read_bytes())
    (inbox / "archive.zip!").mkdir()
    (inbox / "archive.zip!" / "b.xlsx").write_bytes(ODD)
    (inbox / "up.zip").write_bytes(zipped({"../../up.xlsx": ODD, "CON/NUL.xlsx": ODD}))
    here = Path.cwd()
    os.chdir(inbox)
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.xlsx")
        Path("deep").mkdir()
        os.chdir("deep")
        for _ in range(1_100):
            Path("d").mkdir()
            os.chdir("d")
        Path("deep.xlsx").write_bytes(ODD)
    finally:
        os.chdir(here)


def names_in(folder: Path) -> set[str]:
    """Everything below a folder but the round's inbox, which nobody writes to."""
    found = set()
    for base, folders, files in os.walk(folder):
        if Path(base).name == "inbox":
            folders.clear()
            continue
        found |= {str(Path(base, name).relative_to(folder)) for name in (*folders, *files)}
    return found


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    if sys.platform != "linux":
        pytest.skip("names, links and special files as here exist on Linux only")
    home = tmp_path_factory.mktemp("hostile")
    folder = home / "round"
    (home / "four.csv").write_text(PLACES, encoding="utf-8")
    options = ("--programme", "bicol", "--period", "2026", "--places", home / "four.csv")
    assert run("new", folder, *options).code == 0
    assert run("--round", folder, "generate").code == 0
    assert run("--round", folder, "simulate", "--share", "1", "--mistakes", "0").code == 0
    expected = fill(folder / "inbox")
    fill_with_odd_things(folder / "inbox")
    before = names_in(home)
    done, memory = _run(folder, home)
    if done[0].count("WB015") > list(expected.values()).count("WB015"):
        # On a machine that is busy with more, what took too long is tried again.
        done, again = _run(folder, home)
        memory = max(memory, again)
    # Too deep for what Python and pytest clear up with.
    subprocess.run(["rm", "-rf", folder / "inbox" / "deep"], check=True)
    return Ran(json.loads(done[0]), done[1], memory, expected, names_in(home) - before, folder)


def _run(folder: Path, home: Path) -> tuple[tuple[str, str], int]:
    """Run the command as people do, with workers; the most memory that it had itself."""
    out, errors = home / "out.json", home / "errors.txt"
    out.touch()
    errors.touch()
    surroundings = {**os.environ, "MIGBOOK_WORKERS": "2", "HOME": str(home), "TMPDIR": str(home)}
    command = [sys.executable, "-m", "cli", "--round", folder, "validate", "--format", "json"]
    with out.open("w") as to, errors.open("w") as other:
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=to, stderr=other, env=surroundings
        )
        memory = 0
        while process.poll() is None:
            memory = max(memory, _memory_of(process.pid))
            time.sleep(0.05)
    assert process.returncode == 1, errors.read_text()
    told = out.read_text(), errors.read_text()
    out.unlink()
    errors.unlink()
    return told, memory


def _memory_of(number: int) -> int:
    """The most memory that a process has had so far."""
    try:
        lines = Path(f"/proc/{number}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(x.split()[1]) * 1024 for x in lines if x.startswith("VmHWM:")), 0)


@pytest.fixture(scope="module")
def hostile(ran: Ran) -> dict[str, str]:
    return ran.expected


def shown(name: str) -> str:
    """A name as it is told: what deceives or parts names is written out."""
    for sign in "\n\r\x1b\u202e\u200f\\":
        name = name.replace(sign, f"%{ord(sign):04X}")
    return f"{name[:-1]}%0021" if name.endswith("!") else name


def test_each_file_ends_in_its_one_finding(ran: Ran, hostile: dict[str, str]) -> None:
    found = {name: codes for name, (_, codes) in ran.files().items()}
    wrong = {
        name: found.get(name)
        for name, code in hostile.items()
        if code != READ and [code] not in (found.get(name), found.get(_inside(name, found)))
    }
    assert wrong == {}


def _inside(name: str, found: dict[str, list[str]]) -> str:
    """The one file in a container."""
    members = [each for each in found if each.startswith(f"{name}!/")]
    return members[0] if len(members) == 1 else ""


def test_a_file_that_only_looks_hostile_says_what_it_says(
    ran: Ran, hostile: dict[str, str]
) -> None:
    found = ran.files()
    # Many different files of one place: each but the one that counts says so.
    kinds = Counter(
        (verdict, tuple(set(codes) - {"WB017"}))
        for name, (verdict, codes) in found.items()
        if hostile.get(name) == READ
    )
    assert sum(kinds.values()) == list(hostile.values()).count(READ) > 10
    assert {verdict for verdict, _ in kinds} <= {"accepted", "accepted_with_warnings"}
    assert {codes for _, codes in kinds} == {()}


def test_the_good_file_beside_them_is_accepted(ran: Ran) -> None:
    verdict, codes = ran.files()["folder.xlsx/naga again.xlsx"]
    assert verdict in {"accepted", "accepted_with_warnings"}
    assert not [code for code in codes if code.startswith(("WB", "SH"))]
    copy, told = ran.files()["naga.xlsx"]
    assert (copy, set(told)) == (verdict, {"WB010", *codes})


def test_no_name_hides_what_it_is_or_leads_anywhere(ran: Ran) -> None:
    found = ran.files()
    for name in NAMES:
        assert found[shown(name)][0] == "unreadable"
        assert found[shown(name)][1] in (["WB004"], ["WB001"])
    assert found["archive.zip%0021/b.xlsx"][0] == "unreadable"
    assert {name for name in found if name.startswith("up.zip!/")} == {
        "up.zip!/up.xlsx",
        "up.zip!/CON/NUL.xlsx",
    }
    assert len([name for name in found if name.startswith("deep/") and "deep.xlsx" in name]) == 1
    assert all(name.isprintable() for name in found)


def test_links_and_what_is_no_file_are_named_and_never_opened(ran: Ran) -> None:
    found = ran.files()
    odd = ("passwd.xlsx", "zero.xlsx", "cycle.xlsx", "up", "pipe.xlsx", "socket.xlsx")
    assert {name: found[name] for name in odd} == dict.fromkeys(odd, ("unreadable", ["WB019"]))


def test_every_finding_has_a_remedy_and_the_data_keep_their_shape(ran: Ran) -> None:
    rules = json.loads((SCHEMAS / "validate.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(rules).validate(ran.data)
    for file in ran.data["files"]:
        for finding in file["findings"]:
            assert len(finding["remedy"]) > 20
            assert "{" not in finding["remedy"]
    assert "Traceback" not in ran.errors
    assert "root:" not in json.dumps(ran.data)


def test_the_process_in_charge_stays_small_and_writes_only_to_the_round(ran: Ran) -> None:
    assert 0 < ran.memory < MOST_MEMORY
    assert {Path(name).parts[0] for name in ran.written} <= {"round"}
    assert ran.written <= {"round/ledger.sqlite", "round/.migbook-lock"}


def test_a_terminal_is_told_no_commands(ran: Ran) -> None:
    told = run("--round", ran.folder, "validate", ran.folder / "inbox" / "a\x1b[2Jb.xlsx").out
    assert "\x1b[2J" not in told

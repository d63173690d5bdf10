"""Questions change in the middle of a round: workbooks sent out before come back all the same."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from templates.load import load_library
from tests.cli.running import run
from workbook.round.folder import open_round
from workbook.round.issue import order_for
from workbook.round.ledger import Ledger
from workbook.round.lock import locked
from workbook.round.status import counted_returns
from workbook.write.book import build_workbook

if TYPE_CHECKING:
    from workbook.write.order import Cell, CellKey

PROGRAMME = """key = "harbour"
version = "1.0"
currency = "KES"
code_length = 3
register = "harbour"
time_zone = "Africa/Nairobi"
languages = ["en"]

[[tabs]]
key = "office"
sheets = ["office"]

[[tabs]]
key = "bodies"
sheets = ["bodies"]
"""
QUESTION = """
[[fields]]
key = "{key}"
type = "{type}"
width = 30
who = "executive"
source = "own: made up"
"""
FIGURE = 'unit = "persons"\nadds_up = "sum"\nminimum = 0\n'
PLACES = """code,name,level,parent,population
001,Coast,region,,
002,Old Port,city,001,52000
003,New Port,municipality,001,8100
004,Far Port,municipality,001,4000
"""


def sheet(key: str, layout: str, *questions: tuple[str, str, str], more: str = "") -> str:
    asked = (QUESTION.format(key=name, type=kind) + rest for name, kind, rest in questions)
    return f'key = "{key}"\nlayout = "{layout}"\ndomain = "institutions"\n{more}' + "".join(asked)


def texts(title: str, labels: dict[str, str], sheet_key: str) -> str:
    parts = [f'[{sheet_key}]\ntitle = "{title}"\nhelp = "What there was."\nnothing = "None?"\n']
    parts += [
        f'[{sheet_key}.fields.{key}]\nlabel = "{label} in {{period}}"\nshort = "{label}"\n'
        'help = "As it was."\n'
        for key, label in labels.items()
    ]
    return "\n".join(parts)


OFFICE = {
    "abroad": ("integer", FIGURE + "required = true\n", "Abroad"),
    "leaflets": ("integer", FIGURE, "Leaflets"),
    "came_by": ("one_of", 'list = "boat_kind"\n', "Came by"),
    "seen": ("several_of", 'list = "boat_kind"\n', "Boats seen"),
}
BODIES = {
    "name": ("text", "required = true\n", "Name"),
    "state": ("one_of", 'list = "structure_status"\n', "State"),
    "mandate": ("one_of", 'list = "mandate"\n', "Mandate"),
    "members_total": ("integer", FIGURE, "Members"),
}
LISTS = {
    "boat_kind": {"ferry": "Ferry", "raft": "Raft", "canoe": "Canoe"},
    "structure_status": {"working": "Working", "broken": "Broken"},
    "mandate": {"sole": "Only this", "mixed": "Mostly this", "other": "Something else"},
}
NOTHING = load_library().text("en")["lists.nothing_reason.none_exists"]
MEASURES = ("residents_abroad", "returnees", "council_members")
TABLE = 'identity = ["name"]\nprepared_rows = 3\nnothing_to_report = true\n'
Questions = dict[str, tuple[str, str, str]]


def write_definitions(
    folder: Path,
    programme: str,
    sheets: dict[str, tuple[str, Questions]],
    lists: dict[str, dict[str, str]],
) -> None:
    """A folder of definitions; `sheets`: title and questions by key."""
    words: dict[str, str] = {"programmes": '[harbour]\nname = "Harbour"\ntitle = "Harbours"\n'}
    words["tabs"] = '[office]\nname = "Office"\ntitle = "Office"\n[bodies]\nname = "Bodies"\n'
    words["tabs"] += 'title = "Bodies"\n'
    words["sheets"] = words["lists"] = ""
    for name in ("programmes", "sheets", "lists", "places", "locale/en"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    (folder / "programmes/harbour.toml").write_text(programme, encoding="utf-8")
    (folder / "places/harbour.csv").write_text(PLACES, encoding="utf-8")
    for key, (title, questions) in sheets.items():
        asked = [(name, kind, rest) for name, (kind, rest, _) in questions.items()]
        layout, more = ("table", TABLE) if "name" in questions else ("form", "")
        text = sheet(key, layout, *asked, more=more)
        (folder / f"sheets/{key}.toml").write_text(text, encoding="utf-8")
        words["sheets"] += texts(title, {name: q[2] for name, q in questions.items()}, key)
    for key, options in lists.items():
        codes = "".join(f"{code},\n" for code in options)
        (folder / f"lists/{key}.csv").write_text(f"code,deprecated\n{codes}", encoding="utf-8")
        labels = "".join(f'{code} = "{label}"\n' for code, label in options.items())
        words["lists"] += f"[{key}]\n{labels}"
    for name, text in words.items():
        (folder / f"locale/en/{name}.toml").write_text(text, encoding="utf-8")


def change_definitions(folder: Path) -> None:
    """Version 1.1: other names, two options become one, a question less and one more."""
    programme = PROGRAMME.replace('"1.0"', '"1.1"')
    head, office, bodies = programme.split("[[tabs]]\n")
    programme = f"{head}[[tabs]]\n{bodies}\n[[tabs]]\n{office}"
    programme = programme.replace('["office"]', '["people"]').replace(
        '["bodies"]', '["structures"]'
    )
    for change in (
        'sheet = "office"\nfield = "abroad"\nbecomes = "residents_abroad"',
        'sheet = "office"\nbecomes = "people"',
        'sheet = "bodies"\nbecomes = "structures"',
        'sheet = "structures"\nfield = "state"\nbecomes = "status"',
        'list = "boat_kind"\ncode = "raft"\nbecomes = "small"',
        'list = "boat_kind"\ncode = "canoe"\nbecomes = "small"',
        'list = "structure_status"\ncode = "working"\nbecomes = "established"',
        'list = "structure_status"\ncode = "broken"\nbecomes = "dormant"',
        'list = "mandate"\ncode = "sole"\nbecomes = "migration_only"',
        'list = "mandate"\ncode = "mixed"\nbecomes = "migration_only"',
        'list = "mandate"\ncode = "other"\nbecomes = "inside_other"',
    ):
        programme += f'\n[[changes]]\nversion = "1.1"\n{change}\n'
    people: Questions = {
        "returnee_count": ("integer", FIGURE + "required = true\n", "Returned"),
        "residents_abroad": OFFICE["abroad"],
        "came_by": OFFICE["came_by"],
        "seen": OFFICE["seen"],
    }
    structures = {"status" if key == "state" else key: question for key, question in BODIES.items()}
    lists = {
        "boat_kind": {"ferry": "Ferry", "small": "Small boat"},
        "structure_status": {"established": "Works", "dormant": "Sleeps"},
        "mandate": {"migration_only": "Migration only", "inside_other": "Inside another"},
    }
    sheets = {"structures": ("The bodies", structures), "people": ("The people", people)}
    write_definitions(folder, programme, sheets, lists)


Body = tuple[str, str, int]


def answers(abroad: int, leaflets: int, kind: str, seen: str, *bodies: Body) -> dict[CellKey, Cell]:
    """An office, and bodies with state, mandate and members, in the words of version 1.0."""
    typed: dict[CellKey, Cell] = {
        ("office", None, "abroad"): abroad,
        ("office", None, "leaflets"): leaflets,
        ("office", None, "came_by"): kind,
    }
    typed |= {("office", None, f"seen={code}"): "✓" for code in seen.split()}
    for number, (state, mandate, members) in enumerate(bodies, start=1):
        row = f"2026-{number:03d}"
        typed |= {
            ("bodies", row, "name"): f"Body {number}",
            ("bodies", row, "state"): state,
            ("bodies", row, "mandate"): mandate,
            ("bodies", row, "members_total"): members,
        }
    return typed


OLD_PORT = answers(
    7, 40, "Raft", "ferry raft canoe",
    ("Working", "Only this", 12), ("Working", "Mostly this", 30),
)  # fmt: skip
NEW_PORT = answers(
    3, 15, "Canoe", "canoe",
    ("Working", "Something else", 5), ("Broken", "Only this", 9),
)  # fmt: skip


def fill(folder: Path, code: str, typed: dict[CellKey, Cell]) -> None:
    collection = open_round(folder)
    place = collection.place(code)
    assert place is not None
    data = build_workbook(order_for(collection, place, typed))
    (folder / "inbox" / f"{code}-{collection.programme.version}.xlsx").write_bytes(data)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round of version 1.0 with two answers, one of them taken in; beside it version 1.1."""
    folder = tmp_path_factory.mktemp("harbour")
    own = folder / "harbour"
    sheets = {"office": ("The office", OFFICE), "bodies": ("The bodies", BODIES)}
    write_definitions(own, PROGRAMME, sheets, LISTS)
    made = folder / "round"
    options = ("--definitions", own, "--programme", "harbour", "--period", "2026")
    assert run("new", made, *options, "--deadline", "2099-01-31").code == 0
    fill(made, "002", OLD_PORT)
    done = run("--round", made, "validate")
    assert "accepted" in done.out, done
    assert done.code == 0
    fill(made, "003", NEW_PORT)
    assert run("definitions", "keep", "harbour", own).code == 0
    change_definitions(own)
    return folder


@pytest.fixture
def changed(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The round after its questions have changed, as the current folder."""
    shutil.copytree(begun / "round", tmp_path / "round")
    monkeypatch.chdir(tmp_path / "round")
    done = run("definitions", "update", begun / "harbour")
    assert done.code == 0, done
    return tmp_path / "round"


def found_in(output: str) -> dict[str, tuple[str, list[str]]]:
    """Verdict and codes by file, of `validate --format json`."""
    return {
        file["file"]: (file["verdict"], [one["code"] for one in file["findings"]])
        for file in json.loads(output)["files"]
    }


def told(extracted: str) -> dict[tuple[str, str | None, str], object]:
    (file,) = json.loads(extracted)
    return {(a["sheet"], a["row"], a["field"]): a["value"] for a in file["answers"] if a["value"]}


def totals(folder: Path) -> dict[str, object]:
    """What the overview of the summary says of three measures, by their label."""
    path = folder / "summary/harbour-2026-summary-INTERNAL.xlsx"
    book = openpyxl.load_workbook(path, data_only=True)
    labels = load_library().text("en")
    words = {key: labels[f"indicators.measures.{key}"] for key in MEASURES}
    wanted = {text.replace("{period}", "2026"): key for key, text in words.items()}
    found: dict[str, object] = {}
    for tab in book:
        for row in tab.iter_rows(values_only=True):
            key = next((wanted[one] for one in row if one in wanted), None)
            figures = [one for one in row if isinstance(one, int | float)]
            if key and figures:
                found.setdefault(key, figures[0])
    return found


def test_both_versions_are_sound(begun: Path) -> None:
    assert run("definitions", "check", begun / "harbour").code == 0


def test_an_update_says_what_differs(begun: Path, tmp_path: Path) -> None:
    shutil.copytree(begun / "round", tmp_path / "round")
    done = run("definitions", "update", begun / "harbour", "--round", tmp_path / "round")
    assert "to be answered: 1\n  The people: Returned\n" in done.out
    assert "counted): 1\n  The office: Leaflets\n" in done.out
    assert 'version = "1.1"' in (tmp_path / "round/round.toml").read_text(encoding="utf-8")
    again = run("definitions", "update", begun / "harbour", "--round", tmp_path / "round")
    assert (again.code, "raise the version" in again.err) == (2, True)


def test_a_workbook_is_read_by_its_own_version(changed: Path) -> None:
    found = told(run("extract", changed / "inbox/003-1.0.xlsx").out)
    assert found == {
        ("office", None, "abroad"): 3,
        ("office", None, "leaflets"): 15,
        ("office", None, "came_by"): "canoe",
        ("office", None, "seen"): ["canoe"],
        ("bodies", "2026-001", "name"): "Body 1",
        ("bodies", "2026-001", "state"): "working",
        ("bodies", "2026-001", "mandate"): "other",
        ("bodies", "2026-001", "members_total"): 5,
        ("bodies", "2026-002", "name"): "Body 2",
        ("bodies", "2026-002", "state"): "broken",
        ("bodies", "2026-002", "mandate"): "sole",
        ("bodies", "2026-002", "members_total"): 9,
    }


def test_older_answers_are_judged_by_the_questions_of_today(changed: Path) -> None:
    again = json.loads(run("validate", "--again", "--format", "json").out)
    assert again["changes"] == [
        {"file": "inbox/002-1.0.xlsx", "place": "002", "before": "accepted", "after": "rejected",
         "added": ["CE206", "SH112", "WB023"], "gone": []}
    ]  # fmt: skip
    # What was not kept is as it was; only the file that had not been read yet is judged.
    done = run("validate", "--format", "json")
    assert found_in(done.out) == {
        "inbox/002-1.0.xlsx": ("accepted", []),
        "inbox/003-1.0.xlsx": ("rejected", ["WB023", "SH112", "CE206"]),
    }
    findings = json.loads(done.out)["files"][1]["findings"]
    assert findings[1]["message"] == (
        "“Leaflets” (The office) is not asked any more: what stands in Office!D9 is not counted."
    )
    assert "15" not in json.dumps(findings[1])
    assert (findings[2]["sheet"], findings[2]["field"]) == ("people", "returnee_count")
    assert "fresh workbook" in findings[2]["remedy"]
    with Ledger(open_round(changed).ledger_file) as ledger:
        assert {file.content.identity.version for file in ledger.files()} == {"1.0"}


def test_what_was_judged_before_counts_by_the_names_of_today(changed: Path) -> None:
    with Ledger(open_round(changed).ledger_file) as ledger:
        (entry,) = counted_returns(open_round(changed), ledger)
    values = {(a.sheet, a.row, a.field): a.value for a in entry.answers if a.state == "answered"}
    assert values == {
        ("people", None, "residents_abroad"): 7,
        ("people", None, "came_by"): "small",
        ("people", None, "seen"): ("ferry", "small"),
        ("structures", "2026-001", "name"): "Body 1",
        ("structures", "2026-001", "status"): "established",
        ("structures", "2026-001", "mandate"): "migration_only",
        ("structures", "2026-001", "members_total"): 12,
        ("structures", "2026-002", "name"): "Body 2",
        ("structures", "2026-002", "status"): "established",
        ("structures", "2026-002", "mandate"): "migration_only",
        ("structures", "2026-002", "members_total"): 30,
    }


def test_a_round_ends_with_the_totals_of_all_versions(changed: Path) -> None:
    """Two workbooks of 1.0 go back as 1.1 with their answers, are completed, and count."""
    assert run("validate", "--again", "--yes").code == 0
    done = run("return")
    assert "theirs was made from older questions" in done.out
    for code, returned in (("002", 4), ("003", 2)):
        (path,) = (changed / "returned").glob(f"{code}-*.xlsx")
        book = openpyxl.load_workbook(path)
        lines = [str(one) for row in book["To mend"].iter_rows(values_only=True) for one in row]
        (line,) = [line for line in lines if "“Leaflets” (The office) is not asked" in line]
        assert "leaflets:" not in line
        cells = [cell for row in book["Office"].iter_rows() for cell in row]
        row = next(cell.row for cell in cells if cell.value == "returnee_count")
        column = next(cell.column for cell in cells if cell.value == "value")
        assert book["Office"].cell(row, column).value is None
        book["Office"].cell(row, column, returned)
        book.save(changed / "inbox" / f"{code} again.xlsx")
    typed: dict[CellKey, Cell] = {("people", None, "residents_abroad"): 1}
    typed |= {
        ("people", None, "returnee_count"): 10,
        ("structures", None, "nothing_to_report"): NOTHING,
    }
    fill(changed, "004", typed)
    done = run("validate", "--format", "json")
    assert found_in(done.out) == {
        "inbox/002 again.xlsx": ("accepted", []),
        "inbox/003 again.xlsx": ("accepted", []),
        "inbox/004-1.1.xlsx": ("accepted", []),
        "inbox/002-1.0.xlsx": ("rejected", ["WB023", "SH112", "CE206"]),
        "inbox/003-1.0.xlsx": ("rejected", ["WB023", "SH112", "CE206"]),
    }
    assert run("compile", "--only", "workbook").code == 0
    # Abroad 7 + 3 + 1; returned 4 + 2 + 10; members of bodies that work 12 + 30 + 5, not 9.
    assert totals(changed) == {"residents_abroad": 11, "returnees": 16, "council_members": 47}


def test_a_file_that_is_gone_is_named(changed: Path) -> None:
    (changed / "inbox/002-1.0.xlsx").unlink()
    done = run("validate", "--again")
    assert "inbox/002-1.0.xlsx" in done.err
    shown = run("validate", "--again", "--format", "json").json("again")
    assert (shown["judged"], shown["gone"]) == (0, ["inbox/002-1.0.xlsx"])


@pytest.mark.parametrize("version", ["0.9", "1.2"])
def test_a_version_that_is_not_kept_is_not_read(changed: Path, version: str) -> None:
    path = changed / "inbox/003-1.0.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book["_meta"].iter_rows():
        if row[0].value == "version":
            row[1].value = version
    book.custom_doc_props["migbook_version"].value = version
    book.save(path)
    assert found_in(run("validate", path, "--format", "json").out) == {
        "inbox/003-1.0.xlsx": ("rejected", ["WB011"])
    }


def test_a_kept_version_must_stay_as_it_was(begun: Path, tmp_path: Path) -> None:
    own = shutil.copytree(begun / "harbour", tmp_path / "harbour")
    kept = own / "versions/harbour/1.0"
    text = (kept / "lists/boat_kind.csv").read_text(encoding="utf-8")
    (kept / "lists/boat_kind.csv").write_text(text.replace("raft", "float"), encoding="utf-8")
    programme = own / "programmes/harbour.toml"
    changes = programme.read_text(encoding="utf-8").replace('"abroad"', '"aboard"')
    programme.write_text(changes, encoding="utf-8")
    done = run("definitions", "check", own)
    assert "boat_kind.csv: this file is not as it was when the version was kept" in done.out
    assert "version 1.0 has no field 'aboard'; did you mean 'abroad'?" in done.out


def test_an_option_that_is_gone_is_to_be_chosen_anew(
    begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody said what became of "broken": the answer stands in the fresh workbook, marked."""
    own = shutil.copytree(begun / "harbour", tmp_path / "harbour")
    programme = own / "programmes/harbour.toml"
    text = programme.read_text(encoding="utf-8")
    change = '[[changes]]\nversion = "1.1"\nlist = "structure_status"\ncode = "broken"\n'
    before, _, after = text.partition(change)
    programme.write_text(before + after.partition("\n")[2], encoding="utf-8")
    made = shutil.copytree(begun / "round", tmp_path / "round")
    monkeypatch.chdir(made)
    assert run("definitions", "update", own).code == 0
    done = run("validate", "--format", "json")
    findings = json.loads(done.out)["files"][1]["findings"]
    (found,) = [one for one in findings if one["code"] == "CE203"]
    assert (found["sheet"], found["field"], found["cell"]) == ("structures", "status", "Bodies!D13")
    assert found["value"] == "Broken"
    assert run("return", "003").code == 0
    (path,) = (made / "returned").glob("003-*.xlsx")
    (file,) = json.loads(run("extract", path).out)
    (answer,) = [a for a in file["answers"] if a["state"] == "unreadable"]
    assert (answer["field"], answer["row"], answer["raw"]) == ("status", "2026-002", "Broken")


def test_workbooks_of_two_versions_are_compared_by_the_questions_of_today(changed: Path) -> None:
    typed: dict[CellKey, Cell] = {("people", None, "residents_abroad"): 8}
    fill(changed, "002", typed)
    done = run("compare", "inbox/002-1.0.xlsx", "inbox/002-1.1.xlsx", "--format", "json")
    changes = {
        (c["sheet"], c["field"]): (c["old"], c["new"]) for c in json.loads(done.out)["changes"]
    }
    old, new = changes["people", "residents_abroad"]
    assert (old["value"], new["value"]) == (7, 8)
    assert ("office", "abroad") not in changes


def test_a_round_and_its_definitions_say_the_same_version(begun: Path, tmp_path: Path) -> None:
    made = shutil.copytree(begun / "round", tmp_path / "round")
    text = (made / "round.toml").read_text(encoding="utf-8")
    changed = text.replace('version = "1.0"', 'version = "1.1"')
    (made / "round.toml").write_text(changed, encoding="utf-8")
    done = run("--round", made, "status")
    assert done.code == 2
    assert 'definitions/ asks version 1.0; write "1.0"' in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot split a process")
@pytest.mark.parametrize(
    ("call", "version"), [(1, "1.0"), (2, "1.0"), (3, "1.1"), (4, "1.1"), (5, "1.1")]
)
def test_an_update_that_was_killed_is_set_right(
    begun: Path, tmp_path: Path, call: int, version: str
) -> None:
    """Before each of its steps: both renames, round.toml, and taking the old questions away."""
    made = shutil.copytree(begun / "round", tmp_path / "round")
    killed = subprocess.run(
        [sys.executable, "-m", "tests.cli.killed_update", made, begun / "harbour", str(call)],
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert killed.returncode == (-signal.SIGKILL if call < 5 else 0)
    assert (made / "definitions").is_dir() == (call != 2)
    done = run("--round", made, "status", "--format", "json")
    assert done.code == 0, done
    settled = (made / "round.toml").read_text(encoding="utf-8")
    asked = (made / "definitions/programmes/harbour.toml").read_text(encoding="utf-8")
    assert f'version = "{version}"' in settled
    assert f'version = "{version}"' in asked
    assert not (made / ".definitions-old").exists()
    again = run("--round", made, "definitions", "update", begun / "harbour")
    assert (again.code == 0) == (version == "1.0"), again
    assert open_round(made).programme.version == "1.1"


def test_what_an_update_left_is_kept_while_another_command_is_at_work(
    begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbook.round.lock._PATIENCE", 0.1)
    made = shutil.copytree(begun / "round", tmp_path / "round")
    (made / "definitions").rename(made / ".definitions-old")
    with locked(made / ".migbook-lock"):
        done = run("--round", made, "status")
        assert (done.code, "another migbook is at work" in done.err) == (2, True)
    assert run("--round", made, "status").code == 0
    shutil.copytree(made / "definitions", made / ".definitions-old")
    with locked(made / ".migbook-lock"):
        assert run("--round", made, "status").code == 0
    assert (made / ".definitions-old").is_dir()

from __future__ import annotations

import errno
import sqlite3
import threading
import time
from typing import TYPE_CHECKING

import pytest

from indicators.tables import OutputError, ToolError
from workbook.model import Answer, Finding, Identity, Repair, Submission
from workbook.round.ledger import Content, Ledger
from workbook.round.ledger_tables import MIGRATIONS
from workbook.round.lock import locked

if TYPE_CHECKING:
    from pathlib import Path

ANSWERS = (
    Answer("place", None, "households", "answered", 1234567890123, "Place!D5"),
    Answer("place", None, "share", "answered", 12.5, "Place!D6", Repair("12,5 %", "percent_sign")),
    Answer("place", None, "whole", "answered", 3, "Place!D7"),
    Answer("place", None, "has_desk", "answered", False, "Place!D8"),
    Answer("place", None, "since", "answered", "2016-04-06", "Place!D9"),
    Answer("place", None, "remark", "answered", "2016-04-06", "Place!D10"),
    Answer("place", None, "offers", "answered", ("a", "b"), "Place!D11"),
    Answer("place", None, "blank", "blank", None, "Place!D12"),
    Answer("structures", "2026-001", "name", "unreadable", None, "Structures!C7", raw="=#REF!"),
    Answer("structures", "2026-001", "budget", "no_data", None, "Structures!D7"),
)
FINDING = Finding(
    "CE203", "structures", "2026-001", "name", "Structures!C7", "Counsil",
    (("nearest", "Council"), ("number", 3), ("options", ("a", "b"))), "x",
)  # fmt: skip
IDENTITY = Identity("bicol", "1.0", "core", "city", "0501724000", "2026", "en", "abcd1234")
NOON = "2027-01-05T04:00:00+00:00"


def content(sha256: str = "aa", rules: str = "r1") -> tuple[Submission, Content]:
    submission = Submission("inbox/a.xlsx", sha256, IDENTITY, "PHP", ANSWERS, (), (FINDING,))
    return submission, Content(sha256, rules, NOON, IDENTITY, "rejected", (FINDING,))


def keep(ledger: Ledger, sha256: str = "aa", path: str = "inbox/a.xlsx") -> None:
    submission, kept = content(sha256)
    with ledger.transaction():
        ledger.keep_content(submission, kept, {("place", "since")})
        ledger.keep_file(path, kept, NOON)


def test_what_is_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        keep(ledger)
    with Ledger(tmp_path / "l.sqlite") as ledger:
        assert ledger.answers(["aa"]) == {"aa": ANSWERS}
        kinds = [type(answer.value) for answer in ledger.answers(["aa"])["aa"]]
        assert kinds == [type(answer.value) for answer in ANSWERS]
        assert ledger.content("aa") == content()[1]
        (file,) = ledger.files()
        assert (file.path, file.first_seen, file.present) == ("inbox/a.xlsx", NOON, True)
        assert file.findings == (FINDING,)


def test_values_stand_in_columns_of_their_type(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    with Ledger(path) as ledger:
        keep(ledger)
    base = sqlite3.connect(path)
    rows = base.execute(
        "SELECT field, value_number, value_text, value_date FROM answers"
    ).fetchall()
    base.close()
    found = {field: values for field, *values in rows}
    assert found["households"] == [1234567890123, None, None]
    assert found["since"] == [None, None, "2016-04-06"]
    assert found["remark"] == [None, "2016-04-06", None]
    assert found["blank"] == [None, None, None]


def test_keeping_a_content_again_replaces_it_but_not_its_first_day(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        keep(ledger)
        submission, _ = content()
        later = Content("aa", "r2", "2027-02-01T00:00:00+00:00", IDENTITY, "accepted", ())
        with ledger.transaction():
            ledger.keep_content(submission, later, ())
            ledger.keep_file("inbox/a.xlsx", later, "2027-02-01T00:00:00+00:00")
        found = ledger.content("aa")
        assert found is not None
        assert (found.rules, found.verdict, found.first_seen, found.findings) == (
            "r2", "accepted", NOON, (),
        )  # fmt: skip
        assert [file.first_seen for file in ledger.files()] == [NOON]
        assert len(ledger.answers(["aa"])["aa"]) == len(ANSWERS)


def test_a_name_with_another_content_is_another_file(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.sqlite") as ledger:
        keep(ledger, "aa")
        with ledger.transaction():
            ledger.clear_present()
        keep(ledger, "bb")
        assert [(file.content.sha256, file.present) for file in ledger.files()] == [
            ("aa", False),
            ("bb", True),
        ]


def interrupted(ledger: Ledger, submission: Submission, kept: Content) -> None:
    with ledger.transaction():
        ledger.keep_content(submission, kept, ())
        raise KeyboardInterrupt


def test_what_was_not_finished_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "l.sqlite"
    with Ledger(path) as ledger:
        keep(ledger, "aa")
        submission, kept = content("bb")
        with pytest.raises(KeyboardInterrupt):
            interrupted(ledger, submission, kept)
    with Ledger(path) as ledger:
        assert ledger.content("bb") is None
        assert ledger.content("aa") is not None


def test_a_ledger_of_a_newer_tool_or_a_broken_one_is_refused_in_words(tmp_path: Path) -> None:
    newer = tmp_path / "newer.sqlite"
    base = sqlite3.connect(newer)
    base.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    base.close()
    with pytest.raises(ToolError, match="newer migbook"):
        Ledger(newer)
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"no database at all" * 100)
    with pytest.raises(OutputError, match="migbook validate"):
        Ledger(broken)


def test_a_second_writer_is_told_to_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbook.round.lock._PATIENCE", 0.1)
    path = tmp_path / ".lock"
    with locked(path), pytest.raises(ToolError, match="run again"), locked(path):
        pytest.fail("two writers at once")
    with locked(path):
        assert path.exists()


def test_a_drive_that_knows_no_locks_is_called_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr("workbook.round.lock._take", refuse)
    with pytest.raises(OutputError, match="a disk of your own"), locked(tmp_path / ".lock"):
        pytest.fail("worked without a lock")


def test_a_writer_who_is_done_soon_is_waited_for(tmp_path: Path) -> None:
    path, order = tmp_path / ".lock", []

    def first() -> None:
        with locked(path):
            began.set()
            time.sleep(0.2)
            order.append("first")

    began = threading.Event()
    other = threading.Thread(target=first)
    other.start()
    began.wait()
    with locked(path):
        order.append("second")
    other.join()
    assert order == ["first", "second"]

"""Which return counts once people have decided: words in the order in which they were said."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, cast

import pytest

from indicators.tables import ToolError
from workbook.model import Identity, Submission, Verdict
from workbook.round.decisions import Desk, check_extension, standing_of
from workbook.round.issue import issue_id
from workbook.round.judge import judge
from workbook.round.ledger import Content, Ledger
from workbook.round.ledger_tables import MIGRATIONS
from workbook.round.status import counted_returns, place_statuses

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workbook.round.decisions import DecisionKind
    from workbook.round.folder import Round

NAGA = "0501724000"
NOW = datetime(2027, 4, 10, 4, tzinfo=UTC)
# In one second, so that only the order in which things were noted can tell them apart.
SEEN = "2027-04-10T04:00:00+00:00"


@pytest.fixture
def ledger(small_round: Round) -> Iterator[Ledger]:
    with Ledger(small_round.ledger_file) as opened:
        yield opened


class Story:
    """What happens with Naga, one thing after the other."""

    def __init__(self, collection: Round, ledger: Ledger) -> None:
        self.collection, self.ledger = collection, ledger

    def comes(self, path: str, verdict: str = "accepted") -> None:
        identity = Identity("bicol", "1.0", "core", "city", NAGA, "2026", "en", "00000000")
        content = Content(path, "r", SEEN, identity, cast("Verdict", verdict), ())
        with self.ledger.transaction():
            self.ledger.keep_content(Submission(path, path, identity), content, ())
            self.ledger.keep_file(path, content, SEEN)

    def decided(self, kind: DecisionKind, value: str = "yes", path: str = "") -> None:
        place = self.collection.place(NAGA)
        assert place is not None
        decision = Desk(NOW, "desk", "why").decide(place, kind, value, path)
        with self.ledger.transaction():
            self.ledger.keep_decision(decision)

    def stands(self) -> tuple[str, str]:
        """The state of the place, and the file that counts or an empty text."""
        status = next(
            s for s in place_statuses(self.collection, self.ledger) if s.place.code == NAGA
        )
        files = [entry.file for entry in counted_returns(self.collection, self.ledger)]
        return status.state, files[0] if files else ""


@pytest.fixture
def naga(small_round: Round, ledger: Ledger) -> Story:
    return Story(small_round, ledger)


def test_accepted_as_it_is_until_a_newer_one_counts(naga: Story) -> None:
    naga.comes("1", "rejected")
    naga.decided("accept", path="1")
    assert naga.stands() == ("accepted_by_decision", "1")
    naga.comes("2", "rejected")
    assert naga.stands() == ("accepted_by_decision", "1")
    naga.comes("3", "accepted_with_warnings")
    assert naga.stands() == ("accepted_with_warnings", "3")


def test_an_older_return_is_said_to_count(naga: Story) -> None:
    naga.comes("1")
    naga.comes("2")
    assert naga.stands() == ("accepted", "2")
    naga.decided("accept", path="1")
    assert naga.stands() == ("accepted", "1")
    naga.decided("accept", "")
    assert naga.stands() == ("accepted", "2")


def test_reopened_until_a_newer_one_comes(naga: Story) -> None:
    naga.comes("1")
    naga.comes("2")
    naga.decided("reopen", path="2")
    assert naga.stands() == ("reopened", "")
    naga.comes("3", "rejected")
    assert naga.stands() == ("rejected", "")
    naga.comes("4")
    assert naga.stands() == ("accepted", "4")


def test_the_last_word_holds_and_what_is_taken_back_does_not(naga: Story) -> None:
    naga.comes("1", "rejected")
    naga.decided("accept", path="1")
    naga.decided("reopen", path="1")
    assert naga.stands() == ("reopened", "")
    naga.decided("accept", path="1")
    assert naga.stands() == ("accepted_by_decision", "1")
    naga.decided("accept", "")
    assert naga.stands() == ("reopened", "")
    naga.decided("reopen", "")
    assert naga.stands() == ("accepted_by_decision", "1")
    naga.decided("accept", "")
    assert naga.stands() == ("rejected", "")


def test_a_return_that_was_accepted_and_is_gone_no_longer_counts(naga: Story) -> None:
    naga.comes("1", "rejected")
    naga.decided("accept", path="1")
    with naga.ledger.transaction():
        naga.ledger.clear_present()
    naga.comes("2", "rejected")
    assert naga.stands() == ("rejected", "")


def test_an_excluded_place_counts_nothing_whatever_it_sends(naga: Story) -> None:
    naga.decided("exclude")
    naga.comes("1")
    assert naga.stands() == ("excluded", "")
    naga.decided("exclude", "")
    assert naga.stands() == ("accepted", "1")


def test_later_deadlines_are_taken_back_one_by_one(naga: Story) -> None:
    place = naga.collection.place(NAGA)
    assert place is not None
    for day in ("2027-04-05", "2027-04-20", "", ""):
        naga.decided("extend", day)
    assert standing_of(naga.ledger, place).until is None
    naga.decided("extend", "2027-04-10")
    standing = standing_of(naga.ledger, place)
    assert standing.due(naga.collection.settings) == date(2027, 4, 10)
    closes = standing.closes(naga.collection.settings)
    assert closes is not None
    assert closes.astimezone(UTC).isoformat(timespec="seconds") == "2027-04-10T15:59:59+00:00"


def test_an_extension_ends_after_the_deadline_of_all(small_round: Round) -> None:
    with pytest.raises(ToolError, match="later day"):
        check_extension(small_round, date(2027, 3, 31))
    check_extension(small_round, date(2027, 4, 1))


def test_a_ledger_of_an_earlier_tool_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite"
    base = sqlite3.connect(path)
    for script in MIGRATIONS[:4]:
        base.executescript(script)
    base.execute("PRAGMA user_version = 4")
    base.execute(
        "INSERT INTO contents VALUES (1, 'aa', 'r', ?, 'bicol', '1.0', 'core', 'city', ?, '2026',"
        " 'en', 'x', 'PHP', 'rejected', '')",
        (SEEN, NAGA),
    )
    base.execute(
        "INSERT INTO decisions (made, made_by, place, kind, content, value, note)"
        " VALUES (?, 'desk', ?, 'received', 1, '2027-01-02', 'stick')",
        (SEEN, NAGA),
    )
    base.commit()
    base.close()
    with Ledger(path) as ledger:
        (past,) = ledger.past_verdicts()
        assert (past.sha256, past.verdict, past.made) == ("aa", "rejected", SEEN)
        (said,) = ledger.decisions()
        assert (said.kind, said.value, said.contents_seen) == ("received", "2027-01-02", 0)
        assert ledger.written() == ()


def test_a_code_typed_over_that_of_another_place_is_found(small_round: Round) -> None:
    naga, baao = (small_round.place(code) for code in (NAGA, "0501701000"))
    assert naga is not None
    assert baao is not None

    def found(issue: str) -> list[str]:
        who = Identity("bicol", "1.0", "core", "municipality", baao.code, "2026", "en", issue)
        findings = judge(Submission("a.xlsx", "aa", who), small_round, small_round.library)
        return [finding.code for finding in findings if finding.code.startswith("WB")]

    assert found(issue_id(small_round, naga)) == ["WB013"]
    assert found(issue_id(small_round, baao)) == []
    assert found("somewhat") == []

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import pytest

from workbook.model import Finding, Identity, Submission, Verdict
from workbook.round.inbox import waiting
from workbook.round.ledger import Content, Ledger
from workbook.round.received import stamp
from workbook.round.status import counted_returns, place_statuses, tallies, tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.round.folder import Round

NAGA, BAAO = "0501724000", "0501701000"
# The deadline of the round is 31 March 2027 in Manila, eight hours ahead of UTC.
LAST_MOMENT = "2027-03-31T15:59:59+00:00"
TOO_LATE = "2027-03-31T16:00:00+00:00"


@pytest.fixture
def ledger(small_round: Round) -> Iterator[Ledger]:
    with Ledger(small_round.ledger_file) as opened:
        yield opened


def keep(
    ledger: Ledger, path: str, place: str, verdict: str, seen: str = LAST_MOMENT, code: str = ""
) -> None:
    identity = Identity("bicol", "1.0", "core", "city", place, "2026", "en", "00000000")
    findings = (Finding(code),) if code else ()
    content = Content(path, "r", seen, identity, cast("Verdict", verdict), findings)
    with ledger.transaction():
        ledger.keep_content(Submission(path, path, identity), content, ())
        ledger.keep_file(path, content, seen)


def states(collection: Round, ledger: Ledger) -> dict[str, tuple[str, bool]]:
    return {s.place.code: (s.state, s.late) for s in place_statuses(collection, ledger)}


def test_the_deadline_ends_with_its_day_where_the_round_is(
    small_round: Round, ledger: Ledger
) -> None:
    keep(ledger, "a", NAGA, "accepted", LAST_MOMENT)
    keep(ledger, "b", BAAO, "accepted", TOO_LATE)
    found = states(small_round, ledger)
    assert found[NAGA] == ("accepted", False)
    assert found[BAAO] == ("accepted", True)
    received = {entry.place.code: entry.received for entry in counted_returns(small_round, ledger)}
    assert received == {NAGA: "2027-03-31", BAAO: "2027-04-01"}


def test_who_answered_in_time_and_mended_later_is_not_late(
    small_round: Round, ledger: Ledger
) -> None:
    keep(ledger, "a first", NAGA, "rejected", LAST_MOMENT, "CE203")
    keep(ledger, "b mended", NAGA, "accepted", TOO_LATE)
    keep(ledger, "c torn", BAAO, "unreadable", LAST_MOMENT)
    keep(ledger, "d whole", BAAO, "accepted", TOO_LATE)
    found = states(small_round, ledger)
    assert found[NAGA] == ("accepted", False)
    assert found[BAAO] == ("accepted", True)
    received = {s.place.code: s.received for s in place_statuses(small_round, ledger)}
    assert received[NAGA] == "2027-04-01"


def test_what_has_not_come_is_late_only_after_the_deadline(
    small_round: Round, ledger: Ledger
) -> None:
    before = place_statuses(small_round, ledger, datetime(2027, 3, 31, 15, tzinfo=UTC))
    after = place_statuses(small_round, ledger, datetime(2027, 3, 31, 17, tzinfo=UTC))
    assert {status.late for status in before} == {False}
    assert {status.late for status in after} == {True}


def test_the_newest_file_that_is_not_rejected_counts(small_round: Round, ledger: Ledger) -> None:
    keep(ledger, "z first", NAGA, "accepted", "2027-01-01T00:00:00+00:00")
    keep(ledger, "a second", NAGA, "accepted_with_warnings", "2027-01-02T00:00:00+00:00")
    keep(ledger, "m third", NAGA, "rejected", "2027-01-03T00:00:00+00:00", "CE203")
    (entry,) = counted_returns(small_round, ledger)
    assert (entry.file, entry.verdict) == ("a second", "accepted_with_warnings")
    assert states(small_round, ledger)[NAGA] == ("accepted_with_warnings", False)


def test_at_the_same_moment_the_name_decides(small_round: Round, ledger: Ledger) -> None:
    keep(ledger, "naga 1", NAGA, "accepted")
    keep(ledger, "naga 2", NAGA, "accepted")
    assert [entry.file for entry in counted_returns(small_round, ledger)] == ["naga 2"]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("inbox/naga.xlsx", "inbox/naga (2).xlsx"),
        ("inbox/naga (9).xlsx", "inbox/naga (10).xlsx"),
        ("inbox/naga.xlsx", "inbox/naga corrected.ods"),
        ("inbox/naga 20270105.xlsx", "inbox/naga 20270111.xlsx"),
    ],
)
def test_of_names_that_count_up_the_last_one_counts(
    small_round: Round, ledger: Ledger, older: str, newer: str
) -> None:
    keep(ledger, newer, NAGA, "accepted")
    keep(ledger, older, NAGA, "accepted")
    assert [entry.file for entry in counted_returns(small_round, ledger)] == [newer]


def test_a_return_that_is_renamed_is_not_a_newer_one(small_round: Round, ledger: Ledger) -> None:
    keep(ledger, "first", NAGA, "accepted", "2027-01-01T00:00:00+00:00")
    keep(ledger, "corrected", NAGA, "accepted", "2027-01-02T00:00:00+00:00")
    (first,) = (file.content for file in ledger.files() if file.path == "first")
    (corrected,) = (file.content for file in ledger.files() if file.path == "corrected")
    with ledger.transaction():
        ledger.clear_present()
        ledger.keep_file("corrected", corrected, TOO_LATE)
        ledger.keep_file("z put in again", first, TOO_LATE)
    (entry,) = counted_returns(small_round, ledger)
    assert (entry.file, entry.received) == ("corrected", "2027-01-02")
    with ledger.transaction():
        ledger.clear_present()
        ledger.keep_file("z put in again", first, TOO_LATE)
    assert states(small_round, ledger)[NAGA] == ("accepted", False)


def test_a_place_with_rejected_or_unreadable_files_only(small_round: Round, ledger: Ledger) -> None:
    keep(ledger, "a", NAGA, "rejected", code="CE203")
    keep(ledger, "inbox/" + BAAO + "-baao.xlsx", "", "unreadable", code="WB002")
    found = states(small_round, ledger)
    assert found[NAGA][0] == "rejected"
    assert found[BAAO][0] == "unusable"
    assert found["0500000000"][0] == "missing"
    assert counted_returns(small_round, ledger) == ()
    errors = {s.place.code: s.errors for s in place_statuses(small_round, ledger)}
    assert errors[NAGA] == 1


def test_a_workbook_of_another_programme_says_nothing_of_its_place(
    small_round: Round, ledger: Ledger
) -> None:
    keep(ledger, "a", NAGA, "rejected", code="WB007")
    assert states(small_round, ledger)[NAGA][0] == "missing"


def test_tallies_add_up(small_round: Round, ledger: Ledger) -> None:
    keep(ledger, "a", NAGA, "rejected", code="CE203")
    keep(ledger, "b", BAAO, "accepted")
    statuses = place_statuses(small_round, ledger)
    total = tally("", statuses)
    assert (total.expected, total.received, total.accepted, total.rejected, total.missing) == (
        4, 2, 1, 1, 2,
    )  # fmt: skip
    assert total.rate == 50
    for by in ("area", "level"):
        assert sum(part.received for part in tallies(statuses, by)) == 2


def test_programs_leavings_are_not_returns(small_round: Round) -> None:
    inbox = small_round.inbox
    (inbox / "deep" / "er").mkdir(parents=True)
    (inbox / ".hidden").mkdir()
    for name in ("b.xlsx", "deep/er/a.ods", "~$b.xlsx", ".DS_Store", "deep/THUMBS.DB",
                 "desktop.ini", ".hidden/c.xlsx"):  # fmt: skip
        (inbox / name).write_bytes(b"x")
    found = [path.relative_to(inbox).as_posix() for path in waiting(small_round)]
    assert found == ["b.xlsx", "deep/er/a.ods"]


def test_moments_are_kept_in_utc() -> None:
    from zoneinfo import ZoneInfo

    moment = datetime(2027, 3, 31, 23, 59, 59, tzinfo=ZoneInfo("Asia/Manila"))
    assert stamp(moment) == LAST_MOMENT

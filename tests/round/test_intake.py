"""What may lie in an inbox, and what becomes of it."""

from __future__ import annotations

import os
import socket
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from indicators.tables import ToolError
from tests.read.packed import mailed, outlook_mail, zipped
from workbook.round.checking import CheckedFile, check_paths
from workbook.round.inbox import waiting
from workbook.round.intake import behind, bytes_of, take_in
from workbook.round.issue import order_for
from workbook.round.ledger import Ledger
from workbook.round.received import arrival, decide_received, undo_received
from workbook.round.status import counted_returns, files_by_place, place_statuses, shown_file
from workbook.round.surroundings import file_system, surroundings
from workbook.write.book import build_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.model import PlaceStatus
    from workbook.round.folder import Round

NAGA, BAAO = "0501724000", "0501701000"
# The deadline of the round is 31 March 2027 in Manila.
NOW = datetime(2027, 4, 10, 4, tzinfo=UTC)
IN_TIME = datetime(2027, 3, 31, 15, 59, tzinfo=UTC)
LATE = datetime(2027, 3, 31, 16, 1, tzinfo=UTC)
PDF, JPG = b"%PDF-1.7\nsigned", b"\xff\xd8\xff\xe0signed"


@pytest.fixture
def ledger(small_round: Round) -> Iterator[Ledger]:
    with Ledger(small_round.ledger_file) as opened:
        yield opened


@pytest.fixture
def naga(small_round: Round) -> bytes:
    return workbook(small_round, NAGA)


def workbook(collection: Round, code: str) -> bytes:
    place = collection.place(code)
    assert place is not None
    return build_workbook(order_for(collection, place))


def put(collection: Round, name: str, data: bytes) -> Path:
    path = collection.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def taken(collection: Round, ledger: Ledger, now: datetime = NOW) -> dict[str, CheckedFile]:
    files = take_in(collection, ledger, now)
    return {file.file.removeprefix("inbox/"): file for file in files}


def codes(file: CheckedFile) -> list[str]:
    return [finding.code for finding in file.findings if finding.code.startswith("WB")]


def of(code: str, collection: Round, ledger: Ledger) -> PlaceStatus:
    return next(s for s in place_statuses(collection, ledger) if s.place.code == code)


def test_members_are_read_and_judged_like_files(
    small_round: Round, ledger: Ledger, naga: bytes
) -> None:
    baao = workbook(small_round, BAAO)
    put(small_round, "all.zip", zipped({"x/naga.xlsx": naga, "m.eml": mailed({"baao.xlsx": baao})}))
    found = taken(small_round, ledger)
    assert {name: file.place for name, file in found.items()} == {
        "all.zip!/x/naga.xlsx": NAGA,
        "all.zip!/m.eml!/baao.xlsx": BAAO,
    }
    assert all(file.verdict != "unreadable" for file in found.values())
    named = check_paths(waiting(small_round), small_round, small_round.library)
    assert [(file.file, file.verdict, file.findings) for file in named] == sorted(
        (f"inbox/{name}", file.verdict, file.findings) for name, file in found.items()
    )
    assert bytes_of("inbox/all.zip!/x/naga.xlsx", small_round) == naga
    assert bytes_of("inbox/all.zip!/gone.xlsx", small_round) is None


def test_nothing_is_written_while_archives_are_taken_apart(
    small_round: Round, ledger: Ledger, naga: bytes
) -> None:
    put(small_round, "all.zip", zipped({"../../naga.xlsx": naga, "/evil/naga.xlsx": naga}))
    before = sorted(small_round.folder.parent.rglob("*"))
    taken(small_round, ledger)
    after = sorted(small_round.folder.parent.rglob("*"))
    assert [path for path in after if path not in before and "ledger" not in path.name] == []


def test_an_archive_is_read_once_and_noticed_when_it_changes(
    small_round: Round, ledger: Ledger, naga: bytes
) -> None:
    path = put(small_round, "all.zip", zipped({"naga.xlsx": naga}))
    assert behind(small_round, ledger) == (1, 0)
    taken(small_round, ledger)
    assert behind(small_round, ledger) == (0, 0)
    path.write_bytes(zipped({"naga.xlsx": naga, "baao.xlsx": workbook(small_round, BAAO)}))
    assert behind(small_round, ledger) == (1, 0)
    assert len(taken(small_round, ledger)) == 2
    path.unlink()
    assert behind(small_round, ledger) == (0, 1)


@pytest.mark.parametrize(
    ("sent", "came"),
    [(IN_TIME, ("2027-03-31", "email", False)), (LATE, ("2027-04-01", "email", True))],
)
@pytest.mark.parametrize("make", [mailed, outlook_mail])
def test_a_return_came_when_its_mail_was_sent(
    small_round: Round, ledger: Ledger, naga: bytes, make, sent, came
) -> None:
    put(small_round, "mail", make({"naga.xlsx": naga}, sent))
    taken(small_round, ledger)
    status = of(NAGA, small_round, ledger)
    assert (status.received, status.basis, status.late) == came


@pytest.mark.parametrize(
    "sent", [datetime(1999, 12, 31, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC), None]
)
def test_a_clock_that_cannot_be_right_is_not_believed(
    small_round: Round, ledger: Ledger, naga: bytes, sent: datetime | None
) -> None:
    put(small_round, "mail.eml", mailed({"naga.xlsx": naga}, sent))
    taken(small_round, ledger)
    status = of(NAGA, small_round, ledger)
    assert (status.received, status.basis) == ("2027-04-10", "first_seen")


def test_nobody_who_sent_a_mail_is_kept(small_round: Round, ledger: Ledger, naga: bytes) -> None:
    put(small_round, "a.eml", mailed({"naga.xlsx": naga}))
    put(small_round, "b.msg", outlook_mail({"baao.xlsx": workbook(small_round, BAAO)}))
    taken(small_round, ledger)
    kept = small_round.ledger_file.read_bytes()
    assert NAGA.encode() in kept
    assert b"sender" not in kept.lower()
    assert b"example.org" not in kept


def said(collection: Round, ledger: Ledger, day: date | None) -> None:
    files = files_by_place(collection, ledger.files())[NAGA]
    file = shown_file(files, collection)
    assert file is not None
    facts = (NOW, "desk", "came on a stick")
    if day is None:
        decision = undo_received(file, NAGA, facts)
    else:
        decision = decide_received(file, collection, NAGA, day, facts)
    with ledger.transaction():
        ledger.keep_decision(decision)


def test_a_persons_word_goes_before_the_first_look(
    small_round: Round, ledger: Ledger, naga: bytes
) -> None:
    put(small_round, "naga.xlsx", naga)
    taken(small_round, ledger)
    assert of(NAGA, small_round, ledger).late
    said(small_round, ledger, date(2027, 3, 31))
    status = of(NAGA, small_round, ledger)
    assert (status.received, status.basis, status.late) == ("2027-03-31", "decision", False)
    said(small_round, ledger, date(2027, 4, 1))
    assert of(NAGA, small_round, ledger).late
    said(small_round, ledger, None)
    assert of(NAGA, small_round, ledger).basis == "first_seen"
    assert [decision.value for decision in ledger.decisions()] == ["2027-03-31", "2027-04-01", ""]
    assert ledger.decisions()[0].note == "came on a stick"


@pytest.mark.parametrize("day", [date(2027, 4, 11), date(2025, 12, 31)])
def test_a_day_that_cannot_be_is_refused(
    small_round: Round, ledger: Ledger, naga: bytes, day: date
) -> None:
    put(small_round, "naga.xlsx", naga)
    taken(small_round, ledger)
    with pytest.raises(ToolError, match=str(day)):
        said(small_round, ledger, day)


def test_the_mails_date_goes_before_a_persons_word(
    small_round: Round, ledger: Ledger, naga: bytes
) -> None:
    put(small_round, "naga.eml", mailed({"naga.xlsx": naga}, LATE))
    taken(small_round, ledger)
    said(small_round, ledger, date(2027, 3, 1))
    (file,) = ledger.files()
    assert arrival(file, small_round).basis == "email"


@pytest.mark.parametrize(
    "names",
    [
        ("naga.xlsx", f"{NAGA} signed.pdf"),
        ("from naga/book.xlsx", "from naga/signed page.pdf"),
        ("naga.xlsx", f"{NAGA} scans/page 1.pdf"),
    ],
)
def test_a_scan_is_kept_beside_its_workbook(
    small_round: Round, ledger: Ledger, naga: bytes, names: tuple[str, str]
) -> None:
    put(small_round, names[0], naga)
    put(small_round, names[1], PDF)
    found = taken(small_round, ledger)
    scan = found[names[1]]
    assert (scan.place, scan.verdict, codes(scan)) == (NAGA, "accepted", ["WB018"])
    assert scan.findings[0].value == "City of Naga"
    assert of(NAGA, small_round, ledger).scan
    assert not of(BAAO, small_round, ledger).scan
    named = check_paths(waiting(small_round), small_round, small_round.library)
    assert {file.file: file.findings for file in named}[f"inbox/{names[1]}"] == scan.findings


@pytest.mark.parametrize("pack", [zipped, mailed, outlook_mail])
def test_a_scan_belongs_to_the_workbook_that_came_with_it(
    small_round: Round, ledger: Ledger, naga: bytes, pack
) -> None:
    endings = {zipped: "zip", mailed: "eml", outlook_mail: "msg"}
    packed = f"a.{endings[pack]}"
    put(small_round, packed, pack({"book.xlsx": naga, "IMG_1.jpg": JPG}))
    put(small_round, "baao.xlsx", workbook(small_round, BAAO))
    found = taken(small_round, ledger)
    assert found[f"{packed}!/IMG_1.jpg"].place == NAGA
    assert of(NAGA, small_round, ledger).scan


def test_a_scan_that_could_be_anybodys_is_asked_about(
    small_round: Round, ledger: Ledger, naga: bytes
) -> None:
    put(small_round, "naga.xlsx", naga)
    put(small_round, "scan.pdf", PDF)
    baao = workbook(small_round, BAAO)
    put(small_round, "two.zip", zipped({"a.xlsx": naga + b"", "b.xlsx": baao, "c.jpg": JPG}))
    found = taken(small_round, ledger)
    assert codes(found["scan.pdf"]) == ["WB004"]
    assert codes(found["two.zip!/c.jpg"]) == ["WB004"]
    assert not of(NAGA, small_round, ledger).scan


def test_a_scan_alone_is_an_answer_that_cannot_be_used(small_round: Round, ledger: Ledger) -> None:
    put(small_round, f"{NAGA}-naga.pdf", PDF)
    put(small_round, f"{BAAO}.zip", zipped({"answers.docx": zipped({"word/document.xml": b"x"})}))
    found = taken(small_round, ledger)
    assert codes(found[f"{NAGA}-naga.pdf"]) == ["WB004"]
    assert of(NAGA, small_round, ledger).state == "unusable"
    assert of(BAAO, small_round, ledger).state == "unusable"
    put(small_round, "later/naga.xlsx", workbook(small_round, NAGA))
    assert codes(taken(small_round, ledger)[f"{NAGA}-naga.pdf"]) == ["WB018"]
    assert of(NAGA, small_round, ledger).state != "unusable"
    (small_round.inbox / "later" / "naga.xlsx").unlink()
    assert codes(taken(small_round, ledger)[f"{NAGA}-naga.pdf"]) == ["WB004"]


def test_the_newest_is_the_one_sent_last_not_the_one_unpacked_last(
    small_round: Round, ledger: Ledger
) -> None:
    place = small_round.place(NAGA)
    assert place is not None
    from workbook.simulate.fill import simulate_answers

    definition, period = small_round.definition(place.level), small_round.settings.period
    books = [
        build_workbook(order_for(small_round, place, typed))
        for seed in (1, 2)
        for typed in [
            simulate_answers(definition, small_round.texts, place, period, seed=seed, mistakes=0)
        ]
    ]
    put(small_round, "z.eml", mailed({"old.xlsx": books[0]}, datetime(2027, 3, 1, tzinfo=UTC)))
    put(small_round, "a.eml", mailed({"new.xlsx": books[1]}, datetime(2027, 3, 9, tzinfo=UTC)))
    taken(small_round, ledger)
    (counted,) = counted_returns(small_round, ledger)
    assert (counted.file, counted.received) == ("inbox/a.eml!/new.xlsx", "2027-03-09")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_links_and_special_files_are_named_and_never_opened(
    small_round: Round, ledger: Ledger, naga: bytes, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "naga.xlsx").write_bytes(naga)
    inbox = small_round.inbox
    (inbox / "link.xlsx").symlink_to(secret / "naga.xlsx")
    (inbox / "folder").symlink_to(secret)
    (inbox / "loop").symlink_to(inbox)
    (inbox / "nowhere.xlsx").symlink_to(tmp_path / "nothing")
    os.mkfifo(inbox / "pipe.xlsx")
    with socket.socket(socket.AF_UNIX) as plug:
        before = Path.cwd()
        os.chdir(inbox)
        try:
            plug.bind("socket.xlsx")
        finally:
            os.chdir(before)
        found = taken(small_round, ledger)
    assert {name: codes(file) for name, file in found.items()} == {
        name: ["WB019"]
        for name in ("link.xlsx", "folder", "loop", "nowhere.xlsx", "pipe.xlsx", "socket.xlsx")
    }
    kinds = {name: dict(file.findings[0].parameters)["kind"] for name, file in found.items()}
    assert (kinds["loop"], kinds["pipe.xlsx"]) == ("link", "special")
    assert of(NAGA, small_round, ledger).state == "missing"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_what_may_not_be_read_is_read_once_it_may(
    small_round: Round, ledger: Ledger, naga: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(small_round, "naga.xlsx", naga)
    # Whoever runs the tests may be allowed everything, so the system's answer is put in its place.
    real = os.open

    def refused(path, flags: int, *more: int, **named: int) -> int:
        if str(path).endswith("naga.xlsx"):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *more, **named)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refused)
        found = taken(small_round, ledger)["naga.xlsx"]
    assert (codes(found), found.findings[0].parameters) == (["WB020"], (("reason", "permission"),))
    assert behind(small_round, ledger) == (1, 0)
    assert taken(small_round, ledger)["naga.xlsx"].place == NAGA


def test_a_file_that_grows_while_it_is_read_is_read_next_time(
    small_round: Round, ledger: Ledger, naga: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(small_round, "naga.xlsx", naga[:3000])
    real = os.read

    def growing(handle: int, size: int) -> bytes:
        path.write_bytes(naga)
        return real(handle, size)

    with monkeypatch.context() as patch:
        patch.setattr(os, "read", growing)
        found = taken(small_round, ledger)["naga.xlsx"]
    assert (codes(found), found.findings[0].parameters) == (["WB020"], (("reason", "unfinished"),))
    assert taken(small_round, ledger)["naga.xlsx"].place == NAGA


def test_a_file_that_is_gone_when_its_turn_comes(
    small_round: Round, ledger: Ledger, naga: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = [put(small_round, name, naga) for name in ("a.xlsx", "b.xlsx")]
    listed[1].unlink()
    named = tuple((f"inbox/{path.name}", path) for path in listed)
    monkeypatch.setattr("workbook.round.intake.named_waiting", lambda _: named)
    found = taken(small_round, ledger)
    assert codes(found["b.xlsx"]) == ["WB020"]
    assert found["a.xlsx"].place == NAGA


def test_where_a_round_lies(tmp_path: Path) -> None:
    plain = tmp_path / "rounds"
    synced = tmp_path / "OneDrive - City of Naga" / "bicol"
    for folder in (plain, synced):
        folder.mkdir(parents=True)
    assert surroundings(synced).service == "OneDrive"
    assert surroundings(plain).service == ""
    mounts = [
        "/dev/sda1 / ext4 rw 0 0",
        "//server/share /mnt/office\\040share cifs rw 0 0",
        "tmpfs /mnt tmpfs rw 0 0",
    ]
    assert file_system(Path("/mnt/office share/bicol"), mounts) == "cifs"
    assert file_system(Path("/mnt/other"), mounts) == "tmpfs"
    assert file_system(Path("/home/desk"), mounts) == "ext4"

"""Invitations and reminders: drafts for the places that need one, and a list of all of them."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from python_calamine import CalamineWorkbook

from tests.cli.running import run
from workbook.round.lock import locked

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

NAGA = "0501724000-city-of-naga-2026"
BAAO = "0501701000-baao-2026"


def lines_of(path: Path) -> list[dict[str, object]]:
    heading, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, heading), row, strict=True)) for row in rows]


def test_an_invitation_holds_the_workbook_that_lies_in_outbox(round_folder: Path) -> None:
    assert run("generate", "--letters", "0501724000").code == 0
    folder = round_folder / "outbox"
    drafts = sorted(path.name for path in (folder / "letters").iterdir())
    assert drafts == [f"{NAGA}-invitation.eml", f"{NAGA}-invitation.txt"]
    draft = (folder / "letters" / f"{NAGA}-invitation.eml").read_bytes()
    (attached,) = message_from_bytes(draft, policy=default).iter_attachments()
    assert attached.get_content() == (folder / f"{NAGA}.xlsx").read_bytes()
    text = (folder / "letters" / f"{NAGA}-invitation.txt").read_text(encoding="utf-8")
    assert text.splitlines()[2] == "Action needed: return by 31 January 2099."


def test_the_send_list_has_a_line_a_workbook_with_a_text_for_chat(round_folder: Path) -> None:
    assert run("generate", "--letters", "0501724000").code == 0
    lines = {line["Code"]: line for line in lines_of(round_folder / "outbox" / "send-list.xlsx")}
    assert list(lines) == ["0500000000", "0501700000", "0501724000", "0501701000"]
    assert lines["0501724000"]["E-mail draft"] == f"letters/{NAGA}-invitation.eml"
    assert lines["0501701000"]["E-mail draft"] == ""
    assert lines["0501701000"]["Workbook"] == f"{BAAO}.xlsx"
    assert str(lines["0501701000"]["Short text for chat"]).startswith("Action needed: return by")


def test_the_ledger_knows_who_was_invited_and_when(round_folder: Path) -> None:
    assert run("generate").code == 0
    assert not (round_folder / "ledger.sqlite").exists()
    assert run("generate", "--letters", "0501724000").code == 0
    places = {
        one["code"]: one for one in run("status", "--format", "json").json("status")["places"]
    }
    today = datetime.now(ZoneInfo("Asia/Manila")).date()
    assert places["0501724000"]["invited"] == today.isoformat()
    assert places["0501701000"]["invited"] is None
    assert "Invited by letter: 1, the last on" in run("status").out
    (event,) = run("history", "--format", "json").json("history")["events"]
    assert (event["event"], event["what"]) == ("written", "invitation")
    assert event["file"] == f"outbox/letters/{NAGA}-invitation.eml"
    assert f"written: invitation (outbox/letters/{NAGA}-invitation.eml)" in run("history").out


def test_no_letter_is_written_that_the_ledger_could_not_note(
    round_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbook.round.lock._PATIENCE", 0.0)
    with locked(round_folder / ".migbook-lock"):
        for arguments in (("generate", "--letters"), ("remind",), ("return",)):
            done = run(*arguments)
            assert (done.code, "another migbook is at work" in done.err) == (2, True)
    assert not (round_folder / "outbox" / "letters").exists()


def test_only_those_who_have_not_answered_are_reminded(round_folder: Path) -> None:
    (baao,) = (round_folder / "inbox").rglob("*aao*")
    baao.unlink()
    assert run("validate").code == 0
    done = run("remind")
    assert done.code == 0
    assert "1" in done.out
    folder = round_folder / "outbox" / "reminders"
    assert [line["Code"] for line in lines_of(folder / "send-list.xlsx")] == ["0501701000"]
    names = sorted(path.name for path in (folder / "letters").iterdir())
    assert names == [f"{BAAO}-reminder.eml", f"{BAAO}-reminder.txt"]


def test_files_that_nobody_checked_are_told_before_reminding(round_folder: Path) -> None:
    assert list((round_folder / "inbox").iterdir())
    done = run("remind", "0501724000")
    assert "Files in inbox/ that have not been checked yet: 4." in done.err


def test_nobody_is_reminded_who_has_answered(round_folder: Path) -> None:
    assert run("validate").code == 0
    done = run("remind")
    assert done.code == 0
    assert done.out.startswith("Nobody needs a reminder")
    assert not (round_folder / "outbox" / "reminders").exists()


def test_what_was_answered_is_not_answered_twice(round_folder: Path) -> None:
    assert run("validate").code == 0
    sent = round_folder / "returned" / "send-list.xlsx"
    run("return")
    assert len(lines_of(sent)) == 4
    sent.unlink()
    done = run("return")
    assert "Answered before and left alone: 4." in done.out
    assert not sent.exists()
    assert run("reopen", "0501724000", "--note", "a figure is wrong").code == 0
    run("return")
    assert [line["Code"] for line in lines_of(sent)] == ["0501724000"]
    run("return", "0501701000")
    assert [line["Code"] for line in lines_of(sent)] == ["0501701000"]
    run("return", "--all")
    assert len(lines_of(sent)) == 4

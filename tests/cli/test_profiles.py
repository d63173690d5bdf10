from __future__ import annotations

import email
import email.policy
from typing import TYPE_CHECKING

from tests.cli.running import run

if TYPE_CHECKING:
    from pathlib import Path


def test_pages_for_places_are_made_on_request_and_never_for_the_public(round_folder: Path) -> None:
    run("validate")
    done = run("compile", "--only", "workbook", "--profiles")
    assert done.code == 0
    assert "Pages for places, to send back: 4." in done.err
    folder = round_folder / "summary/bicol-2026-profiles-INTERNAL"
    assert str(folder) in done.out
    assert len(list(folder.glob("05*-2026.pdf"))) == 4
    drafts = sorted((folder / "letters").glob("*-profile.eml"))
    assert len(drafts) == 4
    message = email.message_from_bytes(drafts[0].read_bytes(), policy=email.policy.default)
    (page,) = message.iter_attachments()
    assert page.get_content_type() == "application/pdf"
    assert page.get_content() == (folder / page.get_filename()).read_bytes()
    assert (folder / "send-list.xlsx").is_file()
    public = run("compile", "--only", "workbook", "--profiles", "--audience", "public")
    assert public.code == 0
    assert "not made for the public" in public.err
    assert not list((round_folder / "summary").glob("*profiles-PUBLIC*"))

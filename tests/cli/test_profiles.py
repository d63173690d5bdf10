from __future__ import annotations

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
    public = run("compile", "--only", "workbook", "--profiles", "--audience", "public")
    assert public.code == 0
    assert "not made for the public" in public.err
    assert not list((round_folder / "summary").glob("*profiles-PUBLIC*"))

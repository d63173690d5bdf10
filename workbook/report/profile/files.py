"""Printing the pages of places, one file each, in a folder that says for whom it is."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from workbook.paper.press import press
from workbook.report import styles
from workbook.report.exports.figures import audience_of
from workbook.report.profile.content import make_profiles
from workbook.round.issue import workbook_name
from workbook.round.outputs import write_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbook.compile.model import Summary
    from workbook.report.profile.model import Profile
    from workbook.round.folder import Round

_HERE = Path(__file__).parent
# How the letters that go with the pages end.
_LETTER = "-profile"
_COLOURS = {
    "ink": styles.INK,
    "muted": styles.MUTED,
    "band": styles.BAND,
    "band_text": styles.BAND_TEXT,
    "soft": styles.SOFT,
    "line": styles.LINE,
    "middle": styles.SERIES[1],
}


def profiles_name(summary: Summary) -> str:
    """The name of the folder; the pages in it are each for one place, and none for the public."""
    return f"{summary.programme}-{summary.period}-profiles-{audience_of(summary)}"


def print_profile(profile: Profile) -> bytes:
    """The page of a place as PDF; the same page gives the same bytes."""
    return press("profile.typ", {**asdict(profile), "colours": _COLOURS}, _HERE)


def write_profiles(summary: Summary, collection: Round, target: Path) -> Iterator[Path]:
    """Write the page of each place whose return is counted, one after the other.

    At the end, pages of an earlier run are taken away, with their letters: their places do not
    count any more.
    """
    written: set[str] = set()
    for profile in make_profiles(summary, collection):
        place = collection.place(profile.code)
        if place is None:
            continue
        path = target / workbook_name(collection, place).replace(".xlsx", ".pdf")
        write_file(path, print_profile(profile))
        written.add(path.stem)
        yield path
    for path in (*target.glob("*.pdf"), *target.glob(f"letters/*{_LETTER}.*")):
        if path.stem.removesuffix(_LETTER) not in written:
            with suppress(OSError):
                path.unlink()

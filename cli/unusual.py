"""Unusual figures of a round on the screen: questions to ask, which change no verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cli.printing import print_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbook.check.region import PlaceFinding
    from workbook.check.wording import RenderedFinding
    from workbook.compile.model import UnusualLine
    from workbook.model import Finding
    from workbook.round.checking import CheckedFile
    from workbook.round.folder import Round

_SHOWN_AT_MOST = 12


def find_in_round(collection: Round) -> tuple[PlaceFinding, ...]:
    """The unusual figures of the returns that count, from the round's ledger."""
    from workbook.round.ledger import Ledger
    from workbook.round.region import round_findings

    with Ledger(collection.ledger_file) as ledger:
        return round_findings(collection, ledger)


def unusual_objects(collection: Round, found: Sequence[PlaceFinding]) -> list[dict[str, object]]:
    """The same as JSON has it."""
    return [
        {"place": one.place.code, "name": one.place.name, "file": one.file, **words}
        for one, words in _told(collection, found)
    ]


def with_unusual(
    files: Sequence[CheckedFile], found: Sequence[PlaceFinding]
) -> tuple[CheckedFile, ...]:
    """The same files, with the unusual figures among the findings; no verdict changes by them."""
    beside: dict[str, list[Finding]] = {}
    for one in found:
        beside.setdefault(one.file, []).append(one.finding)
    return tuple(
        replace(file, findings=(*file.findings, *beside.get(file.file, ()))) for file in files
    )


def print_unusual(collection: Round, found: Sequence[PlaceFinding]) -> None:
    """A line a figure, and what the sender says about it; nothing where nothing is unusual."""
    if not found:
        return
    texts = collection.texts
    print_line()
    print_line(texts.fill("compare.unusual.title", number=len(found)), bold=True)
    for one, words in list(_told(collection, found))[:_SHOWN_AT_MOST]:
        cell = f" {words['cell']}" if words["cell"] else ""
        print_line(f"  {one.place.name} ({one.place.code}){cell}: {words['message']}")
        if words["explanation"]:
            said = texts.fill("compare.unusual.explained", text=words["explanation"])
            print_line(f"      {said}")
    if len(found) > _SHOWN_AT_MOST:
        number = len(found) - _SHOWN_AT_MOST
        print_line("  " + texts.fill("compare.unusual.more", number=number))


def unusual_lines(collection: Round) -> tuple[UnusualLine, ...]:
    """The same for the summary of the office."""
    from workbook.compile.model import UnusualLine

    found = find_in_round(collection)
    return tuple(
        UnusualLine(
            one.place.name, words["cell"] or "", words["message"], words["explanation"] or ""
        )
        for one, words in _told(collection, found)
    )


def unusual_rows(collection: Round) -> tuple[tuple[str, ...], ...]:
    """The same as lines for a meeting: code, name, cell, what is unusual, what explains it."""
    return tuple(
        (
            one.place.code,
            one.place.name,
            words["cell"] or "",
            words["message"],
            words["explanation"] or "",
        )
        for one, words in _told(collection, find_in_round(collection))
    )


def _told(
    collection: Round, found: Sequence[PlaceFinding]
) -> Iterator[tuple[PlaceFinding, RenderedFinding]]:
    from cli.shapes import words_of

    period = collection.settings.period.code
    words = words_of((one.finding for one in found), period, collection.texts)
    yield from zip(found, words, strict=True)

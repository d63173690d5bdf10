"""Findings over the whole round: what is unusual beside the other places, and what explains it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from workbook.check.explained import explain_warnings
from workbook.check.region import region_findings
from workbook.check.register import load_register
from workbook.check.view import number
from workbook.read.private import country_of, details
from workbook.read.sources import Source
from workbook.round.intake import bytes_of
from workbook.round.older_files import read_return
from workbook.round.renewal import earlier_of
from workbook.round.status import counted_returns

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workbook.check.region import AnswerKey, PlaceFinding
    from workbook.model import Explanation, Finding, Return
    from workbook.round.folder import Round
    from workbook.round.ledger import Ledger

# Repairs and notes are no doubts about a figure.
_DOUBTS = frozenset({"error", "warning"})


def round_findings(
    collection: Round, ledger: Ledger, returns: Sequence[Return] | None = None
) -> tuple[PlaceFinding, ...]:
    """What is unusual in the returns that count, with what their senders say about it.

    `returns`: those that count, where they are at hand. A figure that the file's own findings
    doubt is not brought up again.
    """
    counting = counted_returns(collection, ledger) if returns is None else returns
    own = {file.path: file.findings for file in ledger.files() if file.present}
    levels = dict.fromkeys(entry.place.level for entry in counting)
    found = region_findings(
        counting,
        {level: collection.definition(level) for level in levels},
        collection.texts,
        {entry.place.code: dict(_earlier(entry, collection)) for entry in counting},
        {entry.place.code: _doubted(own.get(entry.file, ())) for entry in counting},
    )
    said = {one.file: _explanations(one.file, collection) for one in found}
    return tuple(_explained(one, said[one.file]) for one in found)


def _earlier(entry: Return, collection: Round) -> Iterator[tuple[AnswerKey, float]]:
    """What the place answered for the period before, as far as it is numbers."""
    earlier = earlier_of(collection, entry.place)
    for key, answer in earlier.answers.items() if earlier is not None else ():
        value = number(answer)
        if value is not None:
            yield key, value


def _doubted(findings: Iterable[Finding]) -> frozenset[AnswerKey]:
    register = load_register()
    return frozenset(
        (found.sheet, found.row, found.field)
        for found in findings
        if found.sheet and found.field and register[found.code].severity in _DOUBTS
    )


def _explanations(file: str, collection: Round) -> tuple[Explanation, ...]:
    """What the sender says about unusual answers, without what is nobody else's business."""
    data = bytes_of(file, collection)
    if data is None:
        return ()
    submission = read_return(Source(file, "", data), collection.library)
    country = country_of(collection.programme.currency)
    return tuple(one for one in submission.explanations if not details(one.text, country))


def _explained(found: PlaceFinding, said: Iterable[Explanation]) -> PlaceFinding:
    (finding,) = explain_warnings([found.finding], said, load_register())
    return replace(found, finding=finding)

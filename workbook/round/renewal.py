"""Last year's answers for each place of this year: boundaries and questions may have moved."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from templates.successors import Descent, descents, read_successors
from workbook.earlier import Earlier, Moved
from workbook.round.last_year import LAST_YEAR_FILE, read_last_year
from workbook.round.older import changes_between, translate, without_money

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from templates.model import Definition, Place
    from templates.successors import Successor
    from workbook.earlier import AnswerKey
    from workbook.model import Answer
    from workbook.round.folder import Round
    from workbook.round.last_year import LastYear
    from workbook.round.older import Left

SUCCESSORS_FILE = "successors.csv"


@dataclass(frozen=True, slots=True)
class Renewal:
    """What this round knows of the one before; `descents`: where each place comes from."""

    last: LastYear
    descents: Mapping[str, Descent]

    def counts_alike(self, currency: str) -> bool:
        """Whether amounts of then are in this currency; one that is not known is another one."""
        return self.last.currency == currency


def renewal_of(collection: Round) -> Renewal | None:
    """What this round knows of the one before, or None; read once."""
    return collection.library.once(("renewal", collection.folder), lambda: _renewal(collection))


def earlier_of(collection: Round, place: Place) -> Earlier | None:
    """What a place said for the period before, in today's words; None if it said nothing."""
    renewal = renewal_of(collection)
    if renewal is None:
        return None
    definition = collection.definition(place.level)
    key = ("earlier", collection.folder, place.code, place.level)
    return collection.library.once(key, lambda: follow(renewal, place.code, definition)[0])


def moved_places(collection: Round) -> tuple[Moved, ...]:
    """The places of this round that something happened to since the one before."""
    renewal = renewal_of(collection)
    if renewal is None:
        return ()
    found = (_moved(place.code, renewal) for place in collection.places)
    return tuple(moved for moved in found if moved.kind)


def follow(
    renewal: Renewal, code: str, definition: Definition
) -> tuple[Earlier | None, tuple[Left, ...]]:
    """What a place said, or the places that it follows, and what could not be carried over.

    A part of what was split has nothing of its own. Of merged places only figures that add up
    are known, and only where all of them gave one.
    """
    last, moved = renewal.last, _moved(code, renewal)
    changes = changes_between(
        definition.programme.changes, last.version, definition.programme.version
    )
    own = [last.answers.get(old) for old in moved.places]
    known = [answers for answers in own if answers is not None]
    if not known or moved.kind == "split":
        empty = Earlier(last.period, {}, moved)
        return (empty if moved.kind else None), ()
    found = [translate(answers, changes, definition) for answers in known]
    if not renewal.counts_alike(definition.programme.currency):
        found = [_without_money(kept, lost, definition) for kept, lost in found]
    left = tuple(one for _, lost in found for one in lost)
    if moved.kind != "merged":
        return Earlier(last.period, found[0][0], moved), left
    whole = len(known) == len(own)
    added = _added([kept for kept, _ in found], definition) if whole else {}
    return Earlier(last.period, added, moved), left


def fingerprint(collection: Round) -> bytes:
    """The bytes of all that last year's answers depend on, for knowing whether they changed."""
    files = (collection.folder / name for name in (LAST_YEAR_FILE, SUCCESSORS_FILE))
    return b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files if path.is_file())


def own_successors(collection: Round) -> tuple[Successor, ...]:
    """The successor table of the programme's list of places, and then the round's own."""
    register, library = collection.programme.register, collection.library
    shipped = library.successors.get(register, ())
    path = collection.folder / SUCCESSORS_FILE
    return (*shipped, *(read_successors(path) if path.is_file() else ()))


def _renewal(collection: Round) -> Renewal | None:
    last = read_last_year(collection.folder / LAST_YEAR_FILE)
    if last is None:
        return None
    until = collection.settings.period.end
    table = own_successors(collection)
    return Renewal(last, descents(last.places, table, last.period, until))


def _moved(code: str, renewal: Renewal) -> Moved:
    descent = renewal.descents.get(code, Descent((code,)))
    return Moved(code, descent.kind, descent.places, descent.day, descent.source)


def _without_money(
    kept: Mapping[AnswerKey, Answer], lost: tuple[Left, ...], definition: Definition
) -> tuple[dict[AnswerKey, Answer], tuple[Left, ...]]:
    others, amounts = without_money(kept, definition)
    return others, (*lost, *amounts)


def _added(
    parts: Sequence[Mapping[AnswerKey, Answer]], definition: Definition
) -> dict[AnswerKey, Answer]:
    """The sums of what adds up over places, outside tables, whose records have no counterpart."""
    adding = {
        (sheet.key, field.key)
        for sheet in definition.sheets
        for field in sheet.asked
        if sheet.layout != "table" and field.adds_up == "sum"
    }
    first, *others = parts
    sums: dict[AnswerKey, Answer] = {}
    for key, answer in first.items():
        together = [answer, *(part[key] for part in others if key in part)]
        values = [one.value for one in together if isinstance(one.value, int | float)]
        if (key[0], key[2]) in adding and len(values) == len(parts):
            sums[key] = replace(answer, value=_sum(values), cell="", repair=None)
    return sums


def _sum(values: Sequence[float]) -> float:
    """As many digits as a cell holds; whole numbers stay whole."""
    total = sum(values)
    return total if isinstance(total, int) else float(f"{total:.15g}")

"""A round that follows another: same settings, the places as they are now, the last answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from indicators.tables import ToolError
from templates.load import load_library
from templates.successors import descents, read_successors
from workbook.check.wording import field_label
from workbook.round.folder import NewRound, create_round, must_be_new
from workbook.round.last_year import LAST_YEAR_FILE, gather_last_year, write_last_year
from workbook.round.ledger import Ledger
from workbook.round.outputs import make_folder, write_file
from workbook.round.renewal import (
    SUCCESSORS_FILE,
    earlier_of,
    follow,
    moved_places,
    renewal_of,
)
from workbook.round.status import counted_returns
from workbook.round.swap import DEFINITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from templates.load import Library
    from templates.model import Place, Texts
    from templates.periods import Period
    from templates.successors import Successor
    from workbook.earlier import Moved
    from workbook.round.folder import Round
    from workbook.round.older import Left

LEFT_FILE = "not-carried-over.csv"
LEFT_COLUMNS = ("code", "place", "section", "record", "question", "answer", "reason")


@dataclass(frozen=True, slots=True)
class Renewed:
    """A new round: how many places are filled in, what became of others, what was left behind.

    `left`: lines by `LEFT_COLUMNS`, in words.
    """

    collection: Round
    filled: int
    moved: tuple[Moved, ...]
    left: tuple[dict[str, str], ...]


def library_after(old: Round, shipped: Library) -> Library:
    """The definitions to go on with: those of the tool, or the round's own where it has none."""
    if old.settings.programme in shipped.programmes:
        return shipped
    return load_library(old.folder / DEFINITIONS)


def renew_round(
    folder: Path, old: Round, order: NewRound, library: Library, successors: Path | None
) -> Renewed:
    """Make the folder of the round that follows `old`, with what `old` counted.

    What `order` leaves open is as in `old`; its places too, as far as its successors say so.
    """
    must_be_new(folder)
    order = _completed(order, old, library)
    if order.period.start <= old.settings.period.start:
        msg = f"{order.period.code} does not come after {old.settings.period.code}; choose another"
        raise ToolError(msg)
    if not old.ledger_file.is_file():
        msg = f"{old.folder} has no ledger yet: run migbook validate there, then this again"
        raise ToolError(msg)
    with Ledger(old.ledger_file) as ledger:
        last = gather_last_year(old, counted_returns(old, ledger))
    register = library.programme(order.programme).register
    table = library.successors.get(register, ())
    table = (*table, *(read_successors(successors) if successors else ()))
    if order.places_file is None:
        order = replace(order, places=places_after(old, order.period, table, library))
    make_folder(folder)
    # What is read only with a round.toml beside it comes before that.
    write_last_year(last, _dates(old), folder / LAST_YEAR_FILE)
    if successors is not None:
        write_file(folder / SUCCESSORS_FILE, successors.read_bytes())
    collection = create_round(folder, order, library)
    return Renewed(
        collection=collection,
        filled=sum(_is_filled(collection, place) for place in collection.places),
        moved=moved_places(collection),
        left=left_rows(collection, old),
    )


def _completed(order: NewRound, old: Round, library: Library) -> NewRound:
    """The order with what it leaves open taken from the round before."""
    settings = old.settings
    programme = order.programme or settings.programme
    spoken = library.programme(programme).languages
    known = [language for language in settings.languages if language in spoken]
    own_money = library.programme(programme).currency
    return replace(
        order,
        programme=programme,
        language=order.language or next(iter(known), ""),
        time_zone=order.time_zone or settings.time_zone,
        currency=order.currency or ("" if own_money else old.programme.currency),
        before=settings,
    )


def places_after(
    old: Round, period: Period, table: Iterable[Successor], library: Library
) -> tuple[Place, ...]:
    """The places of the round before as they are now, in its order.

    A place that came about takes its facts from the programme's list, or else from the place that
    it follows, as far as they can still be true.
    """
    lines = tuple(table)
    came = descents((p.code for p in old.places), lines, old.settings.period, period.end)
    register = library.programme(old.settings.programme).register
    listed = {place.code: place for place in library.places(register)}
    names = {line.new: line.name for line in lines if line.name}
    renamed = {past: code for code, d in came.items() if d.kind == "renamed" for past in d.places}
    found: dict[str, Place] = {}
    for place in old.places:
        for code in (code for code, descent in came.items() if place.code in descent.places):
            kind = came[code].kind
            if code in found:
                continue
            now = place if not kind else _place_after(place, code, kind, listed)
            parent = renamed.get(now.parent, now.parent)
            found[code] = replace(now, name=names.get(code, now.name), parent=parent)
    return tuple(found.values())


def _place_after(place: Place, code: str, kind: str, listed: dict[str, Place]) -> Place:
    if code in listed:
        return replace(listed[code], email=place.email, language=place.language)
    if kind == "renamed":
        return replace(place, code=code)
    return replace(
        place,
        code=code,
        population=None,
        population_source="",
        income_class="",
        subdivisions=None,
        latitude=None,
        longitude=None,
    )


def left_rows(collection: Round, old: Round) -> tuple[dict[str, str], ...]:
    """What of the round before has no counterpart, in the words in which it was asked."""
    lines = _left_lines(collection, old)
    return tuple(dict(zip(LEFT_COLUMNS, line, strict=True)) for line in lines)


def _left_lines(collection: Round, old: Round) -> Iterator[tuple[str, ...]]:
    renewal, texts = renewal_of(collection), collection.texts
    if renewal is None:
        return
    for place in collection.places:
        earlier, left = follow(renewal, place.code, collection.definition(place.level))
        if earlier is not None and earlier.moved.kind in {"merged", "split"}:
            why = _reason(earlier.moved.kind, texts)
            places = ", ".join(earlier.moved.places)
            yield place.code, place.name, "", "", "", "", f"{why} ({places})"
        for one in left:
            yield place.code, place.name, *_in_words(one, old.texts), _reason(one.reason, texts)
    followed = {code for place in collection.places for code in _past(collection, place)}
    for place in old.places:
        if place.code in renewal.last.answers and place.code not in followed:
            yield place.code, place.name, "", "", "", "", _reason("gone", texts)


def _in_words(one: Left, texts: Texts) -> tuple[str, str, str, str]:
    answer = one.answer
    value = answer.value
    section = texts.get(f"sheets.{answer.sheet}.title", answer.sheet)
    row = texts.get(f"sheets.{answer.sheet}.rows.{answer.row}.label", answer.row or "")
    shown = ", ".join(value) if isinstance(value, tuple) else str(value)
    return section, row, field_label(answer.sheet, answer.field, texts), shown


def _reason(reason: str, texts: Texts) -> str:
    return texts[f"last_year.left.reasons.{reason}"]


def _past(collection: Round, place: Place) -> tuple[str, ...]:
    renewal = renewal_of(collection)
    descent = renewal.descents.get(place.code) if renewal else None
    return descent.places if descent else ()


def _is_filled(collection: Round, place: Place) -> bool:
    earlier = earlier_of(collection, place)
    return earlier is not None and bool(earlier.answers)


def _dates(old: Round) -> frozenset[tuple[str, str]]:
    levels = dict.fromkeys(place.level for place in old.places)
    return frozenset(
        (sheet.key, field.key)
        for level in levels
        for sheet in old.definition(level).sheets
        for field in sheet.fields
        if field.type == "date"
    )

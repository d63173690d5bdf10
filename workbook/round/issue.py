"""The workbooks that a round sends out: their names, their ids, their orders."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from templates.load import SOURCE_LANGUAGE
from templates.localise import population_source_key
from workbook.round.decisions import due_of
from workbook.round.renewal import earlier_of
from workbook.write.carried import CarriedOver, carry_over
from workbook.write.order import WorkbookOrder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.model import Place, Texts
    from workbook.round.folder import Round
    from workbook.write.order import Cell, CellKey

_ISSUE_DIGITS = 8


def order_for(
    collection: Round, place: Place, typed: Mapping[CellKey, Cell] | None = None
) -> WorkbookOrder:
    """The order for a place's workbook, as it is sent out or with answers typed in.

    As it is sent out it holds what lasts of the answers for the period before.
    """
    settings = collection.settings
    definition, texts = collection.definition(place.level), texts_for(collection, place)
    earlier = earlier_of(collection, place)
    carried = carry_over(definition, texts, earlier) if earlier else CarriedOver()
    return WorkbookOrder(
        definition=definition,
        texts=texts,
        place=_in_words(place, collection, texts),
        parent=collection.parent(place),
        period=settings.period,
        issue=issue_id(collection, place),
        deadline=due_of(collection, place)[0],
        contact=settings.contact,
        typed=carried.typed if typed is None else typed,
        records=carried.records,
        last=earlier.period if earlier and (carried.typed or carried.shown) else None,
        shown=carried.shown,
    )


def _in_words(place: Place, collection: Round, texts: Texts) -> Place:
    """The place with the source of its population in the workbook's language, if it is ours."""
    key = population_source_key(collection.programme)
    shipped = collection.library.text(SOURCE_LANGUAGE).get(key)
    if not shipped or place.population_source != shipped:
        return place
    return replace(place, population_source=texts[key])


def texts_for(collection: Round, place: Place) -> Texts:
    """The texts in the language of a place, or in that of the round."""
    settings = collection.settings
    return collection.library.text(place.language or settings.languages[0], settings.programme)


def issue_id(collection: Round, place: Place, version: str = "") -> str:
    """The id of a place's workbook: the same each time it is written in this round.

    `version`: of the questions, if it is not the one that the round asks now.
    """
    settings = collection.settings
    facts = (settings.programme, version or settings.version, place.code, settings.period.code)
    return hashlib.sha256("\x1f".join(facts).encode()).hexdigest()[:_ISSUE_DIGITS]


def workbook_name(collection: Round, place: Place) -> str:
    """The file name of a place's workbook, in letters that every mail program carries."""
    plain = unicodedata.normalize("NFKD", place.name).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", re.sub(r"\([^)]*\)", " ", plain).lower())
    slug = "-".join(words)[:40].strip("-")
    return "-".join(filter(None, (place.code, slug, collection.settings.period.code))) + ".xlsx"

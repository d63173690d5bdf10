"""The workbooks that a round sends out: their names, their ids, their orders."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

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
    """The order for a place's workbook, empty or with answers typed in."""
    settings = collection.settings
    return WorkbookOrder(
        definition=collection.definition(place.level),
        texts=texts_for(collection, place),
        place=place,
        parent=collection.parent(place),
        period=settings.period,
        issue=issue_id(collection, place),
        deadline=settings.deadline,
        contact=settings.contact,
        typed=typed or {},
    )


def texts_for(collection: Round, place: Place) -> Texts:
    """The texts in the language of a place, or in that of the round."""
    settings = collection.settings
    return collection.library.text(place.language or settings.languages[0], settings.programme)


def issue_id(collection: Round, place: Place) -> str:
    """The id of a place's workbook: the same each time it is written in this round."""
    settings = collection.settings
    facts = (settings.programme, settings.version, place.code, settings.period.code)
    return hashlib.sha256("\x1f".join(facts).encode()).hexdigest()[:_ISSUE_DIGITS]


def workbook_name(collection: Round, place: Place) -> str:
    """The file name of a place's workbook, in letters that every mail program carries."""
    plain = unicodedata.normalize("NFKD", place.name).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", re.sub(r"\([^)]*\)", " ", plain).lower())
    slug = "-".join(words)[:40].strip("-")
    return "-".join(filter(None, (place.code, slug, collection.settings.period.code))) + ".xlsx"

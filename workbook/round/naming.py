"""What the name of a file says beside what is in it, and the notes that come of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.model import Finding
from workbook.round.evidence import KEPT, codes_in_file_name

if TYPE_CHECKING:
    from workbook.round.folder import Round

SEVERAL = "WB017"
OTHER_NAME = "WB022"


def misnamed(path: str, code: str, collection: Round | None) -> tuple[Finding, ...]:
    """A warning on a file that is named for another place than the one it says it is for."""
    if collection is None or collection.place(code) is None:
        return ()
    named = codes_in_file_name(path, (place.code for place in collection.places))
    if not named or code in named:
        return ()
    said, other = (_place_name(one, collection) for one in (code, named[0]))
    return (Finding(OTHER_NAME, value=said, parameters=(("other", other),)),)


def _place_name(code: str, collection: Round) -> str:
    place = collection.place(code)
    return f"{place.name} ({code})" if place is not None else code


def kept(code: str, collection: Round | None) -> Finding:
    """The note on a scan that lies beside the workbook of this place."""
    place = collection.place(code) if collection is not None else None
    return Finding(KEPT, value=place.name if place is not None else code)

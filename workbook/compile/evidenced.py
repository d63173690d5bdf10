"""Practices that governments nominated, with the class of evidence that their answers give."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from indicators.evidence import Practice, classify, read_override, read_practice

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from indicators.evidence import Classification

SHEET = "practices"
TITLE = "title"


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """A practice and what is known of it.

    `assessed`: False where the round asks for no evidence, so that there is nothing to classify.
    """

    place: str
    place_name: str
    level: str
    area: str
    row: str
    stage: str | None
    classification: Classification
    assessed: bool


def practice_lines(answers: pd.DataFrame) -> Iterator[PracticeLine]:
    """Every practice with a title, in the order of the returns."""
    own = answers[(answers["sheet"] == SHEET) & (answers["row"] != "")]
    decisive = {field.name for field in fields(Practice)}
    key: Any
    for key, lines in own.groupby(["place", "place_name", "level", "area", "row"], sort=False):
        codes: dict[str, str | None] = {
            field: text if isinstance(text, str) else None
            for field, text in zip(lines["field"], lines["text"], strict=True)
        }
        if codes.get(TITLE):
            place, name, level, area, row = key
            yield PracticeLine(
                place=place,
                place_name=name,
                level=level,
                area=area,
                row=row,
                stage=codes.get("stage"),
                classification=classify(read_practice(codes), read_override(codes)),
                assessed=bool(decisive & set(lines["field"])),
            )

"""The classes of evidence that practices are shown by, and their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from indicators.evidence import Category

if TYPE_CHECKING:
    from workbook.compile.evidenced import PracticeLine
    from workbook.report.wording import Wording

_NOMINATED = "nominated"


def classes() -> list[str]:
    """The classes of evidence, then that of practices that nobody assessed."""
    return [*get_args(Category), _NOMINATED]


def class_of(line: PracticeLine) -> str:
    """The class of a practice."""
    return line.classification.category if line.assessed else _NOMINATED


def class_name(words: Wording, key: str) -> str:
    """What a class is called."""
    if key == _NOMINATED:
        return words.more("practices.nominated")
    return words.sdg(f"practices.categories.{key}")

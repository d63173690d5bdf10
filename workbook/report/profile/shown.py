"""Figures of a page in words of one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.profile import told
from workbook.report.profile.model import Line, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from indicators.profile import ProfileFigure, Told
    from workbook.report.profile.gathered import Gathered
    from workbook.report.wording import Wording


@dataclass(frozen=True, slots=True)
class Shown:
    """How figures are written in a language, with the currency of the round."""

    words: Wording
    currency: str

    def say(self, key: str, **values: object) -> str:
        """A text of the page."""
        return self.words.profile(key, **values)

    def label(self, figure: ProfileFigure) -> str:
        """What a figure is called: on this page or, if that is alike, in the summary."""
        return self.say(f"figures.{figure.key}") or self.words.measure(figure.measures[0])

    def number(self, figure: ProfileFigure, value: float) -> str:
        """A figure with its currency."""
        number = self.words.number(value)
        if figure.shows != "money" or not self.currency:
            return number
        return self.say("told.money", value=number, currency=self.currency)

    def value(self, figure: ProfileFigure, own: Told) -> str:
        """A figure as it stands among what a place told."""
        if figure.shows == "yes":
            return self.say("told.yes" if own.value > 0 else "told.not_yet")
        if own.of:
            return self.say("told.of", reached=self.words.number(own.value), of=own.of)
        return self.number(figure, own.value)


def lines_of(gathered: Gathered, shown: Shown, place: str) -> dict[str, tuple[Line, ...]]:
    """What a place told, by part of the page; what it did not tell is left out."""
    values = gathered.values.get(place, {})
    known: dict[str, Told] = {}
    lines: dict[str, list[Line]] = {}
    for figure in gathered.figures:
        own = told(figure, values)
        if own is None or (figure.within and not _is_there(known.get(figure.within))):
            continue
        known[figure.key] = own
        lines.setdefault(figure.group, []).append(_line(gathered, shown, place, figure, own))
    return {
        group.key: tuple(lines[group.key][: group.most])
        for group in gathered.rules.groups
        if group.key in lines
    }


def parts(shown: Shown, lines: Mapping[str, tuple[Line, ...]]) -> tuple[Part, ...]:
    """What there is some of, now or in the period before, with headings."""
    found = ((key, tuple(line for line in own if _is_some(line))) for key, own in lines.items())
    return tuple(Part(shown.say(f"groups.{key}"), own) for key, own in found if own)


def none_yet(shown: Shown, lines: Mapping[str, tuple[Line, ...]]) -> str:
    """The sentence that names what there is none of; empty where there is some of everything."""
    names = [line.label for own in lines.values() for line in own if not _is_some(line)]
    return shown.say("told.none", names="; ".join(names)) if names else ""


def _is_some(line: Line) -> bool:
    return bool(not line.is_open or line.note or line.last)


def unknown(gathered: Gathered, place: str) -> Iterator[ProfileFigure]:
    """The figures that concern a place and on which it told nothing, or not all."""
    values = gathered.values.get(place, {})
    for figure in gathered.figures:
        if any(values.get(key, 0) is None for key in figure.measures):
            yield figure


def _line(gathered: Gathered, shown: Shown, place: str, figure: ProfileFigure, own: Told) -> Line:
    then = told(figure, gathered.before.get(place, {}))
    note = shown.say("told.unknown", number=own.unknown) if own.unknown else ""
    last = ""
    if then is not None and not then.unknown and (then.value or own.value):
        last = shown.value(figure, then)
    return Line(shown.label(figure), shown.value(figure, own), last, note, not own.value)


def _is_there(whole: Told | None) -> bool:
    """Whether there is some of what a figure is a part of."""
    return whole is not None and whole.value > 0

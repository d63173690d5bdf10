"""What of a place's answers counts elsewhere: points, practices, official indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.compile.evidenced import SHEET, TITLE
from workbook.report.document.judged import brief
from workbook.report.practice_classes import class_name, class_of
from workbook.report.profile.model import Item, Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from templates.model import Definition
    from workbook.compile.model import DataLine
    from workbook.report.profile.gathered import Gathered
    from workbook.report.profile.shown import Shown

_MOST_PRACTICES, _MOST_GOALS = 3, 5
# Letters of a practice's title, which people have written at any length.
_LONGEST = 90


def listings(
    gathered: Gathered,
    shown: Shown,
    place: str,
    definition: Definition,
    titles: Mapping[str, str],
) -> tuple[Listing, ...]:
    """The lists that have something on them; `titles`: of the place's practices, by record."""
    found = (
        Listing("points", shown.say("counts.points"), tuple(_points(gathered, shown, place))),
        Listing(
            "practices",
            shown.say("counts.practices"),
            tuple(_practices(gathered, shown, place, titles)),
        ),
        Listing(
            "goals",
            shown.say("counts.goals"),
            tuple(_goals(gathered, shown, place)),
            _targets(shown, definition, gathered.answered.get(place, {})),
        ),
    )
    return tuple(listing for listing in found if listing.items or listing.about)


def titles_of(lines: Iterable[DataLine]) -> dict[str, dict[str, str]]:
    """Titles of practices by place and record, from the lines of a summary."""
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        if line.sheet == SHEET and line.field == TITLE and line.value is not None:
            found.setdefault(line.place, {})[line.row] = str(line.value)
    return found


def _points(gathered: Gathered, shown: Shown, place: str) -> Iterator[Item]:
    """The parts of the score in which the place has points; never a rank."""
    own = gathered.ranked.get(place)
    for points in own.components if own else ():
        if points.points:
            got, most = (shown.words.number(float(n)) for n in (points.points, points.weight))
            name = shown.words.sdg(f"ranking.components.{points.component}")
            share = float(points.points / points.weight)
            yield Item(name, shown.say("told.of", reached=got, of=most), share)


def _practices(
    gathered: Gathered, shown: Shown, place: str, titles: Mapping[str, str]
) -> Iterator[Item]:
    for line in gathered.practices.get(place, ())[:_MOST_PRACTICES]:
        title = brief(shown.words, titles.get(line.row, line.row), _LONGEST)
        yield Item(title, class_name(shown.words, class_of(line)))


def _goals(gathered: Gathered, shown: Shown, place: str) -> Iterator[Item]:
    for figure in gathered.goals.get(place, ())[:_MOST_GOALS]:
        code = figure.indicator.code
        yield Item(code, shown.words.sdg(f"indicators.{code.replace('.', '-')}"))


def _targets(shown: Shown, definition: Definition, answered: Mapping[str, int]) -> str:
    """The targets that the sections serve in which something was answered."""
    found = {
        target: None
        for sheet in definition.sheets
        if answered.get(sheet.key)
        for target in sheet.sdg
    }
    ordered = sorted(found, key=_place_of)
    return shown.say("counts.targets", targets=", ".join(ordered)) if ordered else ""


def _place_of(target: str) -> tuple[int, str]:
    goal, _, rest = target.partition(".")
    return int(goal), rest.zfill(3)

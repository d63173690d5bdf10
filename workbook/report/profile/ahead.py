"""What is next for a place: steps that fit, figures to gather, how to correct an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.profile import next_steps
from workbook.report.profile.model import Item, Listing
from workbook.report.profile.shown import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from indicators.profile import ProfileFigure
    from templates.model import Definition
    from workbook.report.profile.gathered import Gathered
    from workbook.report.profile.shown import Shown


def steps(gathered: Gathered, shown: Shown, place: str) -> tuple[Item, ...]:
    """The first steps that fit, each with whom to ask."""
    return tuple(_steps(gathered, shown, gathered.values.get(place, {})))


def _steps(gathered: Gathered, shown: Shown, values: dict[str, float | None]) -> Iterator[Item]:
    for step, named in next_steps(gathered.rules, values):
        names = [shown.say(f"parts.{key}") or shown.words.measure(key) for key in named]
        what = shown.say(f"steps.{step.key}.text", names=shown.words.join(names))
        office = shown.words.office(step.who) if step.who else ""
        ask = shown.say("next.who", office=office) if office else ""
        yield Item(shown.say(f"steps.{step.key}.name"), f"{what} {ask}".strip())


def to_gather(gathered: Gathered, shown: Shown, place: str, definition: Definition) -> Listing:
    """What the place did not know yet, each with the office that usually does."""
    figures = list(unknown(gathered, place))[: gathered.rules.most_to_gather]
    items = tuple(_item(gathered, shown, definition, figure) for figure in figures)
    key = "some" if items else "nothing"
    return Listing("gather", shown.say("gather.title"), items, shown.say(f"gather.{key}"))


def _item(gathered: Gathered, shown: Shown, definition: Definition, figure: ProfileFigure) -> Item:
    offices = dict.fromkeys(
        shown.words.office(who)
        for key in figure.measures
        for who in _who(gathered, definition, key)
        if who
    )
    asked = shown.say("next.known", office=shown.words.join(offices)) if offices else ""
    return Item(shown.label(figure), asked)


def _who(gathered: Gathered, definition: Definition, key: str) -> Iterator[str]:
    """The offices that usually know what decides a measure: who has the figure, or the record."""
    measure = gathered.measures.get(key)
    sheet = next((s for s in definition.sheets if measure and s.key == measure.sheet), None)
    if measure is None or sheet is None:
        return
    named = measure.field or next(iter(measure.fields), "")
    field = sheet.field(named)
    if field is not None:
        yield field.who

"""Who has answered: the states of places as a summary groups them, and how many are in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.model import GOVERNMENT_LEVELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbook.compile.model import PlaceLine, Summary, Total
    from workbook.report.wording import Wording

# The states of a place behind each column of the tables on who has answered.
STATES: dict[str, tuple[str, ...]] = {
    "counted": ("accepted", "accepted_with_warnings", "accepted_by_decision"),
    "rejected": ("rejected", "reopened"),
    "unusable": ("unusable",),
    "missing": ("missing",),
}


def tally(places: Sequence[PlaceLine]) -> dict[str, float]:
    """How many places there are in each state, with those late and the two rates in percent."""
    values: dict[str, float] = {
        key: sum(line.status.state in states for line in places) for key, states in STATES.items()
    }
    values["expected"] = len(places)
    values["returned"] = values["counted"] + values["rejected"]
    values["late"] = sum(line.status.late for line in places)
    for key, part in (("rate", "returned"), ("share", "counted")):
        values[key] = 100 * values[part] / len(places) if places else 0
    return values


def governments(summary: Summary, area: str | None = None) -> tuple[PlaceLine, ...]:
    """The cities and municipalities that were asked, of one area or of all."""
    return tuple(
        line
        for line in summary.places
        if line.status.place.level in GOVERNMENT_LEVELS and area in (None, line.area)
    )


def outstanding(summary: Summary) -> tuple[PlaceLine, ...]:
    """The places that do not count yet, or came late."""
    return tuple(
        line
        for line in summary.places
        if line.status.late or line.status.state not in STATES["counted"]
    )


def has_round(summary: Summary, area: str) -> bool:
    """Whether anybody of an area was asked; of a country, regions may be without a round."""
    return all(line.area != area or line.state != "missing" for line in summary.regions)


def of_asked(summary: Summary, words: Wording, total: Total) -> str:
    """From how many of how many governments a total is, or that nobody was asked."""
    if not has_round(summary, total.area):
        return words.national("no_round")
    return words.text("of", count=words.number(total.with_data), all=words.number(total.asked))

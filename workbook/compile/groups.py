"""Island groups: totals of the regions that a national list of places puts together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbook.compile.changes_model import rounded
from workbook.compile.model import REGION, Before, IslandGroup, Total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from templates.model import Place
    from workbook.compile.model import Area, Summary


def island_groups(
    listed: Iterable[Place], areas: Iterable[Area], register: Mapping[str, Place]
) -> tuple[IslandGroup, ...]:
    """The groups that a region names as its parent, in the order of the list."""
    parents = {area.key: register[area.key].parent for area in areas if area.key in register}
    found = (
        IslandGroup(one.code, one.name, tuple(k for k, up in parents.items() if up == one.code))
        for one in listed
    )
    return tuple(group for group in found if group.areas)


def group_total(summary: Summary, measure: str, group: IslandGroup) -> Total:
    """The total of a group: what its regions come to; without a key, that of the country."""
    if not group.key:
        return summary.total(measure)
    parts = [summary.total(measure, area) for area in group.areas]
    return Total(
        measure=measure,
        area=group.key,
        value=_sum([part.value for part in parts if part.value is not None]),
        governments=sum(part.governments for part in parts),
        with_data=sum(part.with_data for part in parts),
        asked=sum(part.asked for part in parts),
        population=_whole([part.population for part in parts]),
        population_asked=_whole([part.population_asked for part in parts]),
    )


def group_hides(summary: Summary, measure: str, group: IslandGroup) -> bool:
    """Whether a total is withheld: it is no more than its regions, so it goes where one goes."""
    if not group.key:
        return summary.hides(measure, REGION)
    return any(summary.hides(measure, area) for area in group.areas)


def group_before(summary: Summary, measure: str, group: IslandGroup) -> Before | None:
    """What the regions of a group told then; None without any, or where one must not be shown."""
    if not group.key:
        return summary.last_total(measure)
    followed = {line.area for line in summary.followed} & set(group.areas)
    parts = [summary.last_total(measure, area) for area in sorted(followed)]
    told = [part for part in parts if part is not None]
    if not told or (summary.publication is not None and len(told) < len(parts)):
        return None
    bare = any(part.like_places and part.like_old is None for part in told)
    return Before(
        measure=measure,
        area=group.key,
        value=_sum([part.value for part in told if part.value is not None]),
        with_data=sum(part.with_data for part in told),
        asked=sum(part.asked for part in told),
        like_old=None if bare else _sum([p.like_old for p in told if p.like_old is not None]),
        like_new=None if bare else _sum([p.like_new for p in told if p.like_new is not None]),
        like_places=sum(part.like_places for part in told),
    )


def _sum(values: Sequence[float]) -> float | None:
    return rounded(sum(values)) if values else None


def _whole(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None

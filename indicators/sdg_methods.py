"""The two official methods, 10.7.2 and 11.3.2, as declared: questions, points, bands, limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from indicators.sdg_catalogue import DATA, load_framework
from indicators.tables import DefinitionError, read_csv, read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Subcategory:
    """One of the thirty questions of 10.7.2; `points` by answer.

    `row`: its row in the sheet. `local`: False if only a national government can do it, so that
    no local one ever has points.
    """

    code: str
    row: str
    domain: int
    sdmx_code: str
    points: Mapping[str, float]
    local: bool


@dataclass(frozen=True, slots=True)
class Band:
    """A band of the score: from `lowest` up to below the next band's."""

    key: str
    lowest: float


@dataclass(frozen=True, slots=True)
class PolicyMethod:
    """Method 10.7.2: its sub-categories in order, its bands from the lowest."""

    indicator: str
    method: str
    framework_version: str
    subcategories: tuple[Subcategory, ...]
    bands: tuple[Band, ...]

    def band(self, score: float) -> str:
        """The band of a score between 0 and 100."""
        return [band.key for band in self.bands if band.lowest <= score][-1]


@dataclass(frozen=True, slots=True)
class ParticipationMethod:
    """Method 11.3.2: how many evaluators answer which questions, on which scale."""

    indicator: str
    method: str
    framework_version: str
    evaluators: int
    questions: tuple[str, ...]
    lowest: int
    highest: int
    above: float


def load_policy_method(folder: Path = DATA) -> PolicyMethod:
    """Method 10.7.2 as declared."""
    path = folder / "sdg_methods.toml"
    table = _table(path, "policies")
    rows = folder / table["subcategories"]
    bands = tuple(Band(band["key"], band["from"]) for band in table["bands"])
    lowest = [band.lowest for band in bands]
    if not bands or lowest[0] != 0 or lowest != sorted(set(lowest)):
        raise DefinitionError(path, "policies.bands", "begin with from = 0 and go upwards")
    return PolicyMethod(
        indicator=table["indicator"],
        method=table["method"],
        framework_version=load_framework(folder).framework_version,
        subcategories=tuple(_subcategory(row, table["scales"], rows) for row in read_csv(rows)),
        bands=bands,
    )


def load_participation_method(folder: Path = DATA) -> ParticipationMethod:
    """Method 11.3.2 as declared."""
    table = _table(folder / "sdg_methods.toml", "participation")
    version = load_framework(folder).framework_version
    questions = tuple(table["questions"])
    return ParticipationMethod(**{**table, "questions": questions, "framework_version": version})


def _table(path: Path, key: str) -> dict[str, Any]:
    table = read_toml(path).get(key)
    if not isinstance(table, dict):
        raise DefinitionError(path, key, f"the table [{key}] is missing; put it back")
    return table


def _subcategory(
    row: dict[str, str], scales: Mapping[str, Mapping[str, float]], path: Path
) -> Subcategory:
    if row["scale"] not in scales:
        msg = f"there is no scale '{row['scale']}'; use {', '.join(scales)}"
        raise DefinitionError(path, row["code"], msg)
    return Subcategory(
        code=row["code"],
        row=row["row"],
        domain=int(row["domain"]),
        sdmx_code=row["sdmx_code"],
        points=scales[row["scale"]],
        local=row["local"] == "yes",
    )

"""What each format wants to be told, as declared in formats.toml and the list of series."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indicators.sdg_catalogue import DATA
from indicators.tables import read_csv, read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMATS = Path(__file__).parent / "formats.toml"
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Codes:
    """How a programme's places are named to others; `hashtags`: of HXL, by level."""

    country: str
    system: str
    hashtags: Mapping[str, str]

    def geo(self, code: str) -> str:
        """A place code with letters in front, so that no program takes it for a number."""
        return f"{self.country}{code}"


@dataclass(frozen=True, slots=True)
class Series:
    """The SDMX series that an indicator's local figure is given under.

    `status`: code of CL_OBS_STATUS; D where what is counted is not what the series counts.
    """

    series: str
    unit: str
    sex: str
    age: str
    status: str


@cache
def formats() -> dict[str, Any]:
    """The whole of formats.toml."""
    return read_toml(_FORMATS)


def missing_codes() -> Mapping[str, str]:
    """What stands for a value that is not there, by state."""
    codes: dict[str, str] = formats()["missing"]
    return codes


def codes_of(programme: str) -> Codes:
    """How the places of this programme are named; of one's own programme: in general terms."""
    known: dict[str, dict[str, str]] = formats()["programmes"]
    found = dict(known.get(programme, known[_OTHER]))
    return Codes(found.pop("country"), found.pop("system"), found)


def sdmx_series(folder: Path = DATA) -> Mapping[str, Series]:
    """The series by the code that an indicator is entered as; none where no series fits."""
    return {
        row["code"]: Series(row["series"], row["unit"], row["sex"], row["age"], row["status"])
        for row in read_csv(folder / "sdmx_series.csv")
    }

"""The catalogue of official SDG indicators: what each is, and what local figures do for it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar, cast, get_args

from indicators.tables import DefinitionError, read_csv, read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).parent / "data"
LocalUse = Literal["direct", "proxy", "context", "national", "own"]
AddsUp = Literal["sum", "ratio_of_sums", "share_of_governments", "median", "none"]
Tier = Literal["I", "II", "III", ""]
Figure = TypeVar("Figure")
# What only indicators of the collection's own have.
_NOT_OFFICIAL = frozenset({"own", ""})


@dataclass(frozen=True, slots=True)
class Framework:
    """The edition of the official framework that the catalogue holds; shown with every figure.

    `tiers_seen`: the year of the UNSD release `tiers_release` that the tiers were read from.
    """

    framework_version: str
    structure: str
    tiers_seen: int
    tiers_release: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One official indicator under one printed code; names are the official English ones.

    `repeats`: other codes under which the framework prints the same indicator.
    `local_use`: what a local government can supply: the indicator itself (direct), something near
    it (proxy), background (context), or nothing (national); `own` is a figure that is asked for
    without an official indicator, and never in the catalogue.
    `adds_up`: how figures of governments become one of an area; `per`: a ratio is given per so
    many (0 where nothing is divided). `numerator`, `denominator`: keys of what is counted, empty
    where there is none or it is not known.
    """

    code: str
    goal: str
    target: str
    official_name: str
    target_name: str
    unsd_code: str
    series: tuple[str, ...]
    unit: tuple[str, ...]
    tier: Tier
    custodian: str
    repeats: tuple[str, ...]
    local_use: LocalUse
    adds_up: AddsUp
    per: int
    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All indicators in the order of the framework, and the edition they are from."""

    framework: Framework
    indicators: tuple[Indicator, ...]

    def find(self, code: str) -> Indicator | None:
        """The indicator printed under this code."""
        return next((found for found in self.indicators if found.code == code), None)

    def entered_as(self, code: str) -> str:
        """The code under which the figure is entered: the first of those it is printed under."""
        return self.codes(code)[0]

    def codes(self, code: str) -> tuple[str, ...]:
        """Every code of one indicator, in the order of the framework."""
        indicator = self.find(code)
        if indicator is None:
            raise KeyError(code)
        group = {indicator.code, *indicator.repeats}
        return tuple(found.code for found in self.indicators if found.code in group)

    def asked(self) -> tuple[Indicator, ...]:
        """Each indicator once, under the code it is entered as."""
        return tuple(
            found for found in self.indicators if self.entered_as(found.code) == found.code
        )

    def shown(self, figures: Mapping[str, Figure]) -> tuple[tuple[str, Figure], ...]:
        """Figures by the code they were entered as, under each code they are printed under."""
        return tuple(
            (found.code, figures[entered])
            for found in self.indicators
            if (entered := self.entered_as(found.code)) in figures
        )


def load_catalogue(folder: Path = DATA) -> Catalogue:
    """The catalogue as declared; a mistake is a `DefinitionError`."""
    path = folder / "sdg_indicators.csv"
    indicators = tuple(_indicator(row, path) for row in read_csv(path))
    if not indicators:
        raise DefinitionError(path, "", "no indicators; put the file back")
    _check_codes(indicators, path)
    return Catalogue(load_framework(folder), indicators)


def load_framework(folder: Path = DATA) -> Framework:
    """Which edition of the framework the catalogue holds."""
    path = folder / "sdg_framework.toml"
    table = read_toml(path)
    wanted = {"framework_version": str, "structure": str, "tiers_seen": int, "tiers_release": str}
    for key, kind in wanted.items():
        if not isinstance(table.get(key), kind) or not table[key]:
            raise DefinitionError(path, key, f"write {key} = ...; it is shown with every figure")
    return Framework(**{key: table[key] for key in wanted})


def _indicator(row: dict[str, str], path: Path) -> Indicator:
    where = row.get("code", "") or "code"
    for field in fields(Indicator):
        if field.name not in row:
            raise DefinitionError(path, where, f"the column {field.name} is missing; add it")
    per = row["per"]
    if per and not per.isdecimal():
        raise DefinitionError(path, where, f"per is '{per}'; write a whole number or nothing")
    indicator = Indicator(
        code=row["code"],
        goal=row["goal"],
        target=row["target"],
        official_name=row["official_name"],
        target_name=row["target_name"],
        unsd_code=row["unsd_code"],
        series=_parts(row["series"]),
        unit=_parts(row["unit"]),
        tier=cast("Tier", row["tier"]),
        custodian=row["custodian"],
        repeats=_parts(row["repeats"]),
        local_use=cast("LocalUse", row["local_use"]),
        adds_up=cast("AddsUp", row["adds_up"]),
        per=int(per or 0),
        numerator=row["numerator"],
        denominator=row["denominator"],
    )
    if mistake := _mistake(indicator):
        raise DefinitionError(path, where, mistake)
    return indicator


def _mistake(indicator: Indicator) -> str:
    """What does not fit within one line; empty if nothing."""
    choices = {"tier": Tier, "local_use": LocalUse, "adds_up": AddsUp}
    for column, kind in choices.items():
        value, known = getattr(indicator, column), get_args(kind)
        known = tuple(one for one in known if one not in _NOT_OFFICIAL)
        if value not in known:
            return f"{column} is '{value}'; write one of {', '.join(known)}"
    for column in ("code", "goal", "target", "official_name", "unsd_code", "unit"):
        if not getattr(indicator, column):
            return f"{column} is empty; fill it in"
    if not indicator.code.startswith(f"{indicator.target}."):
        return f"the code is not one of target {indicator.target}; mend one of them"
    if (indicator.local_use == "national") != (indicator.adds_up == "none"):
        return "adds_up is none for national indicators and only for them"
    divided = indicator.adds_up in {"ratio_of_sums", "share_of_governments"}
    if divided and not (indicator.numerator and indicator.denominator and indicator.per):
        return f"{indicator.adds_up} needs numerator, denominator and per"
    return ""


def _check_codes(indicators: tuple[Indicator, ...], path: Path) -> None:
    """No code twice, and repeats name each other and agree in all that makes them one figure."""
    by_code: dict[str, Indicator] = {}
    for indicator in indicators:
        if indicator.code in by_code:
            raise DefinitionError(path, indicator.code, "this code is there twice; remove one line")
        by_code[indicator.code] = indicator
    for indicator in indicators:
        group = {indicator.code, *indicator.repeats}
        for code in indicator.repeats:
            other = by_code.get(code)
            if other is None or {code, *other.repeats} != group:
                msg = f"repeats names {code}, whose line does not name the same codes; mend both"
                raise DefinitionError(path, indicator.code, msg)
            if _one_figure(other) != _one_figure(indicator):
                msg = f"{code} is the same figure but its line differs; mend both"
                raise DefinitionError(path, indicator.code, msg)


def _one_figure(indicator: Indicator) -> tuple[object, ...]:
    return (
        indicator.official_name,
        indicator.unsd_code,
        indicator.unit,
        indicator.local_use,
        indicator.adds_up,
        indicator.per,
        indicator.numerator,
        indicator.denominator,
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)

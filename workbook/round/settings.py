"""round.toml: what a round is, in a file that people read and change."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from indicators.ranking import TOP, load_components, make_rules
from indicators.tables import DefinitionError, ToolError, read_toml
from templates.model import EDITIONS, Edition
from templates.periods import Period, parse_period
from workbook.round.targets import read_targets, targets_text

if TYPE_CHECKING:
    from pathlib import Path

    from indicators.model import Target
    from indicators.ranking import Rules
    from templates.model import Texts

_RANKING = {"top", "weights"}
_MISSING = "write {key} = ..., or make the round again with migbook new"


@dataclass(frozen=True, slots=True)
class Settings:
    """What one round collects, of whom and until when.

    `deadline`: the last day; it ends at midnight in the round's `time_zone`.
    `withhold_below`: counts smaller than this, zero aside, are not published.
    `ranking`: the coordinator's weights; None if nobody is to be ranked. `targets`: what the whole
    region is to reach.
    """

    programme: str
    version: str
    edition: Edition
    period: Period
    languages: tuple[str, ...]
    time_zone: str
    deadline: date | None = None
    contact: str = ""
    withhold_below: int = 5
    ranking: Rules | None = None
    targets: tuple[Target, ...] = ()

    @property
    def closes(self) -> datetime | None:
        """The last moment of the deadline's day, or None without a deadline."""
        if self.deadline is None:
            return None
        return datetime.combine(self.deadline, time.max, ZoneInfo(self.time_zone))


def settings_text(settings: Settings, texts: Texts) -> str:
    """The text of round.toml, with a remark for people on every line that they may change."""
    deadline = f"deadline = {settings.deadline}" if settings.deadline else "# deadline = 2027-03-31"
    text = texts.fill(
        "cli.round_file",
        programme=_quoted(settings.programme),
        version=_quoted(settings.version),
        edition=_quoted(settings.edition),
        period=_quoted(settings.period.code),
        start=settings.period.start,
        end=settings.period.end,
        deadline=deadline,
        time_zone=_quoted(settings.time_zone),
        languages=", ".join(_quoted(language) for language in settings.languages),
        contact=_quoted(settings.contact),
        withhold_below=settings.withhold_below,
    )
    parts = [text]
    if settings.targets:
        parts.append(targets_text(settings.targets, texts))
    if settings.ranking:
        parts.append(_ranking_text(settings.ranking, texts))
    return "\n".join(parts)


def read_settings(path: Path) -> Settings:
    """Read round.toml; mistakes are a `DefinitionError` that says what to write."""
    table = read_toml(path)
    period = _section(table, "period", path)
    thresholds = _section(table, "thresholds", path)
    edition = _text(table, "edition", path)
    for known in EDITIONS:
        if known == edition:
            break
    else:
        raise DefinitionError(path, "edition", "write one of " + ", ".join(EDITIONS))
    languages = table.get("languages")
    if not isinstance(languages, list) or not languages or not all(map(_is_text, languages)):
        raise DefinitionError(path, "languages", 'write a list such as ["en"]')
    return Settings(
        programme=_text(table, "programme", path),
        version=_text(table, "version", path),
        edition=known,
        period=_period(period, path),
        languages=tuple(languages),
        time_zone=_time_zone(table, path),
        deadline=_deadline(table, path),
        contact=_text(table, "contact", path) if "contact" in table else "",
        withhold_below=_threshold(thresholds, path),
        ranking=_ranking(table, path),
        targets=read_targets(table, path, _period(period, path).year),
    )


def _ranking_text(rules: Rules, texts: Texts) -> str:
    labels = "indicators_sdg.ranking.components."
    lines = (
        f"{one.component} = {one.weight.normalize():f} # {texts.get(labels + one.component)}"
        for one in rules.weights
    )
    return texts.fill("cli.round_file_ranking", top=rules.top, weights="\n".join(lines))


def _quoted(text: str) -> str:
    # The escapes of JSON strings are escapes of TOML strings too.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _section(table: dict[str, Any], key: str, path: Path) -> dict[str, Any]:
    section = table.get(key)
    if not isinstance(section, dict):
        raise DefinitionError(path, key, f"write the line [{key}] and what belongs below it")
    return section


def _text(table: dict[str, Any], key: str, path: Path) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        raise DefinitionError(path, key, _MISSING.format(key=key) + " with text in quotes")
    return value


def _period(section: dict[str, Any], path: Path) -> Period:
    period = parse_period(_text(section, "code", path))
    start, end = section.get("start", period.start), section.get("end", period.end)
    if not _is_day(start) or not _is_day(end) or end < start:
        message = "write start and end as days without quotes, such as 2026-01-01, in this order"
        raise DefinitionError(path, "period", message)
    # A fiscal year may begin earlier or later, but it cannot miss its own year altogether.
    if end < period.start or start > period.end:
        message = f"start and end do not lie in {period.code}; change the code or the days"
        raise DefinitionError(path, "period", message)
    return Period(period.code, start, end)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _deadline(table: dict[str, Any], path: Path) -> date | None:
    value = table.get("deadline")
    if value is not None and not _is_day(value):
        raise DefinitionError(path, "deadline", "write a day without quotes, such as 2027-03-31")
    return value


def _time_zone(table: dict[str, Any], path: Path) -> str:
    name = _text(table, "time_zone", path)
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"'{name}' is no time zone; write one such as Asia/Manila"
        raise DefinitionError(path, "time_zone", message) from error
    return name


def _threshold(section: dict[str, Any], path: Path) -> int:
    value = section.get("withhold_below", 5)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        message = "write a whole number from 1, without quotes"
        raise DefinitionError(path, "thresholds.withhold_below", message)
    return value


def _ranking(table: dict[str, Any], path: Path) -> Rules | None:
    if "ranking" not in table:
        return None
    section = _section(table, "ranking", path)
    if unknown := sorted(set(section) - _RANKING):
        message = (
            f"unknown words {', '.join(unknown)}; write top = 5 below [ranking], and the weights "
            "below [ranking.weights]"
        )
        raise DefinitionError(path, "ranking", message)
    weights = section.get("weights")
    if not isinstance(weights, dict):
        message = (
            "write the line [ranking.weights] and below it a weight for each component, such as "
            "plans = 20; or remove [ranking] if nobody is to be ranked"
        )
        raise DefinitionError(path, "ranking.weights", message)
    components = load_components()
    try:
        return make_rules(weights, section.get("top", TOP), components)
    except ToolError as error:
        raise DefinitionError(path, "ranking", str(error)) from error

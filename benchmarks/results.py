"""RESULTS.md, made of results.json and of nothing else."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from benchmarks.model import Goal, Machine, Made, Report, Row

_HEAD = """# How fast it is

Made by `make bench`; [what is measured and how](README.md). The numbers of each run are in
`results.json`. CPU is user and system time of all processes of a run, the median of its runs;
ratios are medians of the ratios within single rounds of alternating runs. Compare ratios, not
milliseconds: they hold on other machines too, and while other programs are at work.
"""


def results_page(made: Mapping[str, Made]) -> str:
    """The page as a whole."""
    parts = [_HEAD, _goals_of_all(made.values())]
    parts += [_chapter(one) for one in made.values()]
    return "\n".join(parts)


def _goals_of_all(made: Iterable[Made]) -> str:
    goals = [(one.report.name, goal) for one in made for goal in one.report.goals]
    lines = [(name, goal.what, _reached(goal), _verdict(goal)) for name, goal in goals]
    return "## Goals\n\n" + _table(("benchmark", "goal", "reached", ""), lines)


def _chapter(made: Made) -> str:
    report = made.report
    parts = [f"## {report.title}\n", report.method]
    parts.append(_table(_headings(report), (_line(row, report) for row in report.rows)))
    for table in report.tables:
        parts += [f"### {table.title}\n", _table(table.headings, table.lines)]
    missed = dict.fromkeys(goal.next for goal in report.goals if goal.next and not goal.is_met)
    if missed:
        parts += ["### What would be next\n", "".join(f"- {text}\n" for text in missed)]
    if report.profile:
        parts.append(f"### Where the time goes: {report.profiled}\n")
        parts.append("CPU seconds under a profiler, which makes all of it slower.\n")
        heads = ("function", "calls", "in it", "with all it calls")
        parts.append(_table(heads, _profile_lines(report)))
    parts.append(f"{_about(made.machine)} {_which(made)}\n")
    return "\n".join(parts)


def _headings(report: Report) -> tuple[str, ...]:
    ratio = f"times *{report.base}*" if report.base else ""
    return ("", f"CPU a {report.per}", ratio, "wall", "peak memory", "runs")


def _line(row: Row, report: Report) -> tuple[str, ...]:
    base = _base(row, report)
    return (
        row.label,
        duration(row.each),
        f"{row.times(base):.2f}" if base else "",
        "" if row.inner else duration(median(row.wall)),
        "" if row.inner else f"{median(row.memory) / 1e6:.0f} MB",
        str(len(row.cpu)),
    )


def _base(row: Row, report: Report) -> Row | None:
    """The row to tell this one against: the last of that name that stands before or at it."""
    before = report.rows[: report.rows.index(row) + 1]
    found = [one for one in before if one.label.startswith(report.base)] if report.base else []
    return found[-1] if found else None


def _profile_lines(report: Report) -> Iterator[tuple[str, ...]]:
    for spent in report.profile:
        function = f"`{spent.function}`"
        yield (function, f"{spent.calls:,}", f"{spent.own:.2f}", f"{spent.cumulative:.2f}")


def duration(seconds: float) -> str:
    """Seconds as people read them."""
    if seconds < 0.01:
        return f"{seconds * 1000:.2f} ms"
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _reached(goal: Goal) -> str:
    number = f"{goal.reached:.2f}" if abs(goal.reached) < 10 else f"{goal.reached:.0f}"
    return f"{number} {goal.unit}"


def _verdict(goal: Goal) -> str:
    return "✓ reached" if goal.is_met else "✗ missed"


def _about(machine: Machine) -> str:
    libraries = ", ".join(f"{name} {version}" for name, version in machine.versions)
    return (
        f"{machine.processor}, {machine.cores} cores, {machine.memory}; {machine.system}, "
        f"{machine.python}; {libraries}. When it began, {machine.load} processes wanted a core."
    )


def _which(made: Made) -> str:
    files = f", with changes in {len(made.changed)} files" if made.changed else ""
    return f"Commit {made.commit or 'unknown'}{files}."


def _table(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [headings, ["---"] * len(headings), *lines]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)

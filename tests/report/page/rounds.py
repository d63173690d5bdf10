"""Summaries that the tests of the page are made on: a full one, a hostile one, a country's."""

from __future__ import annotations

from dataclasses import replace

from tests.compile.test_standing import GOOD, RETURNS, RULES, evaluators, seats
from tests.compile.test_summary import ALBAY, DARAGA, IRIGA, LEGAZPI, PILI, council
from tests.report.test_tabs import POLICIES

# What a browser would act on, were it anything but text; each in a place of its own.
HOSTILE = (
    '=HYPERLINK("https://example.org","x")',
    "<img src=x onerror=document.title='broken'>",
    "</script><script>document.title='broken'</script>",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "line\u2028line\u2029line",
    "bell\x07 null\x00 escape\x1b[31m",
    "\u202egnp.exe\u202c \u200fright to left",
    "<!-- <script> -->",
    "letters " * 3750,
)


def full_summary(bicol):
    """A few returns of the full edition, with something in every section of the page."""
    returns = {code: list(lines) for code, lines in RETURNS.items()}
    returns[LEGAZPI] += [*POLICIES, *seats(2, 10), *GOOD]
    returns[LEGAZPI] += evaluators(*[(3, 3, 3, 3)] * 4, (2, 2, 2, 2))
    returns[DARAGA] += [*seats(3, 20), ("scorecard_1072", "p2a", "answer", False)]
    returns[DARAGA] += [("indicators", "recruitment_cost", "figure", 12.5)]
    returns[IRIGA] = evaluators((1, 2, 3, 4))
    returns[ALBAY] = [*council(1), *seats(9, 9), ("scorecard_1072", "p2a", "answer", True)]
    returns[LEGAZPI] += [
        ("practices", f"2026-{100 + number}", "title", text) for number, text in enumerate(HOSTILE)
    ]
    returns[PILI] += [
        ("practices", f"2026-{number:03}", "title", f"Practice number {number}")
        for number in range(200, 260)
    ]
    return replace(bicol, edition="full", rules=RULES).summary(returns)


def with_points(summary):
    """The same summary with every second place somewhere: a grid, for want of a survey."""
    places = []
    for number, line in enumerate(summary.places):
        north, east = 12.4 + (number % 17) / 10, 123.0 + (number // 17) / 10
        degrees = {} if number % 2 else {"latitude": north, "longitude": east}
        place = replace(line.status.place, **degrees)
        places.append(replace(line, status=replace(line.status, place=place)))
    return replace(summary, places=tuple(places))


def country(summary, copies, depth=5):
    """A summary many times as large: `copies` of its places with `depth` times their answers.

    Totals stay those of the one that is copied: only size matters here.
    """
    own = {}
    for index, line in enumerate(summary.lines):
        own.setdefault(line.place, []).append(index)
    places, lines, contributions = [], [], []
    for copy in range(copies):
        moved = {}
        for line in summary.places:
            code = f"{copy:02}{line.status.place.code[2:]}"
            place = replace(line.status.place, code=code)
            places.append(replace(line, status=replace(line.status, place=place)))
            for again in range(depth):
                for index in own.get(line.status.place.code, ()):
                    moved.setdefault(index, len(lines))
                    lines.append(_another(summary.lines[index], code, copy, again))
        for entry in summary.contributions:
            cells = tuple((field, moved[index]) for field, index in entry.cells)
            code = f"{copy:02}{entry.place[2:]}"
            contributions.append(replace(entry, place=code, cells=cells))
    return replace(
        summary,
        places=tuple(places),
        lines=tuple(lines),
        contributions=tuple(contributions),
        practices=(),
        goals=replace(summary.goals, figures=(), shown=()),
    )


def _another(line, code, copy, again):
    """An answer of another place, with a figure and cell of its own, so that it packs no better."""
    number = 7919 * copy + 104729 * again + len(line.field)
    value = line.value + number % 9973 if type(line.value) is int else line.value
    row = f"{line.row}-{again}" if again else line.row
    cell = f"{line.cell}{number % 89}" if again else line.cell
    return replace(line, place=code, file=f"inbox/{code}.xlsx", value=value, row=row, cell=cell)

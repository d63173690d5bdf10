"""The page that tells what survives."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.survival.judge import Outcome

SIGNS: dict[Outcome, str] = {"exact": "✓", "note": "✓ note", "finding": "finding"}
INTRODUCTION = """# What survives

What people do to a workbook, times the programs that save it. The tests write this page: each line
is done to a filled-in workbook, saved by each program, read and checked.

- **✓**: every answer is read as it was meant, and nothing is said.
- **✓ note**: every answer is read as it was meant; a note or a warning tells what was unusual.
- **finding**: the officer is asked, with the cell and what to type.

There is no fourth outcome: an answer that is silently wrong or silently missing fails the tests.
The operations are done on the cells themselves; then the named program opens the file and saves it.
Microsoft Excel was not available for these trials.
"""


def page(lines: Sequence[tuple[str, str, list[Outcome]]], writers: Sequence[str]) -> str:
    """The whole page; `lines`: family, words and the outcome for each writer."""
    counts = Counter(result for _, _, found in lines for result in found)
    text = [INTRODUCTION]
    text.append(
        f"{len(lines)} lines, {len(writers)} programs: {counts['exact']} exact, "
        f"{counts['note']} exact with a note, {counts['finding']} findings, 0 lost.\n"
    )
    family = ""
    for name, words, found in lines:
        if name != family:
            family = name
            text.append(f"\n## {name}\n\n| | {' | '.join(writers)} |")
            text.append("|---|" + "---|" * len(writers))
        text.append(f"| {words} | {' | '.join(SIGNS[result] for result in found)} |")
    return "\n".join(text) + "\n"

"""What docs/reference/content.md says below its mark: sheets, and the systems of the report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from indicators.catalogue import load_measures
from indicators.ranking import load_components
from indicators.tables import read_csv
from templates.load import load_library
from templates.model import DOMAINS, EDITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from templates.load import Library
    from templates.model import Sheet

SYSTEMS = Path(__file__).parent / "reference" / "systems.csv"
_SHEET_COLUMNS = (
    "sheet",
    "title",
    "questions: core",
    "standard",
    "full",
    "asked by",
    "goals",
    "domains",
    "places in the report",
)
_PERIOD = {"period": "the period", "period_end": "its last day", "place": "the place"}


def content_page() -> str:
    """The table of sheets, and the table of systems with what records them."""
    library = load_library()
    return "\n".join(
        [
            "## Sheets\n",
            f"| {' | '.join(_SHEET_COLUMNS)} |",
            "|---" * len(_SHEET_COLUMNS) + "|",
            *(_sheet_line(sheet, library) for sheet in library.sheets.values()),
            "\n## Systems and structures of the report\n",
            "| part | place | system | recorded in |",
            "|---|---|---|---|",
            *(_system_line(row) for row in read_csv(SYSTEMS)),
            "",
        ]
    )


def recorded(row: dict[str, str]) -> list[str]:
    """What records a system: `sheet.field`, `sheet.row`, `list:x.code`, `measure:x` and so on."""
    return row["recorded_in"].split()


def recordable(library: Library) -> frozenset[str]:
    """Everything that the second column may name."""
    found = {f"measure:{measure.key}" for measure in load_measures()}
    found |= {f"component:{component.key}" for component in load_components()}
    for sheet in library.sheets.values():
        found |= {f"{sheet.key}.{part.key}" for part in (*sheet.fields, *sheet.rows)}
    for codes in library.lists.values():
        found |= {f"list:{codes.key}.{code}" for code in codes.codes}
    return frozenset(found)


def _sheet_line(sheet: Sheet, library: Library) -> str:
    texts = library.text("en")
    counts = [
        sum(EDITIONS.index(field.edition) <= number for field in sheet.asked)
        for number, _ in enumerate(EDITIONS)
    ]
    programmes = [
        programme.key
        for programme in library.programmes.values()
        if any(sheet.key in tab.sheets for tab in programme.tabs)
    ]
    goals = _once((*sheet.sdg, *(code for field in sheet.asked for code in field.sdg)))
    domains = [texts[f"lists.{DOMAINS}.{code}"] for code in _once(f.domain for f in sheet.asked)]
    cells = [
        f"`{sheet.key}`",
        texts.fill(f"sheets.{sheet.key}.title", **_PERIOD),
        *map(str, counts),
        ", ".join(programmes),
        ", ".join(sorted(goals, key=_by_number)),
        "; ".join(domains),
        "; ".join(_once(_places(sheet))),
    ]
    return f"| {' | '.join(cells)} |"


def _places(sheet: Sheet) -> Iterator[str]:
    """The places in the report that any of its questions comes from."""
    for field in sheet.asked:
        for part in field.source.split("; "):
            if not part.startswith(("own:", "UNSD")):
                yield part


def _by_number(code: str) -> list[tuple[int, str]]:
    return [(int(part) if part.isdigit() else 99, part) for part in re.split(r"\.", code)]


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


def _system_line(row: dict[str, str]) -> str:
    targets = ", ".join(f"`{target}`" for target in recorded(row))
    return f"| {row['part']} | {row['place']} | {row['system']} | {targets} |"

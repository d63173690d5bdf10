"""Operations times programs: no answer is silently wrong or silently missing.

Each operation is done on the cells of a filled-in workbook and saved by each program; what is read
is held against what the person means. The table of outcomes is docs/reference/survival.md;
MIGBOOK_UPDATE_GOLDEN=1 writes it anew.
"""

from __future__ import annotations

import os
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

from tests.survival.grid import READ, Book, issued
from tests.survival.judge import Looked, canonical, outcome, told
from tests.survival.operations import OPERATIONS, Operation
from tests.survival.page import page
from tests.survival.typing_cases import ASKED, CELLS, TYPING, Formatted, TypingCase
from tests.survival.writers import WRITERS, save_with, save_with_office

if TYPE_CHECKING:
    from tests.survival.grid import Key
    from tests.survival.judge import Outcome

PAGE = Path(__file__).parents[2] / "docs/reference/survival.md"
MARKS = {
    "LibreOffice": pytest.mark.office,
    "ExcelJS": pytest.mark.node,
    "SheetJS": pytest.mark.node,
}
BASE = canonical(READ)


@dataclass(frozen=True)
class Typed:
    """A case of typing, the file that it is in and the cell that it was typed into."""

    case: TypingCase
    file: str
    key: Key


def _pack() -> tuple[Typed, ...]:
    """Each case in a cell of its kind; as many cases a file as there are cells."""
    used: dict[str, int] = defaultdict(int)
    packed = []
    for case in TYPING:
        cells = CELLS[case.kind]
        number, place = divmod(used[case.kind], len(cells))
        used[case.kind] += 1
        packed.append(Typed(case, f"typing-{number:02d}", cells[place]))
    return tuple(packed)


PACKED = _pack()


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file an operation, and the files that hold the cases of typing."""
    folder, data = tmp_path_factory.mktemp("operations"), issued()
    found = {}
    for number, operation in enumerate(OPERATIONS):
        book = Book(data)
        operation.change(book)
        found[f"operation-{number:02d}"] = book.save()
    for name in sorted({typed.file for typed in PACKED}):
        book = Book(data)
        for typed in PACKED:
            if typed.file == name:
                value = typed.case.typed
                plain = value.value if isinstance(value, Formatted) else value
                shown = value.number_format if isinstance(value, Formatted) else ""
                book.type(typed.key, plain, shown)
        found[name] = book.save()
    paths = {}
    for name, content in found.items():
        paths[name] = folder / f"{name}.xlsx"
        paths[name].write_bytes(content)
    return paths


@pytest.fixture(scope="module")
def looked(sources: dict[str, Path], tmp_path_factory: pytest.TempPathFactory, request: Any) -> Any:
    """How a file reads after a program has saved it; each program is started once."""

    @cache
    def by_office() -> dict[str, list[Path]]:
        return save_with_office(list(sources.values()), request.getfixturevalue("office"))

    @cache
    def saved(writer: str) -> dict[str, Looked]:
        if writer.startswith("LibreOffice"):
            copies = by_office()[writer]
        else:
            folder = tmp_path_factory.mktemp("saved")
            copies = save_with(writer, list(sources.values()), folder)
        return {name: Looked(path) for name, path in zip(sources, copies, strict=True)}

    return saved


@cache
def _usual() -> frozenset[str]:
    """What the workbook draws before anybody has touched it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "issued.xlsx"
        path.write_bytes(issued())
        return frozenset(finding.id for finding in Looked(path).findings)


def _of_operation(looked: dict[str, Looked], number: int) -> tuple[Outcome, list[str]]:
    operation: Operation = OPERATIONS[number]
    expected = {key: value for key, value in BASE.items() if key[1] not in operation.gone}
    meant = expected | dict(operation.changed)
    return outcome(looked[f"operation-{number:02d}"], meant, _usual())


def _of_typing(looked: dict[str, Looked], typed: Typed) -> tuple[Outcome, list[str]]:
    file, (sheet, row, field) = looked[typed.file], typed.key
    name = {"2026-001": "First pier", "2026-002": "Second pier", "2026-003": "Third pier"}
    line = name.get(row or "", row) if sheet == "projects" else row
    line = "Red Cross" if sheet == "partners" else line
    key = (sheet, line, field.partition("=")[0])
    if typed.case.means is ASKED:
        problems = [] if told(file, key, _usual()) else [f"{key}: nothing was told"]
        return "finding", problems
    expected = BASE | {key: typed.case.means}
    if typed.case.means is None:
        del expected[key]
    return outcome(file, expected, _usual(), [key])


def _with_marks(writer: str) -> Any:
    return pytest.param(writer, marks=MARKS.get(writer.partition(" ")[0], ()))


@pytest.mark.parametrize("writer", [_with_marks(writer) for writer in WRITERS])
@pytest.mark.parametrize("number", range(len(OPERATIONS)), ids=lambda n: OPERATIONS[n].words)
def test_operations_lose_nothing(looked: Any, number: int, writer: str) -> None:
    _, lost = _of_operation(looked(writer), number)
    assert lost == []


@pytest.mark.parametrize("writer", [_with_marks(writer) for writer in WRITERS])
@pytest.mark.parametrize(
    "typed", PACKED, ids=lambda typed: f"{typed.case.kind}: {typed.case.words}"
)
def test_what_is_typed_is_read_or_told(looked: Any, typed: Typed, writer: str) -> None:
    _, lost = _of_typing(looked(writer), typed)
    assert lost == []


@pytest.mark.office
@pytest.mark.node
def test_the_page_tells_the_outcomes(looked: Any) -> None:
    lines: list[tuple[str, str, list[Outcome]]] = []
    for number, operation in enumerate(OPERATIONS):
        found = [_of_operation(looked(writer), number)[0] for writer in WRITERS]
        lines.append((operation.family, operation.words, found))
    for typed in PACKED:
        found = [_of_typing(looked(writer), typed)[0] for writer in WRITERS]
        lines.append((typed.case.family, typed.case.words, found))
    text = page(lines, WRITERS)
    if os.environ.get("MIGBOOK_UPDATE_GOLDEN"):
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text

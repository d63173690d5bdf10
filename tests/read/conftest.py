"""The made-up programme, and a way to read what a test has written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from templates.load import Library, load_library
from tests.read.plain_workbook import Cells, build_plain
from workbook.read.submission import read_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from templates.model import Definition
    from workbook.model import Submission

SPECIMEN = Path(__file__).parent.parent / "cases/specimen"


@pytest.fixture(scope="session")
def specimen() -> Library:
    return load_library(SPECIMEN)


@pytest.fixture(scope="session")
def definition(specimen: Library) -> Definition:
    return specimen.definition("specimen", "core", "city")


@pytest.fixture
def read(tmp_path: Path, specimen: Library, definition: Definition) -> Callable[..., Submission]:
    """Write a plain workbook with these cells and read it; or read these bytes."""

    def go(cells: Cells | bytes | None = None, name: str = "a.xlsx", **more: Any) -> Submission:
        data = cells if isinstance(cells, bytes) else build_plain(definition, cells, **more)
        path = tmp_path / name
        path.write_bytes(data)
        return read_file(path, name, specimen)

    return go

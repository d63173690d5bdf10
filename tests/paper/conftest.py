"""Orders to print from, in any language, and the text of a PDF."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from typing import TYPE_CHECKING, Protocol

import pytest

from templates.periods import parse_period
from workbook.write.order import WorkbookOrder

if TYPE_CHECKING:
    from pathlib import Path

    from templates.load import Library

PDFTOTEXT = shutil.which("pdftotext")


class PaperOrder(Protocol):
    def __call__(
        self, language: str = "en", edition: str = "core", contact: str = "", name: str = ""
    ) -> WorkbookOrder: ...


@pytest.fixture(scope="session")
def naga(library: Library) -> PaperOrder:
    """An order for the City of Naga, 2026."""
    from dataclasses import replace

    places = {place.code: place for place in library.places("bicol")}
    place = places["0501724000"]

    def order(
        language: str = "en",
        edition: str = "core",
        contact: str = "the regional office (region@example.org)",
        name: str = "",
    ) -> WorkbookOrder:
        return WorkbookOrder(
            definition=library.definition("bicol", edition, "city"),
            texts=library.text(language, "bicol"),
            place=replace(place, name=name or place.name),
            parent=places[place.parent],
            period=parse_period("2026"),
            issue="paper",
            deadline=date(2027, 3, 31),
            contact=contact,
        )

    return order


@pytest.fixture
def text_of(tmp_path: Path):
    """What stands on the pages of a PDF, page by page, with single spaces."""
    if PDFTOTEXT is None:
        pytest.skip("pdftotext (poppler-utils) is not on the path")

    def read(data: bytes) -> list[str]:
        path = tmp_path / "paper.pdf"
        path.write_bytes(data)
        done = subprocess.run(
            [PDFTOTEXT, "-layout", str(path), "-"], capture_output=True, check=True
        )
        return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]

    return read

"""The rounds of the compile tests, and the summary workbook written from them."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.compile.conftest import bicol, declared, demonstration, demonstration_answers
from workbook.report.spreadsheet import build_summary

__all__ = ["bicol", "declared", "demonstration", "demonstration_answers"]


@pytest.fixture(scope="session")
def english(library):
    return library.text("en")


@pytest.fixture(scope="session")
def written(demonstration, english):
    """The bytes of the demonstration's summary."""
    return build_summary(demonstration, english)


@pytest.fixture(scope="session")
def shown(written):
    """The demonstration's summary with the values that people see."""
    return openpyxl.load_workbook(io.BytesIO(written), data_only=True)


@pytest.fixture(scope="session")
def formulas(written):
    """The demonstration's summary with its formulas."""
    return openpyxl.load_workbook(io.BytesIO(written))

"""What is written to a tab of the summary is something that every spreadsheet opens."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any, cast

import openpyxl
import xlsxwriter

from workbook.report.canvas import Canvas, Page

ODD = "a\x00b\x0bc\x1b[31m\uffff"


def test_a_formula_that_gives_an_odd_text_leaves_the_workbook_sound() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        summary: Any = SimpleNamespace(publication=None, scope="round")
        words: Any = SimpleNamespace(text=lambda key: key)
        page = Page(
            Canvas(book, summary, words, cast("Any", {"": None})), book.add_worksheet(), [9]
        )
        page.formula(0, 0, "=B1", ODD, "")
        page.array(1, 0, "=B1:B2", ODD, "")
    found = openpyxl.load_workbook(stream, data_only=True).worksheets[0]
    assert [found["A1"].value, found["A2"].value] == ["a\ufffdb\ufffdc\ufffd[31m\ufffd"] * 2

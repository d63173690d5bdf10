from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.report.exports.table import cell, csv_bytes, number_text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+639171234567", "'+639171234567"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\r=1+1", "'\n'=1+1"),
        ("\x00=1+1", "'=1+1"),
        ("\x1b[31m", "[31m"),
        (-5, "-5"),
        (-2.5, "-2.5"),
        (0, "0"),
        (None, ""),
        (True, "true"),
        ("0501724000", "0501724000"),
        ("2026-001", "2026-001"),
        (("a", "b"), "a;b"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
    ],
)
def test_cells(value, shown):
    assert cell(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12.0, "12"),
        (1 / 3, "0.333333333333333"),
        (0.1 + 0.2, "0.3"),
        (123456789012345, "123456789012345"),
    ],
)
def test_numbers_are_whole_or_have_fifteen_digits(value, shown):
    assert number_text(value) == shown


@given(st.text())
def test_no_text_begins_like_a_formula_or_breaks_the_table(text):
    data = csv_bytes(["a", "b"], [[text, "end"]]).decode()
    rows = list(csv.reader(io.StringIO(data, newline="")))
    assert [row[-1] for row in rows] == ["b", "end"]
    assert not rows[1][0].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))

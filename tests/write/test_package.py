"""The parts of a workbook as XlsxWriter writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.packager import Packager

from workbook.write.book import write_parts
from workbook.write.package import Book
from workbook.write.page import Page

if TYPE_CHECKING:
    import pytest

    from tests.write.conftest import OrderMaker


def test_parts_are_the_same_where_xlsxwriter_packs_them_itself(
    bicol: OrderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it would be if what hands them out went by another name in a later version."""
    order = bicol("0500000000")
    wanted = write_parts(order)
    monkeypatch.setattr(Book, "_get_packager", lambda _: Packager())
    assert write_parts(order) == wanted
    assert next(name for name, _ in wanted) == "[Content_Types].xml"
    assert "<dc:language>en</dc:language>" in dict(wanted)["docProps/core.xml"]


def test_cells_are_the_same_as_xlsxwriter_writes_them(
    bicol: OrderMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = {
        ("place", None, "role_return"): "Planning & <development> office",
        ("structures", "2026-001", "name"): '"Quoted"',
    }
    order = bicol("0500501000", typed)
    wanted = write_parts(order)
    for name in ("_write_cell", "_write_formula", "_prepare_formula"):
        monkeypatch.delattr(Page, name)
    assert write_parts(order) == wanted

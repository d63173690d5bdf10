"""The file as a file: same bytes, valid, within the limits of spreadsheet programs."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell

from indicators.tables import ToolError
from workbook.write.book import build_workbook

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from tests.write.conftest import OrderMaker

BICOL = ("0500501000", "0501724000", "0500500000", "0500000000")
SPECIMEN = ("010101", "010102", "010100", "010000")
NEWER_FUNCTIONS = ("_xlfn", "_xlws", "INDIRECT(", "OFFSET(", "TODAY(", "NOW(", "[")


@pytest.fixture(scope="module", params=[*BICOL, *SPECIMEN])
def data(request: pytest.FixtureRequest, bicol: OrderMaker, specimen: OrderMaker) -> bytes:
    """A workbook of every level, of both programmes."""
    maker = bicol if request.param in BICOL else specimen
    return build_workbook(maker(request.param))


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def test_same_order_same_bytes(bicol: OrderMaker) -> None:
    assert build_workbook(bicol("0501724000")) == build_workbook(bicol("0501724000"))


def test_validator_finds_nothing(bicol: OrderMaker, specimen: OrderMaker, save) -> None:
    from openxml_audit import OpenXmlValidator

    for order in (bicol("0501724000"), specimen("010101")):
        result = OpenXmlValidator(security_validation=True).validate(save(order))
        assert result.is_valid
        assert list(result.errors) == []


def test_lists_are_names_and_never_in_the_rule_itself(book: Workbook) -> None:
    names = set(book.defined_names)
    lists = [
        rule.formula1
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    ]
    assert lists
    for source in lists:
        assert source.startswith("list_"), source
        assert source in names


def test_every_name_points_at_filled_cells(book: Workbook) -> None:
    for name, defined in book.defined_names.items():
        ((title, area),) = defined.destinations
        cells = [cell for (cell,) in book[title][area.replace("$", "")]]
        if title == "_lists":
            assert all(cell.value for cell in cells), name
        else:
            assert name.startswith("list_record_")


def test_lists_end_with_na_and_nd(book: Workbook) -> None:
    sheet = book["_lists"]
    columns = {column[0].value: [c.value for c in column if c.value] for column in sheet.columns}
    assert columns["yes_no"] == ["yes_no", "Yes", "No", "NA", "ND"]
    assert columns["tick"] == ["tick", "✓", "NA", "ND"]
    for name, labels in columns.items():
        if name != "nothing_reason":
            assert labels[-2:] == ["NA", "ND"], name
            assert len(set(labels)) == len(labels), name
    assert "NA" not in columns.get("nothing_reason", [])


def test_texts_of_validations_are_within_limits(book: Workbook) -> None:
    rules = [rule for sheet in book.worksheets for rule in sheet.data_validations.dataValidation]
    assert rules
    for rule in rules:
        assert 0 < len(rule.promptTitle) <= 32, rule.promptTitle
        assert len(rule.prompt or "") <= 255, rule.prompt
        if rule.type is None:
            # An explanation: anything may be typed.
            assert rule.prompt
            continue
        assert 0 < len(rule.errorTitle) <= 32, rule.errorTitle
        assert 0 < len(rule.error) <= 255, rule.error
        assert len(rule.formula1) <= 255 or rule.type == "custom", rule.formula1


def test_every_cell_to_type_in_has_a_validation_and_no_other(book: Workbook) -> None:
    for sheet in book.worksheets[1:-3]:
        validated = [
            place
            for rule in sheet.data_validations.dataValidation
            for area in rule.sqref.ranges
            for row in area.rows
            for place in row
        ]
        assert len(validated) == len(set(validated))
        to_type_in = {
            (cell.row, cell.column)
            for row in sheet.iter_rows()
            for cell in row
            if cell.fill.fgColor.rgb == "FFFFFBEA" and not isinstance(cell, MergedCell)
        }
        assert set(validated) == to_type_in
        assert not any(sheet.cell(*place).protection.locked for place in validated)


def test_only_old_functions_and_no_links_to_other_files(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not [name for name in parts.namelist() if "externalLink" in name]
        for name in sheets:
            for formula in re.findall(r"<f[^>]*>([^<]*)</f>", parts.read(name).decode()):
                assert not any(word in formula for word in NEWER_FUNCTIONS), formula
                assert len(formula) <= 8192
            assert b't="array"' not in parts.read(name)


def test_tabs(book: Workbook) -> None:
    titles = book.sheetnames
    assert titles[0] == "Guide"
    assert titles[-4:] == ["Check", "_lists", "_meta", "_code"]
    assert all(len(title) <= 31 for title in titles)
    assert [book[title].sheet_state for title in titles[-3:]] == ["veryHidden"] * 3
    assert book.active.title == "Guide"
    for sheet in book.worksheets[:-3]:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        assert sheet.sheet_view.showGridLines is False
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9


def test_identity_stands_in_two_places(bicol: OrderMaker) -> None:
    book = load_workbook(io.BytesIO(build_workbook(bicol("0501724000"))))
    facts = {
        "programme": "bicol",
        "version": "1.0",
        "edition": "core",
        "level": "city",
        "place": "0501724000",
        "period": "2026",
        "language": "en",
        "issue": "bicol-2026-0501724000-1",
    }
    rows = {key.value: value.value for key, value in book["_meta"].iter_rows(max_col=2)}
    assert rows == {**facts, "currency": "PHP"}
    properties = {item.name: item.value for item in book.custom_doc_props.props}
    assert properties == {f"migbook_{key}": value for key, value in facts.items()}
    assert book.properties.language == "en"
    assert "City of Naga" in book.properties.title


def test_tables_can_be_changed_and_forms_cannot(specimen: OrderMaker) -> None:
    book = load_workbook(io.BytesIO(build_workbook(specimen("010101"))))
    table = book["Projects"] if "Projects" in book.sheetnames else book.worksheets[4]
    assert not table.protection.insertRows
    assert not table.protection.deleteRows
    assert not table.protection.sort
    assert table.auto_filter.ref.startswith("A")
    heading = int(re.sub(r"\D", "", table.auto_filter.ref.partition(":")[0]))
    assert table.cell(heading, 3).protection.locked
    assert table.cell(heading - 1, 1).value == "#projects"
    assert table.row_dimensions[heading - 1].hidden
    line = [table.cell(heading + 1, column) for column in range(1, table.max_column + 1)]
    assert all(not cell.protection.locked for cell in line)
    form = book.worksheets[1]
    assert form.protection.insertRows


def test_an_answer_without_a_cell_is_refused(specimen: OrderMaker) -> None:
    order = specimen("010101", {("everything", None, "no_such_question"): "x"})
    with pytest.raises(ToolError, match="no_such_question"):
        build_workbook(order)

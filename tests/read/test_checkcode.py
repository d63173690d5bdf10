"""The check code that a workbook works out is the one that we read from it, in every program."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from templates.periods import parse_period
from workbook.checkcode import CODE_TAB
from workbook.read.submission import read_file
from workbook.write.book import build_workbook
from workbook.write.order import WorkbookOrder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from templates.load import Library

TYPED = {
    "en": {
        ("place", None, "role_return"): "Yes",
        ("place", None, "focal_office"): "City Planning and Development Office",
        ("place", None, "barangays_with_focal"): 12,
        ("structures", "2026-001", "name"): "Council for migrants (Ñ, ₱)",
        ("structures", "2026-001", "structure_type"): "Council",
        ("structures", "2026-002", "name"): "Board; of “the” centre",
        ("structures", "2026-002", "meetings_in_year"): 4,
        ("instruments", None, "nothing_to_report"): "We have none",
        ("services", "2026-003", "days_per_week"): 2.5,
        ("services", "2026-003", "people_served"): "ND",
        ("plans", "cdp", "plan_year"): 2028,
        ("sign_off", None, "date_approved"): date(2027, 2, 26),
        ("sign_off", None, "approved_by_role"): "Mayor",
    },
}
TYPED["fil"] = TYPED["en"] | {("place", None, "role_return"): "Oo"}
TYPED["fr"] = TYPED["en"] | {("place", None, "role_return"): "Oui"}
CHECK = "SH110"


def issue(library: Library, language: str, edition: str, typed: Mapping[Any, Any]) -> bytes:
    places = {place.code: place for place in library.places("bicol")}
    definition = library.definition("bicol", edition, "city")
    known = {(sheet.key, field.key) for sheet in definition.sheets for field in sheet.fields} | {
        (sheet.key, "nothing_to_report") for sheet in definition.sheets
    }
    order = WorkbookOrder(
        definition,
        library.text(language, "bicol"),
        places["0501724000"],
        places["0501700000"],
        parse_period("2026"),
        "code",
        typed={key: cell for key, cell in typed.items() if (key[0], key[2]) in known},
    )
    return build_workbook(order)


def saved_code(path: Path) -> str:
    """What the printed page shows."""
    return str(openpyxl.load_workbook(path, data_only=True)[CODE_TAB]["B2"].value)


def type_afterwards(data: bytes, cells: Mapping[str, object]) -> bytes:
    """Change cells of a tab and drop every saved value, as some programs do."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.worksheets[1]
    rows = {row[0].value: row[0].row for row in sheet.iter_rows(max_col=1)}
    for key, value in cells.items():
        sheet.cell(rows[key], 4).value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
def test_the_code_as_issued_is_the_code_as_read(
    library: Library, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "issued.xlsx"
    path.write_bytes(issue(library, language, "core", TYPED[language]))
    submission = read_file(path, path.name, library)
    assert re.fullmatch(r"\d{4}-\d{4}", submission.check_code)
    assert submission.check_code == saved_code(path)
    assert CHECK not in {finding.code for finding in submission.findings}


@pytest.mark.office
def test_the_code_is_the_same_after_calculating_in_another_program(
    library: Library, tmp_path: Path, office: Any
) -> None:
    paths = []
    for language, edition in (("en", "core"), ("fil", "full"), ("fr", "core")):
        paths.append(tmp_path / f"{language}-{edition}.xlsx")
        data = issue(library, language, edition, TYPED[language])
        # Nothing saved remains, so that every sum below was calculated by LibreOffice.
        paths[-1].write_bytes(type_afterwards(data, {}))
    calculated = office.recalculate(paths, tmp_path / "calculated")
    calculated += office.convert(calculated[:1], "ods", tmp_path / "calculated")
    calculated += office.convert(calculated[:1], "xls:MS Excel 97", tmp_path / "calculated")
    for path in calculated:
        submission = read_file(path, path.name, library)
        assert CHECK not in {finding.code for finding in submission.findings}, path.name
        if path.suffix == ".xlsx":
            assert submission.check_code == saved_code(path), path.name
    codes = {read_file(path, path.name, library).check_code for path in calculated}
    # The same answers have another code in other words.
    assert len(codes) == 3


@pytest.mark.office
def test_a_cell_that_was_changed_behind_the_program_is_told(
    library: Library, tmp_path: Path, office: Any
) -> None:
    path = tmp_path / "typed.xlsx"
    data = issue(library, "en", "core", {})
    path.write_bytes(type_afterwards(data, {"barangays_with_focal": 987, "role_return": "Yes"}))
    (calculated,) = office.recalculate([path], tmp_path / "calculated")
    before = read_file(calculated, "a.xlsx", library)
    assert CHECK not in {finding.code for finding in before.findings}
    changed = tmp_path / "changed.xlsx"
    with (
        zipfile.ZipFile(calculated) as source,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            content = source.read(part)
            if part.filename == "xl/worksheets/sheet2.xml":
                assert content.count(b"<v>987</v>") == 1
                content = content.replace(b"<v>987</v>", b"<v>978</v>")
            target.writestr(part, content)
    after = read_file(changed, "b.xlsx", library)
    assert [finding.sheet for finding in after.findings if finding.code == CHECK] == ["place"]
    assert after.check_code != before.check_code


def test_a_file_that_nobody_calculated_is_left_alone(library: Library, tmp_path: Path) -> None:
    """The values saved are those we wrote, or none at all: they say nothing about the answers."""
    data = issue(library, "en", "core", {})
    path = tmp_path / "without-values.xlsx"
    path.write_bytes(type_afterwards(data, {"barangays_with_focal": 12}))
    submission = read_file(path, path.name, library)
    assert CHECK not in {finding.code for finding in submission.findings}
    blank = tmp_path / "blank.xlsx"
    blank.write_bytes(data)
    assert read_file(blank, "blank.xlsx", library).check_code != submission.check_code

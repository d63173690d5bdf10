"""What must hold whatever bytes come: each target makes a file of them and looks at one thing."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import python_calamine

from tests.fuzz.books import book, container, library
from tests.fuzz.edits import MOST_EDITS, Chance, edit, edit_book, edit_bytes, edit_parts, part_of
from workbook.anchors import ISSUES_MARK
from workbook.check.register import load_register
from workbook.check.verdict import verdict
from workbook.ooxml.compound import CompoundFile
from workbook.ooxml.marks import (
    DamagedFileError,
    EncryptedFileError,
    NumberFormat,
    OldFormatError,
    TabMarks,
    read_format,
)
from workbook.ooxml.parts import TooLargeError, check_sizes, open_archive
from workbook.ooxml.patch import CellMark, mark_workbook
from workbook.ooxml.patch_issues import ListCell, ListRow, ListTab
from workbook.ooxml.patch_styles import Look
from workbook.ooxml.quick_scan import scan_tab
from workbook.ooxml.tab_scan import TabScan
from workbook.ooxml.usual_cells import CellStyles
from workbook.ooxml.usual_rows import RowReader
from workbook.ooxml.xls_scan import scan_xls
from workbook.ooxml.xlsx_scan import scan_xlsx
from workbook.read.containers import INSIDE, expand
from workbook.read.open import open_workbook
from workbook.read.refusal import Refusal
from workbook.read.sources import Source
from workbook.read.submission import read_source
from workbook.round.judge import judge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workbook.ooxml.marks import Area
    from workbook.read.cells import CellValue
    from workbook.read.open import Tab

_SHEET = "xl/worksheets/sheet1.xml"
_STYLES = CellStyles({
    1: NumberFormat(percent=True),
    2: NumberFormat(unit="million", thousands=2),
    3: NumberFormat(),
})  # fmt: skip
_REFUSED = frozenset({"WB001", "WB002", "WB003", "WB004", "WB005", "WB015"})
_LOOK = Look("FDE8E8", "E02424", "9B1C1C")
_CELL = ListCell("Mend =1+1 <b>", _LOOK)


def scans_agree(data: bytes) -> None:
    """The quick scan of a worksheet says what the scan cell by cell says."""
    chance = Chance(data)
    sheet = part_of(book("xlsx"), _SHEET)
    for _ in range(MOST_EDITS):
        if chance.left:
            sheet = edit(sheet, chance)
    quick = _scanned(lambda: scan_tab("a", sheet, RowReader(_STYLES)))
    slow = _scanned(lambda: TabScan("a", _STYLES.shown).scan(sheet))
    if isinstance(quick, str) or isinstance(slow, str):
        # The quick scan does not look for attributes that stand twice in rows and formulas.
        let_through = isinstance(slow, str) and "duplicate attribute" in slow
        assert let_through or (isinstance(quick, str) and isinstance(slow, str)), (quick, slow)
        return
    assert quick.marks == slow.marks
    assert bool(quick.rows) == bool(slow.rows)
    assert (quick.rows, quick.columns) <= (slow.rows, slow.columns)


def values_agree(data: bytes) -> None:
    """Where the scan is sure of all values of a tab, they are those that python-calamine reads."""
    chance = Chance(data)
    part = ("xl/worksheets/", "xl/worksheets/sheet1", "xl/sharedStrings", "xl/styles", "xl/")
    changed = edit_parts(book("xlsx"), part[chance.below(len(part))], chance)
    try:
        with open_archive(changed) as archive:
            check_sizes(archive)
            tabs = scan_xlsx(archive).tabs
    except (DamagedFileError, EncryptedFileError, TooLargeError):
        return
    sure = [tab for tab in tabs if tab.values is not None]
    for tab in sure:
        read = _read_otherwise(changed, tab.name)
        if read is not None:
            values, merged = read
            assert repr([list(row) for row in tab.values or ()]) == repr(values)
            assert list(tab.merged) == merged


def _read_otherwise(data: bytes, name: str) -> tuple[list[list[CellValue]], list[Area]] | None:
    """Values and merged areas as python-calamine has them; it fails in ways that are no errors."""
    try:
        sheet = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_name(name)
        return sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        return None


def _scanned(scan: Callable[[], TabMarks]) -> TabMarks | str:
    """The marks, or what is wrong."""
    try:
        return scan()
    except DamagedFileError as error:
        return str(error)


def reading_ends(data: bytes) -> None:
    """A file is read or refused with one finding; nothing is raised, and all have a verdict."""
    chance = Chance(data)
    kind = chance.below(5)
    if kind <= 1:
        changed = edit_book(book("xlsx"), chance)
    elif kind == 2:
        changed = edit_book(book("ods"), chance)
    elif kind == 3:
        changed = edit_bytes(book("xls"), chance)
    else:
        changed = edit_bytes(book("xlsx"), chance)
    source = Source("a.xlsx", hashlib.sha256(changed).hexdigest(), changed)
    submission = read_source(source, library())
    findings = judge(submission, None, library())
    outcome = verdict(findings, load_register())
    if submission.stopped:
        assert outcome in {"unreadable", "rejected"}
        codes = [found.code for found in findings]
        assert not _REFUSED & {*codes} or len(codes) == 1, codes
    for found in (*submission.findings, *findings):
        assert found.code in load_register()


def old_books_are_scanned(data: bytes) -> None:
    """The scan of .xls ends with marks or with what is wrong with the file."""
    changed = edit_bytes(book("xls"), Chance(data))
    try:
        scan_xls(changed)
    except (DamagedFileError, EncryptedFileError, OldFormatError):
        return


def compound_files_open(data: bytes) -> None:
    """A compound file gives its streams, never more than it has, or is damaged."""
    chance = Chance(data)
    changed = edit_bytes(container("msg") if chance.below(2) else book("xls"), chance)
    try:
        file = CompoundFile(changed)
        for stream in file.paths().values():
            assert len(file.read_stream(stream)) <= len(changed) + 4096
    except DamagedFileError:
        return


def containers_unfold(data: bytes) -> None:
    """An archive or mail gives members with bytes or a reason, under names that lead nowhere."""
    chance = Chance(data)
    ending = ("zip", "eml", "msg")[chance.below(3)]
    around = container(ending)
    if ending == "eml":
        for _ in range(MOST_EDITS // 2):
            around = edit(around, chance) if chance.below(2) else edit_bytes(around, chance)
    else:
        around = edit_bytes(around, chance)
    members = expand(around, f"m.{ending}", ending)
    assert members
    for member in members:
        own = member.name.split(INSIDE)[1:]
        assert not {".", "..", ""} & {part for name in own for part in name.split("/")}
        assert len(member.data) < 50 * 1024 * 1024


def formats_are_read(data: bytes) -> None:
    """A number format tells something, whatever it is."""
    assert read_format(data.decode("utf-8", "replace")).thousands >= 0


def marks_keep_answers(data: bytes) -> None:
    """A file is marked, twice to the same bytes and with all it says, or cannot be marked."""
    chance = Chance(data)
    place = chance.below(40), chance.below(30)
    changed = edit_book(book("xlsx"), chance)
    try:
        tabs = open_workbook(changed).tabs
    except Refusal:
        return
    marks = [CellMark(tab.name, place, _LOOK, "note =1+1") for tab in tabs[:1]]
    try:
        marked = mark_workbook(changed, marks, _listed())
    except DamagedFileError:
        return
    assert mark_workbook(marked, marks, _listed()) == marked
    try:
        kept = {tab.name: _values(tab) for tab in open_workbook(marked).tabs}
    except Refusal:
        # Whoever gives files back reads them once more, and makes a fresh one instead.
        return
    assert {tab.name: _values(tab) for tab in tabs}.items() <= kept.items()


def _values(tab: Tab) -> list[tuple[int, int, object]]:
    return [
        (row, column, value)
        for row, values in enumerate(tab.rows)
        for column, value in enumerate(values)
        if value != ""
    ]


def _listed() -> ListTab:
    return ListTab(
        name="Issues",
        mark=ISSUES_MARK,
        widths=(40.0,),
        above=(),
        heading=ListRow((_CELL,), 30),
        rows=(ListRow((_CELL,), 30, "abc"),),
        footer="x & y",
        colour="E02424",
        font="Calibri",
    )


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "scan": scans_agree,
    "values": values_agree,
    "read": reading_ends,
    "xls": old_books_are_scanned,
    "compound": compound_files_open,
    "containers": containers_unfold,
    "formats": formats_are_read,
    "patch": marks_keep_answers,
}

"""What people do to a workbook, and what they mean by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.protection import SheetProtection

from tests.survival.grid import Book, Key, swap_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PIER = ("name", "kind", "started_on", "people_reached")


@dataclass(frozen=True)
class Operation:
    """`changed`: answers that mean something else now, or None for blank; `gone`: records deleted.

    Records are named by their name, see `judge.canonical`.
    """

    family: str
    words: str
    change: Callable[[Book], None]
    changed: Mapping[Key, Any] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()


def _answer_tabs(book: Book) -> list[Any]:
    return [block.tab for blocks in book.blocks.values() for block in blocks[:1]]


def _unmerge(tab: Any) -> Any:
    """The tab without merged cells, which openpyxl does not move; they matter to looks only."""
    for area in list(tab.merged_cells.ranges):
        tab.unmerge_cells(str(area))
    return tab


# ---- tabs


def rename_tabs(book: Book) -> None:
    for number, tab in enumerate(book.book.worksheets):
        if not tab.title.startswith("_"):
            tab.title = f"Sheet{number} (ours)"


def reorder_tabs(book: Book) -> None:
    book.book.move_sheet("Projects", -4)
    book.book.move_sheet("Partners", -2)


def hide_tab(book: Book) -> None:
    book.table("partners").tab.sheet_state = "hidden"


def delete_tab(book: Book) -> None:
    book.book.remove(book.table("projects").tab)


def copy_tab(book: Book) -> None:
    book.book.copy_worksheet(book.table("projects").tab)


def copy_tab_and_change_the_copy(book: Book) -> None:
    block = book.table("projects")
    line, column = block.rows["2026-001"], block.columns["people_reached"]
    book.book.copy_worksheet(block.tab).cell(line, column).value = 9999


def delete_identity(book: Book) -> None:
    book.book.remove(book.book["_meta"])


def delete_lists(book: Book) -> None:
    book.book.remove(book.book["_lists"])


def delete_guide(book: Book) -> None:
    book.book.remove(book.book.worksheets[0])


def add_tab(book: Book) -> None:
    tab = book.book.create_sheet("Our notes", 0)
    tab["A1"], tab["B2"] = "#not ours", 17


def other_file(book: Book) -> None:
    """The answers in a new workbook, as pasted values, without hidden tabs or properties."""
    target = Workbook()
    target.remove(target.active)
    for tab in book.book.worksheets:
        if tab.title.startswith("_"):
            continue
        page = target.create_sheet(tab.title)
        for row in tab.iter_rows():
            for cell in row:
                page.cell(cell.row, cell.column, cell.value)
    book.book = target


# ---- rows


def insert_rows_on_top(book: Book) -> None:
    for tab in _answer_tabs(book):
        if tab.title != "About you":
            _unmerge(tab).insert_rows(1, 2)


def insert_row_in_the_middle(book: Book) -> None:
    block = book.table("projects")
    _unmerge(block.tab).insert_rows(block.rows["2026-002"])


def add_record_in_inserted_row(book: Book) -> None:
    block = book.table("projects")
    line = block.rows["2026-002"]
    _unmerge(block.tab).insert_rows(line)
    for name, value in zip(PIER, ("New pier", "Outreach", date(2026, 8, 2), 5), strict=True):
        block.tab.cell(line, block.columns[name]).value = value


def add_record_below(book: Book) -> None:
    block = book.table("projects")
    _unmerge(block.tab)
    for name, value in zip(PIER, ("New pier", "Outreach", date(2026, 8, 2), 5), strict=True):
        block.tab.cell(block.last + 1, block.columns[name]).value = value


def delete_empty_record(book: Book) -> None:
    block = book.table("projects")
    _unmerge(block.tab).delete_rows(block.rows["2026-005"])


def delete_record(book: Book) -> None:
    block = book.table("projects")
    _unmerge(block.tab).delete_rows(block.rows["2026-003"])


def delete_question(book: Book) -> None:
    block = book.block("everything", "visitors")
    _unmerge(block.tab).delete_rows(block.rows["visitors"])


def delete_marked_row(book: Book) -> None:
    block = book.table("projects")
    _unmerge(block.tab).delete_rows(block.mark)


def sort_with_keys(book: Book) -> None:
    block = book.table("projects")
    swap_lines(
        block.tab,
        block.rows["2026-001"],
        block.rows["2026-002"],
        range(1, block.tab.max_column + 1),
    )


def _visible(block: Any) -> range:
    return range(block.key_column + 1, block.tab.max_column + 1)


def sort_without_keys(book: Book) -> None:
    block = book.table("partners")
    swap_lines(block.tab, block.rows["2026-001"], block.rows["2026-002"], _visible(block))


def sort_one_column(book: Book) -> None:
    block = book.table("partners")
    column = block.columns["name"]
    swap_lines(block.tab, block.rows["2026-001"], block.rows["2026-002"], range(column, column + 1))


def filter_rows(book: Book) -> None:
    block = book.table("projects")
    block.tab.row_dimensions[block.rows["2026-001"]].hidden = True
    block.tab.auto_filter.add_filter_column(1, ["Second pier"])


def hide_rows(book: Book) -> None:
    block = book.block("everything", "visitors")
    for key in ("visitors", "founded", "budget"):
        block.tab.row_dimensions[block.rows[key]].hidden = True


def copy_record(book: Book) -> None:
    """A whole row pasted over the next empty one, with its hidden key."""
    block = book.table("projects")
    source, target = block.rows["2026-001"], block.rows["2026-004"]
    for column in range(1, block.tab.max_column + 1):
        block.tab.cell(target, column).value = block.tab.cell(source, column).value


def copy_record_and_rename(book: Book) -> None:
    copy_record(book)
    block = book.table("projects")
    block.tab.cell(block.rows["2026-004"], block.columns["name"]).value = "Fourth pier"


def group_rows(book: Book) -> None:
    block = book.table("projects")
    block.tab.row_dimensions.group(block.rows["2026-001"], block.rows["2026-002"], hidden=True)


# ---- columns


def insert_column(book: Book) -> None:
    block = book.table("projects")
    _unmerge(block.tab).insert_cols(block.columns["started_on"])


def insert_first_column(book: Book) -> None:
    _unmerge(book.table("projects").tab).insert_cols(1)


def move_column(book: Book) -> None:
    block = book.table("projects")
    one, other = block.columns["people_reached"], block.columns["cost"]
    for line in range(1, block.tab.max_row + 1):
        first, second = block.tab.cell(line, one), block.tab.cell(line, other)
        if type(first).__name__ == type(second).__name__ == "Cell":
            first.value, second.value = second.value, first.value


def delete_answer_column(book: Book) -> None:
    block = book.table("projects")
    _unmerge(block.tab).delete_cols(block.columns["people_reached"])


def delete_help_column(book: Book) -> None:
    block = book.block("everything", "visitors")
    _unmerge(block.tab).delete_cols(block.columns["value"] - 1)


def hide_column(book: Book) -> None:
    block = book.table("projects")
    letter = block.tab.cell(1, block.columns["cost"]).column_letter
    block.tab.column_dimensions[letter].hidden = True


def delete_key_column(book: Book) -> None:
    block = book.table("projects")
    _unmerge(block.tab).delete_cols(block.key_column)


def clear_keys(book: Book) -> None:
    block = book.table("projects")
    for line in block.rows.values():
        block.tab.cell(line, block.key_column).value = None


def clear_some_keys(book: Book) -> None:
    block = book.table("projects")
    block.tab.cell(block.rows["2026-002"], block.key_column).value = None


# ---- headings, merging, looks


def retype_headings(book: Book) -> None:
    block = book.table("projects")
    for number, column in enumerate(block.columns.values()):
        block.tab.cell(block.mark - 1, column).value = f"Our heading {number}"


def translate_questions(book: Book) -> None:
    block = book.block("everything", "visitors")
    for key, line in block.rows.items():
        cell = block.tab.cell(line, block.key_column + 2)
        if type(cell).__name__ == "Cell":
            cell.value = f"Tanong: {key}"


def merge_with_help(book: Book) -> None:
    block = book.block("everything", "visitors")
    line, column = block.rows["visitors"], block.columns["value"]
    block.tab.merge_cells(start_row=line, end_row=line, start_column=column, end_column=column + 1)


def merge_two_records(book: Book) -> None:
    """Spreadsheet programs keep the upper cell and empty the lower one."""
    block = book.table("projects")
    first, second = block.rows["2026-001"], block.rows["2026-002"]
    column = block.columns["kind"]
    block.tab.merge_cells(start_row=first, end_row=second, start_column=column, end_column=column)


def merge_two_figures(book: Book) -> None:
    """The same with answers that need not be given: nothing else would ask for the lower one."""
    block = book.table("projects")
    first, second = block.rows["2026-001"], block.rows["2026-002"]
    column = block.columns["cost"]
    block.tab.merge_cells(start_row=first, end_row=second, start_column=column, end_column=column)


def merge_with_question(book: Book) -> None:
    """The answer is covered by the text to its left."""
    _unmerge(book.block("everything", "visitors").tab)
    block = book.block("everything", "visitors")
    line, column = block.rows["visitors"], block.columns["value"]
    block.tab.merge_cells(start_row=line, end_row=line, start_column=column - 1, end_column=column)


def lift_protection(book: Book) -> None:
    for tab in book.book.worksheets:
        tab.protection = SheetProtection(sheet=False)


def remove_validation(book: Book) -> None:
    for tab in book.book.worksheets:
        tab.data_validations.dataValidation = []


def colour_cells(book: Book) -> None:
    for row in book.table("projects").tab.iter_rows():
        for cell in row:
            cell.fill = PatternFill("solid", fgColor="FFFF00")


def note_beside(book: Book) -> None:
    block = book.block("everything", "visitors")
    block.tab.cell(block.rows["visitors"], block.tab.max_column + 2).value = "to be checked"


def answer_beside(book: Book) -> None:
    """Where the cell is narrow, people type beside it; this answer need not be given."""
    block = book.table("projects")
    line = block.rows["2026-003"]
    block.tab.cell(line, max(block.columns.values()) + 2).value = 750


def white_letters(book: Book) -> None:
    book.cell(("everything", None, "visitors")).font = Font(color="FFFFFF")


def use_1904_dates(book: Book) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book.book.epoch = CALENDAR_MAC_1904


# ---- another file's content


def paste_over_keys(book: Book) -> None:
    """Last year's table pasted over this year's, hidden keys and all."""
    block = book.table("projects")
    for number, key in enumerate(("2026-001", "2026-002", "2026-003"), start=1):
        block.tab.cell(block.rows[key], block.key_column).value = f"2025-{number:03d}"


def older_version(book: Book) -> None:
    for row in book.book["_meta"].iter_rows():
        if row[0].value == "version":
            row[1].value = "0.0"
    _set_property(book, "migbook_version", "0.0")


def other_place(book: Book) -> None:
    for row in book.book["_meta"].iter_rows():
        if row[0].value == "place":
            row[1].value = "010104"


def lost_zero(book: Book) -> None:
    for row in book.book["_meta"].iter_rows():
        if row[0].value == "place":
            row[1].value = 10101
    _set_property(book, "migbook_place", "10101")


def lost_zero_in_sight(book: Book) -> None:
    book.type(("about", None, "code"), 10101)


def _set_property(book: Book, name: str, value: str) -> None:
    for known in book.book.custom_doc_props.props:
        if known.name == name:
            known.value = value


def no_properties_and_no_identity(book: Book) -> None:
    delete_identity(book)
    names = [known.name for known in book.book.custom_doc_props.props]
    for name in names:
        del book.book.custom_doc_props[name]


def delete_defined_names(book: Book) -> None:
    book.book.defined_names.clear()


def type_over_hidden_marks(book: Book) -> None:
    block = book.table("projects")
    block.tab.cell(block.mark, block.columns["cost"]).value = "Costs"


def _pier(name: str, kind: str, started: str, reached: int) -> dict[Key, Any]:
    answers = {"name": name, "kind": kind, "started_on": started, "people_reached": reached}
    return {("projects", name, field): value for field, value in answers.items()}


# The lines as they stand once only the names have changed places.
NAMES_SORTED: dict[Key, Any] = {
    ("partners", "Harbour Union", "kind"): "grant",
    ("partners", "Harbour Union", "umbrella"): ("Harbour Union",),
    ("partners", "Red Cross", "kind"): "outreach",
    ("partners", "Red Cross", "umbrella"): None,
}
NEW_PIER = _pier("New pier", "outreach", "2026-08-02", 5)
FOURTH_PIER = _pier("Fourth pier", "outreach", "2026-02-28", 40)

OPERATIONS: tuple[Operation, ...] = (
    Operation("Tabs", "saved again, nothing else", lambda _: None),
    Operation("Tabs", "renamed", rename_tabs),
    Operation("Tabs", "reordered", reorder_tabs),
    Operation("Tabs", "hidden", hide_tab),
    Operation("Tabs", "deleted", delete_tab),
    Operation("Tabs", "copied", copy_tab),
    Operation(
        "Tabs", "copied, and the copy changed", copy_tab_and_change_the_copy
    ),
    Operation("Tabs", "a tab of one's own added in front", add_tab),
    Operation("Tabs", "the guide deleted", delete_guide),
    Operation("Tabs", "hidden tab `_meta` deleted", delete_identity),
    Operation("Tabs", "hidden tab `_lists` deleted", delete_lists),
    Operation("Rows", "inserted above everything", insert_rows_on_top),
    Operation("Rows", "inserted between records, left empty", insert_row_in_the_middle),
    Operation("Rows", "inserted between records, filled in", add_record_in_inserted_row,
              NEW_PIER),
    Operation("Rows", "a record added below the prepared rows", add_record_below,
              NEW_PIER),
    Operation("Rows", "an empty prepared row deleted", delete_empty_record),
    Operation("Rows", "a record deleted", delete_record, gone=frozenset({"Third pier"})),
    Operation("Rows", "a question deleted", delete_question),
    Operation("Rows", "the hidden row of keys deleted", delete_marked_row),
    Operation("Rows", "sorted with their keys", sort_with_keys),
    Operation("Rows", "sorted without their keys", sort_without_keys),
    Operation("Rows", "only the names sorted", sort_one_column, NAMES_SORTED),
    Operation("Rows", "filtered", filter_rows),
    Operation("Rows", "hidden", hide_rows),
    Operation("Rows", "grouped and folded", group_rows),
    Operation("Rows", "a record copied over an empty row", copy_record),
    Operation("Rows", "a record copied and given another name", copy_record_and_rename,
              FOURTH_PIER),
    Operation("Columns", "inserted between answers", insert_column),
    Operation("Columns", "inserted before everything", insert_first_column),
    Operation("Columns", "two columns exchanged", move_column),
    Operation("Columns", "a column of answers deleted", delete_answer_column),
    Operation("Columns", "a column of help deleted", delete_help_column),
    Operation("Columns", "hidden", hide_column),
    Operation("Columns", "the hidden column of keys deleted", delete_key_column),
    Operation("Columns", "all keys of records emptied", clear_keys),
    Operation("Columns", "one key of a record emptied", clear_some_keys),
    Operation("Headings", "retyped", retype_headings),
    Operation("Headings", "questions translated", translate_questions),
    Operation("Headings", "a hidden mark typed over", type_over_hidden_marks),
    Operation("Cells", "an answer merged with the help beside it", merge_with_help),
    Operation("Cells", "answers of two records merged", merge_two_records),
    Operation("Cells", "figures of two records merged", merge_two_figures),
    Operation("Cells", "an answer merged with its question", merge_with_question),
    Operation("Cells", "protection lifted", lift_protection),
    Operation("Cells", "drop-downs removed", remove_validation),
    Operation("Cells", "coloured", colour_cells),
    Operation("Cells", "a remark typed beside the form", note_beside),
    Operation("Cells", "a figure typed beside its cell", answer_beside,
              {("projects", "Third pier", "cost"): 750}),
    Operation("Cells", "white letters on white", white_letters),
    Operation("Cells", "names of lists deleted", delete_defined_names),
    Operation("Cells", "dates counted from 1904", use_1904_dates),
    Operation("Files", "last year's table pasted over this year's", paste_over_keys),
    Operation("Files", "everything pasted into a new workbook", other_file),
    Operation("Files", "an older version of the questions", older_version),
    Operation("Files", "the place changed in one of two hidden spots", other_place),
    Operation("Files", "place code without its first zero, hidden", lost_zero),
    Operation("Files", "place code without its first zero, in sight", lost_zero_in_sight),
    Operation("Files", "hidden tab and properties deleted", no_properties_and_no_identity),
)  # fmt: skip

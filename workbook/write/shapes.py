"""What a layout is made of: tabs, blocks, lines, and the cells that are answered.

Rows and columns count from 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as attribute
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from templates.model import Field, MatrixRow, Screen, Sheet, Tab

KEY_COLUMN, NUMBER_COLUMN, FIRST_COLUMN = 0, 1, 2
# The hidden cells of a line: four counts (needed, missing, wrong, doubtful); 1 if there is anything
# to mend, or else 2 if anything is to be looked at; and the column where that begins.
FLAG, POINTER, HELPERS = 4, 5, 6
BAND_ROWS = 3


@dataclass(frozen=True, slots=True)
class Span:
    """Columns that are one cell to the eye, the last included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell in which a field is answered; `code` of the option that it ticks, if it ticks one."""

    key: str
    field: Field
    position: int
    code: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A field of a form; its slots' positions are rows. `row` is the line of the question."""

    field: Field
    number: str
    row: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class FormPlan:
    """A form: key row, heading, introduction, one question a line.

    `explanation`: the columns in which what is unusual may be explained, if anything can be.
    `before`: those that show what was answered for the period before, if anything was.
    """

    sheet: Sheet
    anchor: int
    heading: int
    questions: tuple[Question, ...]
    spans: tuple[Span, Span, Span, Span]
    explanation: Span | None = None
    before: Span | None = None

    @property
    def start(self) -> int:
        """The row where it begins."""
        return self.anchor

    @property
    def last(self) -> int:
        """The last row with a cell."""
        return max(slot.position for question in self.questions for slot in question.slots)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table or matrix; `declared` is the matrix row that it shows."""

    key: str
    row: int
    declared: MatrixRow | None = None


@dataclass(frozen=True, slots=True)
class RecordsPlan:
    """A table or matrix; its slots' positions are columns. The key row is above the headings.

    Titles and notes stand in the number column, which has no key: reading passes over them.
    `nothing`: row of the nothing-to-report cell (its own key row is the one before), or None.
    `explanation`: where what is unusual may be explained, or None; of several columns only in a
    matrix, whose rows are never sorted. `pages`: the columns of each printed page; all up to
    `repeated` are printed on every one. `before` as in `FormPlan`.
    """

    sheet: Sheet
    title: int
    nothing: int | None
    heading: int
    anchor: int
    slots: tuple[Slot, ...]
    lines: tuple[Line, ...]
    status: Span
    notes: int
    spans: tuple[Span, Span, Span, Span]
    explanation: Span | None
    pages: tuple[Span, ...]
    repeated: int
    before: Span | None = None

    @property
    def start(self) -> int:
        """The row where it begins."""
        return self.title

    @property
    def last(self) -> int:
        """The row of the last line."""
        return self.lines[-1].row


Block = FormPlan | RecordsPlan


@dataclass(frozen=True, slots=True)
class TabPlan:
    """One input tab; `widths` of all columns that are seen, the hidden key column first.

    `screens`: the sets of screening questions that parts of the tab depend on; each has a hidden
    column of its own behind the others. `signature`: the first row of what is printed to be
    signed, on the tab that has it.
    """

    tab: Tab
    number: int
    name: str
    widths: tuple[float, ...]
    blocks: tuple[Block, ...]
    end: int
    table: RecordsPlan | None = attribute(default=None)
    screens: tuple[tuple[Screen, ...], ...] = ()
    signature: int | None = None

    def rows_of(self, block: Block) -> tuple[int, int]:
        """First and last row of a block, up to where the next one begins."""
        starts = [other.start for other in self.blocks]
        ends = [*starts[1:], self.signature or self.end]
        number = self.blocks.index(block)
        return starts[number], ends[number] - 1

    @property
    def is_mixed(self) -> bool:
        """Whether it has several sections."""
        return len(self.blocks) > 1

    @property
    def is_spread(self) -> bool:
        """Whether some of it is printed on several pages side by side."""
        return any(isinstance(b, RecordsPlan) and len(b.pages) > 1 for b in self.blocks)

    @property
    def last_column(self) -> int:
        """The last column that is seen."""
        return len(self.widths) - 1

    @property
    def helper(self) -> int:
        """The first of the hidden columns, of which every line has some."""
        return len(self.widths)

    @property
    def free(self) -> int:
        """The first column after the hidden ones."""
        return self.helper + HELPERS + len(self.screens)


@dataclass(frozen=True, slots=True)
class BookPlan:
    """All tabs of a workbook, in order; the guide comes before and the check tab after them."""

    guide: str
    check: str
    tabs: tuple[TabPlan, ...]

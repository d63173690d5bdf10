"""What a programme asks: the frozen shapes that the loader builds and every other room reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

FieldType = Literal[
    "text",
    "long_text",
    "contact",
    "integer",
    "year",
    "number",
    "money",
    "percent",
    "date",
    "yes_no",
    "one_of",
    "several_of",
    "reference",
    "references",
    "sdg_indicator",
    "computed",
]
Layout = Literal["form", "table", "matrix"]
Edition = Literal["core", "standard", "full"]
EDITIONS: tuple[Edition, ...] = ("core", "standard", "full")
PLACE_LEVELS = ("region", "province", "city", "municipality")
# A line of a national list that regions may name as their parent; nobody of this level is asked.
ISLAND_GROUP = "island_group"

# What a computed field shows if it is declared for each place, in templates/known/.
KNOWN = "known"
EVERY_PLACE = "*"

# The list of the parts of governing migration that questions are about.
DOMAINS = "domain"
# The list of reasons why a section has nothing to report.
NOTHING_REASONS = "nothing_reason"
NUMERIC_TYPES = frozenset({"integer", "year", "number", "money", "percent"})
TEXT_TYPES = frozenset({"text", "long_text", "contact"})
LIST_TYPES = frozenset({"one_of", "several_of"})
REFERENCE_TYPES = frozenset({"reference", "references"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One test on another answer of the same record; exactly one of the tests is set.

    `one_of` holds list codes, or `"true"`/`"false"` for a yes/no field. `answered` asks whether
    the field holds a value (NA and ND are not values).
    """

    field: str
    one_of: tuple[str, ...] = ()
    answered: bool | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """A screening question: only with one of these answers is what depends on it asked.

    `sheet` and `field` name a question of a form. Left empty, or answered with NA or ND, it
    switches nothing off.
    """

    sheet: str
    field: str
    one_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked.

    `levels`: levels of government that are asked (never empty once loaded).
    `required_when`: required if all conditions hold; `required`: always.
    `asked_when`: not asked at all where one of these screening questions says no.
    `minimum`, `maximum`: inclusive bounds of numbers; of years too.
    `not_after_period`: a date or year may not lie after the end of the reference period.
    `filled_in`: for `computed` fields, the attribute of the place or period shown in the cell;
    `known` if it is declared by place and row, as a code of `list`.
    `groups`: in a matrix, the row groups in which the field is asked; empty means every row.
    `details`: in a table, printed on a second page beside the record's first columns.
    `slots`: how many reference cells a `references` field has.
    `width`: width of the answer column in characters.
    `who`: key of the office that usually knows (texts `offices.<key>`).
    `unit`: what a figure counts (texts `units.<key>`).
    `adds_up`: how the figure adds up over places. `cumulative`: it counts all there has ever been,
    so that it never falls from one period to the next.
    `carries_over`: filled in from the period before; None leaves it to `templates.carrying`.
    `domain`: code of the list `domain`: the part of governing migration that it is about.
    `source`: where the question comes from: a place in the source report, or that it is ours.
    """

    key: str
    type: FieldType
    edition: Edition
    levels: tuple[str, ...]
    required: bool = False
    required_when: tuple[Condition, ...] = ()
    asked_when: tuple[Screen, ...] = ()
    list: str = ""
    refers_to: str = ""
    minimum: float | None = None
    maximum: float | None = None
    not_after_period: bool = False
    maximum_length: int = 250
    filled_in: str = ""
    groups: tuple[str, ...] = ()
    details: bool = False
    slots: int = 3
    width: int = 14
    who: str = ""
    unit: str = ""
    adds_up: Literal["sum", "no"] = "no"
    domain: str = ""
    sdg: tuple[str, ...] = ()
    source: str = ""
    carries_over: bool | None = None
    cumulative: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A fixed row of a matrix; `group` names what kind of row it is, `asked_when` as in fields."""

    key: str
    group: str
    levels: tuple[str, ...]
    asked_when: tuple[Screen, ...] = ()


# Without slots, so that what follows from its fields is worked out once: files ask for it often.
@dataclass(frozen=True)
class Sheet:
    """A group of fields: a form (one record), a table (records added) or a matrix (fixed rows).

    `identity`: fields that tell the records of a table apart, unique per place and period.
    `named_by`: text fields of which the first that is answered names a record elsewhere; by
    default the first field of `identity` that is text.
    `prepared_rows`: empty rows with a key that a table starts with.
    `nothing_to_report`: the section may be answered with a reason instead of records.
    `asked_when`: as in fields, for the section as a whole.
    `domain`: that of its fields which name none of their own; `sdg`: targets that it serves.
    `carries_over`: the records of a table live on in the next period; `ended_when`: but not those
    for which all these conditions hold.
    """

    key: str
    layout: Layout
    fields: tuple[Field, ...]
    rows: tuple[MatrixRow, ...] = ()
    identity: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ()
    prepared_rows: int = 0
    nothing_to_report: bool = False
    asked_when: tuple[Screen, ...] = ()
    domain: str = ""
    sdg: tuple[str, ...] = ()
    carries_over: bool = True
    ended_when: tuple[Condition, ...] = ()

    def field(self, key: str) -> Field | None:
        """The field with this key, or None."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> Mapping[str, Field]:
        return {field.key: field for field in reversed(self.fields)}

    @cached_property
    def asked(self) -> tuple[Field, ...]:
        """The fields that a person answers: all but the computed ones."""
        return tuple(field for field in self.fields if field.type != "computed")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The fields of which the first that is answered names a record; empty if none is text."""
        if self.named_by:
            return self.named_by
        fields = (field for key in self.identity if (field := self.field(key)))
        return tuple(field.key for field in fields if field.type in TEXT_TYPES)[:1]

    def screens(
        self, field: Field | None = None, row: MatrixRow | None = None
    ) -> tuple[Screen, ...]:
        """The screening questions that decide on the section, or on a field and row of it."""
        parts = (part.asked_when for part in (self, row, field) if part is not None)
        return tuple(dict.fromkeys(screen for screens in parts for screen in screens))


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the workbook and the keys of the sheets on it, from top to bottom."""

    key: str
    sheets: tuple[str, ...]


@dataclass(frozen=True)
class CodeList:
    """A closed list; `deprecated` codes are still read but no longer offered."""

    key: str
    codes: tuple[str, ...]
    deprecated: frozenset[str] = frozenset()

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The codes that a new workbook offers, in list order."""
        return tuple(code for code in self.codes if code not in self.deprecated)


@dataclass(frozen=True, slots=True)
class Known:
    """A fact that is filled in beforehand; `row` is empty in a form.

    `place`: a code, the beginning of codes followed by `*`, or `*` for every place. An empty
    `value` says that the fact is not known there, whatever holds elsewhere.
    """

    sheet: str
    place: str
    row: str
    field: str
    value: str

    def concerns(self, code: str) -> bool:
        """Whether the fact is about the place with this code."""
        if self.place.endswith(EVERY_PLACE):
            return code.startswith(self.place.removesuffix(EVERY_PLACE))
        return code == self.place


@dataclass(frozen=True, slots=True)
class Change:
    """What has another name since a version of the questions, so that older answers are found.

    Exactly one of `list` with `code`, `sheet`, `sheet` with `field`, `sheet` with `row` is set;
    `becomes` is the new name of that part; of a field that moved to another form, `sheet.field`.
    """

    version: str
    becomes: str
    sheet: str = ""
    field: str = ""
    row: str = ""
    list: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme of collection: what it asks, of whom, in which currency.

    `code_length`: fixed width of a place code. `register`: key of the shipped list of places;
    `country`: key of that of all places of the country, of which a region's round takes its own.
    A programme for any list of places has neither, nor a `currency`: a round settles them.
    `leaves_out`: by list, the codes that this programme does not use; `leaves_out_rows`: by sheet,
    the rows. `changes`: what was called otherwise in older versions, oldest first.
    """

    key: str
    version: str
    currency: str
    code_length: int
    register: str
    time_zone: str
    languages: tuple[str, ...]
    tabs: tuple[Tab, ...]
    leaves_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leaves_out_rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    country: str = ""


@dataclass(frozen=True)
class Definition:
    """A programme resolved for one edition and one level of government: what one workbook asks.

    `known`: what is filled in beforehand, the facts of single places last.
    """

    programme: Programme
    edition: Edition
    level: str
    tabs: tuple[Tab, ...]
    sheets: tuple[Sheet, ...]
    lists: Mapping[str, CodeList]
    known: tuple[Known, ...] = ()

    def sheet(self, key: str) -> Sheet | None:
        """The sheet with this key, or None if this edition or level does not have it."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> Mapping[str, Sheet]:
        return {sheet.key: sheet for sheet in reversed(self.sheets)}

    @cached_property
    def questions(self) -> Mapping[tuple[str, str], Field]:
        """What a person answers, by the keys of sheet and field."""
        return {(sheet.key, field.key): field for sheet in self.sheets for field in sheet.asked}

    def known_of(self, code: str) -> dict[tuple[str, str, str], str]:
        """What is filled in for a place beforehand, by sheet, row (empty in a form) and field."""
        return {
            (fact.sheet, fact.row, fact.field): fact.value
            for fact in self.known
            if fact.concerns(code)
        }


@dataclass(frozen=True, slots=True)
class Place:
    """A local government or region that is expected to answer; codes keep their leading zeros.

    `independent`: a city that no province signs for, although `parent` names one.
    `subdivisions`: number of barangays, where the register has it. `latitude`, `longitude`: a
    point in it, in decimal degrees (WGS 84); both or neither.
    """

    code: str
    name: str
    level: str
    parent: str = ""
    population: int | None = None
    population_source: str = ""
    income_class: str = ""
    independent: bool = False
    subdivisions: int | None = None
    email: str = ""
    language: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts of one language, by dotted key such as `sheets.structures.fields.name.label`."""

    language: str
    entries: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, key: str) -> str:
        return self.entries[key]

    def get(self, key: str, default: str = "") -> str:
        """The text, or `default` where the language has none."""
        return self.entries.get(key, default)

    def fill(self, key: str, **values: object) -> str:
        """The text with its `{placeholders}` filled in."""
        return self.entries[key].format(**values)

"""What people type into cells, and what they mean by it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.survival.grid import Key


class Asked:
    """Nobody can tell what is meant: there must be a finding."""

    def __repr__(self) -> str:
        return "a finding"


ASKED = Asked()
NA, ND, BLANK = "not applicable", "no data", None


@dataclass(frozen=True)
class Formatted:
    """A number shown in a format of its own."""

    value: Any
    number_format: str


@dataclass(frozen=True)
class TypingCase:
    """One thing typed into one kind of cell: `family`, words for the page, content, meaning.

    `note`: what is not plain must be told, with a note at least.
    """

    family: str
    words: str
    kind: str
    typed: Any
    means: Any
    note: bool = False


# Cells of each kind that the cases may use, so that many fit into one file.
CELLS: dict[str, tuple[Key, ...]] = {
    "integer": (
        ("everything", None, "visitors"),
        ("headcount", "desk_staff", "women"),
        ("headcount", "desk_staff", "men"),
        ("headcount", "volunteers", "women"),
        ("headcount", "volunteers", "men"),
    ),
    "money": (
        ("everything", None, "budget"),
        ("headcount", "training_fund", "amount"),
        ("projects", "2026-001", "cost"),
        ("projects", "2026-002", "cost"),
        ("projects", "2026-003", "cost"),
    ),
    "number": (
        ("everything", None, "desk_hours"),
        ("projects", "2026-001", "hours"),
        ("projects", "2026-002", "hours"),
        ("projects", "2026-003", "hours"),
    ),
    "signed": (("everything", None, "temperature"),),
    "percent": (
        ("everything", None, "share_spent"),
        ("headcount", "training_fund", "share_used"),
        ("projects", "2026-001", "share_women"),
        ("projects", "2026-002", "share_women"),
        ("projects", "2026-003", "share_women"),
    ),
    "date": (
        ("everything", None, "opened_on"),
        ("projects", "2026-001", "started_on"),
        ("projects", "2026-002", "started_on"),
        ("projects", "2026-003", "started_on"),
    ),
    "year": (
        ("everything", None, "founded"),
        ("projects", "2026-001", "planned_until"),
        ("projects", "2026-002", "planned_until"),
        ("projects", "2026-003", "planned_until"),
    ),
    "yes_no": (
        ("headcount", "desk_staff", "exists"),
        ("headcount", "volunteers", "exists"),
        ("headcount", "training_fund", "exists"),
        ("projects", "2026-001", "open_to_all"),
        ("projects", "2026-002", "open_to_all"),
        ("projects", "2026-003", "open_to_all"),
    ),
    "one_of": (
        ("everything", None, "kind"),
        ("projects", "2026-001", "kind"),
        ("projects", "2026-002", "kind"),
        ("projects", "2026-003", "kind"),
        ("partners", "2026-002", "kind"),
    ),
    "tick": (
        ("projects", "2026-001", "taught_in=bikol"),
        ("projects", "2026-002", "taught_in=bikol"),
        ("projects", "2026-003", "taught_in=bikol"),
    ),
    "text": (
        ("everything", None, "motto"),
        ("headcount", "desk_staff", "remark"),
        ("headcount", "volunteers", "remark"),
        ("headcount", "training_fund", "remark"),
    ),
    "reference": (
        ("everything", None, "main_partner"),
        ("projects", "2026-001", "lead_partner"),
        ("projects", "2026-002", "lead_partner"),
        ("projects", "2026-003", "lead_partner"),
    ),
}


def _case(family: str, kind: str, words: str, typed: Any, means: Any, note: bool = False) -> Any:
    return TypingCase(family, words, kind, typed, means, note)


def _numbers() -> list[TypingCase]:
    family, kind = "Numbers", "integer"
    meant: list[tuple[str, Any, Any]] = [
        ("`1,234` as text", "1,234", 1234),
        ("`1 234` with a space", "1 234", 1234),
        ("`1 234` with a no-break space", "1\u00a0234", 1234),
        ("`1 234` with a narrow no-break space", "1\u202f234", 1234),
        ("`'1,234` with an apostrophe", "'1,234", 1234),
        ("`1.234`, which is one thousand or one", "1.234", ASKED),
        ("`1,23,456`, grouped as in India", "1,23,456", ASKED),
        ("`12,5` for a count", "12,5", ASKED),
        ("12.5 for a count", 12.5, ASKED),
        ("full-width digits `１２`", "１２", 12),
        ("Arabic-Indic digits `١٢`", "١٢", ASKED),
        ("a space after it, `12 `", "12 ", 12),
        ("a no-break space after it", "12\u00a0", 12),
        ("`12 persons`", "12 persons", ASKED),
        ("`about 12`", "about 12", ASKED),
        ("`10-15`", "10-15", ASKED),
        ("`12?`", "12?", ASKED),
        ("`(12)`", "(12)", ASKED),
        ("letter O for a zero, `1O`", "1O", ASKED),
        ("`1e3`", "1e3", ASKED),
        ("a very long number", 12345678901234567890, ASKED),
        ("a date where a count is asked", date(2026, 3, 4), ASKED),
        ("12 in a format that adds `persons`", Formatted(12, '0" persons"'), ASKED),
        ("12.4 shown as `12`", Formatted(12.4, "0"), ASKED),
        ("a percent format on a count", Formatted(12, "0%"), ASKED),
        ("`none`", "none", ASKED),
        ("`-`", "-", ASKED),
        ("`.`", ".", ASKED),
        ("`0`", "0", 0),
        ("0", 0, 0),
        ("`NA`", "NA", NA),
        ("`n/a`", "n/a", NA),
        ("`S.O.`, French", "S.O.", NA),
        ("`sans objet`, French", "sans objet", NA),
        ("`hindi angkop`, Filipino", "hindi angkop", NA),
        ("`ND`", "ND", ND),
        ("`N.D.`, French", "N.D.", ND),
        ("`walang datos`, Filipino", "walang datos", ND),
        ("a space only, where an answer is required", " ", BLANK),
        ("a no-break space only, where an answer is required", "\u00a0", BLANK),
    ]
    return [_case(family, kind, words, typed, means) for words, typed, means in meant]


def _money() -> list[TypingCase]:
    meant: list[tuple[str, str, Any, Any]] = [
        ("money", "`€ 1,250`, the currency of the round", "€ 1,250", 1250),
        ("money", "`1 250 EUR`", "1 250 EUR", 1250),
        ("money", "`₱1,250`, another currency", "₱1,250", ASKED),
        ("money", "`USD 1,250`, another currency", "USD 1,250", ASKED),
        ("money", "`1,250,000`", "1,250,000", 1_250_000),
        ("money", "`1.250.000,50`", "1.250.000,50", 1_250_000.5),
        ("money", "`1.2 million`", "1.2 million", ASKED),
        ("money", "a currency format on a number", Formatted(1250, '"€" #,##0.00'), 1250),
        ("money", "5000 in a format with `$`", Formatted(5000, '"$"#,##0'), ASKED),
        ("money", "1.2 in a format that adds `million`", Formatted(1.2, '0.0" million"'), ASKED),
        ("money", "1250000 shown as `1.25 M`", Formatted(1_250_000, '0.00,,"M"'), ASKED),
        ("money", "1250.5 shown as `1,251`", Formatted(1250.5, "#,##0"), 1250.5),
        ("signed", "`-3,25`, a decimal comma", "-3,25", ASKED),
        ("signed", "`-3.25` as text", "-3.25", -3.25),
        ("signed", "`−3.25` with a true minus sign", "\u22123.25", -3.25),
        ("number", "a time where a number is asked", Formatted(0.5, "hh:mm"), ASKED),
        ("percent", "12", 12, 12),
        ("percent", "`12%` as text", "12%", 12),
        ("percent", "`12 %` as text", "12 %", 12),
        ("percent", "12 % as a percent cell (0.12)", Formatted(0.12, "0%"), 12),
        ("percent", "100 % as a percent cell (1)", Formatted(1, "0%"), 100),
        ("percent", "0.12 without a percent sign", 0.12, ASKED),
        ("percent", "`one in ten`", "one in ten", ASKED),
        ("percent", "112", 112, ASKED),
    ]
    family = "Money, decimals, percent"
    return [_case(family, kind, words, typed, means) for kind, words, typed, means in meant]


def _dates() -> list[TypingCase]:
    meant: list[tuple[str, str, Any, Any]] = [
        ("date", "a date", date(2016, 4, 6), "2016-04-06"),
        ("date", "a date and a time", datetime(2016, 4, 6, 9, 30), "2016-04-06"),
        ("date", "`2016-04-06` as text", "2016-04-06", "2016-04-06"),
        ("date", "`6 April 2016` as text", "6 April 2016", "2016-04-06"),
        ("date", "`April 6, 2016` as text", "April 6, 2016", "2016-04-06"),
        ("date", "`6 Abril 2016`, Filipino", "6 Abril 2016", "2016-04-06"),
        ("date", "`6 avril 2016`, French", "6 avril 2016", "2016-04-06"),
        ("date", "`06/04/2016`, either day first or month first", "06/04/2016", ASKED),
        ("date", "`6-Apr-16`, a year of two digits", "6-Apr-16", ASKED),
        ("date", "`31 February 2016`", "31 February 2016", ASKED),
        ("date", "`April 2016`, without a day", "April 2016", ASKED),
        ("date", "`last year`", "last year", ASKED),
        ("date", "the serial number 42466", Formatted(42466, "0"), "2016-04-06"),
        ("date", "the year 2016 where a day is asked", Formatted(2016, "0"), ASKED),
        ("year", "`2016` as text", "2016", 2016),
        ("year", "a date where a year is asked", date(2016, 4, 6), ASKED),
        ("year", "`2016-2017`", "2016-2017", ASKED),
        ("year", "`'16`", "'16", ASKED),
    ]
    return [
        _case("Dates and years", kind, words, typed, means) for kind, words, typed, means in meant
    ]


def _choices() -> list[TypingCase]:
    meant: list[tuple[str, str, Any, Any]] = [
        ("yes_no", "`YES`", "YES", True),
        ("yes_no", "` yes ` with spaces", " yes ", True),
        ("yes_no", "`y`", "y", True),
        ("yes_no", "`Oo`, Filipino", "Oo", True),
        ("yes_no", "`Oui`, French", "Oui", True),
        ("yes_no", "`Hindi`, Filipino", "Hindi", False),
        ("yes_no", "`non`, French", "non", False),
        ("yes_no", "the logical value TRUE", True, True),
        ("yes_no", "`maybe`", "maybe", ASKED),
        ("yes_no", "`yes, since May`", "yes, since May", ASKED),
        ("yes_no", "7", 7, ASKED),
        ("one_of", "the label in capitals", "TRAINING", "training"),
        ("one_of", "the label with a no-break space after it", "Training\u00a0", "training"),
        ("one_of", "the code", "grant", "grant"),
        ("one_of", "misspelt, `Trainning`", "Trainning", ASKED),
        ("one_of", "two entries, `Training, Outreach`", "Training, Outreach", ASKED),
        ("one_of", "an entry of one's own", "Library", ASKED),
        ("one_of", "the number of the entry", 2, ASKED),
        ("tick", "`x`", "x", ("bikol",)),
        ("tick", "`X `", "X ", ("bikol",)),
        ("tick", "`yes`", "yes", ("bikol",)),
        ("tick", "1", 1, ("bikol",)),
        ("tick", "`often`", "often", ASKED),
        ("reference", "the name in small letters", "harbour union", ("Harbour Union",)),
        ("reference", "the name with a space after it", "Red Cross ", ("Red Cross",)),
        ("reference", "a name that is not in the table", "Blue Cross", ASKED),
    ]
    return [_case("Choices", kind, words, typed, means) for kind, words, typed, means in meant]


def _texts() -> list[TypingCase]:
    meant: list[tuple[str, Any, Any]] = [
        ("spaces around it", "  Amber  ", "Amber"),
        ("a number where text is asked", 12, "12"),
        ("`0123`, a zero in front", "0123", "0123"),
        ("letters with accents in two pieces", "Pen\u0303afrancia", "Pe\u00f1afrancia"),
        ("two lines in one cell", "Amber\nfor all", "Amber\nfor all"),
        ("a date where text is asked", date(2016, 4, 6), ASKED),
        ("`none`", "none", "none"),
    ]
    return [_case("Texts", "text", words, typed, means) for words, typed, means in meant]


def _formulas() -> list[TypingCase]:
    meant: list[tuple[str, str, Any, Any]] = [
        ("integer", "a formula, `=12+7`", "=12+7", 19),
        ("integer", "a formula that fails, `=1/0`", "=1/0", ASKED),
        ("integer", "`=NA()`", "=NA()", ASKED),
        ("integer", "a reference to nothing, `=#REF!`", "=#REF!", ASKED),
        ("integer", "an error value typed as such", "#N/A", ASKED),
        ("text", "a formula that makes text", '="Amber "&"all"', "Amber all"),
        ("integer", "a link to another file", "='[other.xlsx]Sheet1'!A1", ASKED),
    ]
    return [_case("Formulas and errors", kind, w, typed, means) for kind, w, typed, means in meant]


TYPING: tuple[TypingCase, ...] = (
    *_numbers(),
    *_money(),
    *_dates(),
    *_choices(),
    *_texts(),
    *_formulas(),
)

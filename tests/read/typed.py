"""One workbook with every type and state, what was typed and what must be read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.read.plain_workbook import Cells
    from workbook.model import Submission

TYPED: Cells = {
    ("about", None, "office"): "Planning office \u00d1",
    ("about", None, "office_line"): "054-123",
    ("everything", None, "motto"): "Amber for all",
    ("everything", None, "story"): "One line\nand another",
    ("everything", None, "switchboard"): "NA",
    ("everything", None, "visitors"): 0,
    ("everything", None, "founded"): 1931,
    ("everything", None, "temperature"): -3.25,
    ("everything", None, "budget"): 1_250_000.5,
    ("everything", None, "share_spent"): 87.5,
    ("everything", None, "opened_on"): date(2016, 4, 6),
    ("everything", None, "has_desk"): "No",
    ("everything", None, "desk_hours"): "ND",
    ("everything", None, "kind"): "Training",
    ("everything", None, "languages_spoken=english"): "\u2713",
    ("everything", None, "languages_spoken=portuguese"): "\u2713",
    ("everything", None, "main_partner"): "Harbour Union",
    ("everything", None, "other_partners~1"): "Red Cross",
    ("everything", None, "other_partners~3"): "Harbour Union",
    ("everything", None, "indicator"): "10.7.2",
    ("headcount", "desk_staff", "exists"): "Yes",
    ("headcount", "desk_staff", "women"): 3,
    ("headcount", "desk_staff", "men"): "ND",
    ("headcount", "training_fund", "amount"): 1000,
    ("headcount", "training_fund", "share_used"): 0,
    ("headcount", "relief_fund", "remark"): "none",
    ("partners", "2026-001", "name"): "Harbour Union",
    ("partners", "2026-001", "kind"): "Outreach",
    ("partners", "2026-002", "name"): "Red Cross",
    ("partners", "2026-002", "kind"): "Grant, loan or gift",
    ("partners", "2026-002", "umbrella"): "Harbour Union",
    ("projects", None, "nothing_to_report"): "We keep no record of this",
    ("projects", "2026-003", "name"): "Second pier",
    ("projects", "2026-003", "started_on"): date(2026, 2, 28),
    ("projects", "2026-003", "planned_until"): 2030,
    ("projects", "2026-003", "open_to_all"): "Yes",
    ("projects", "2026-003", "taught_in=bikol"): "\u2713",
    ("projects", "2026-003", "with_partners~2"): "Red Cross",
    ("projects", "2026-003", "line"): "ND",
}

NA, ND = "not applicable", "no data"
READ: dict[tuple[str, str | None, str], Any] = {
    ("about", None, "office"): "Planning office \u00d1",
    ("about", None, "office_line"): "054-123",
    ("everything", None, "motto"): "Amber for all",
    ("everything", None, "story"): "One line\nand another",
    ("everything", None, "switchboard"): NA,
    ("everything", None, "visitors"): 0,
    ("everything", None, "founded"): 1931,
    ("everything", None, "temperature"): -3.25,
    ("everything", None, "budget"): 1_250_000.5,
    ("everything", None, "share_spent"): 87.5,
    ("everything", None, "opened_on"): "2016-04-06",
    ("everything", None, "has_desk"): False,
    ("everything", None, "desk_hours"): ND,
    ("everything", None, "kind"): "training",
    ("everything", None, "languages_spoken"): ("portuguese", "english"),
    ("everything", None, "main_partner"): ("2026-001",),
    ("everything", None, "other_partners"): ("2026-002", "2026-001"),
    ("everything", None, "indicator"): "10.7.2",
    ("headcount", "desk_staff", "exists"): True,
    ("headcount", "desk_staff", "women"): 3,
    ("headcount", "desk_staff", "men"): ND,
    ("headcount", "training_fund", "amount"): 1000,
    ("headcount", "training_fund", "share_used"): 0,
    ("headcount", "relief_fund", "remark"): "none",
    ("partners", "2026-001", "name"): "Harbour Union",
    ("partners", "2026-001", "kind"): "outreach",
    ("partners", "2026-002", "name"): "Red Cross",
    ("partners", "2026-002", "kind"): "grant",
    ("partners", "2026-002", "umbrella"): ("2026-001",),
    ("projects", None, "nothing_to_report"): "not_collected",
    ("projects", "2026-003", "name"): "Second pier",
    ("projects", "2026-003", "started_on"): "2026-02-28",
    ("projects", "2026-003", "planned_until"): 2030,
    ("projects", "2026-003", "open_to_all"): True,
    ("projects", "2026-003", "taught_in"): ("bikol",),
    ("projects", "2026-003", "with_partners"): ("2026-002",),
    ("projects", "2026-003", "line"): ND,
}

WORDS = {"not_applicable": NA, "no_data": ND}


def values(submission: Submission) -> dict[tuple[str, str | None, str], Any]:
    """Value of every answer that is not blank; the state, where there is no value."""
    return {
        (a.sheet, a.row, a.field): a.value if a.state == "answered" else WORDS.get(a.state, a.state)
        for a in submission.answers
        if a.state != "blank"
    }

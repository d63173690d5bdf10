"""Every rule on the core questions: lines on which it speaks, and where; lines it must pass over.

The lines are those of conftest.py. The population of Naga in the register is 210,545, its barangays
are 27; Albay has 18 cities and municipalities.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from templates.model import PLACE_LEVELS
from workbook.check.register import load_register

DESK = "service_type=ofw_desk; host_office=PESO; year_change=continued"
COUNCIL = "structure_type=council; name=Migration Council; mandate=migration_only"

# Keys under which rule parameters name a field, or several.
FIELD_KEYS = frozenset(
    ["part", "whole", "parts", "field", "number", "date", "kind", "yes", "open", "staff"]
)

# code, level, lines on which it speaks, where it speaks
FIRING = [
    ("WB013", "city", "place: code=0500501000", ["place.code"]),
    ("SH106", "city", "place: name=Naga City; population=999", ["place.name", "place.population"]),
    ("SH106", "city", "place: subdivisions=-", ["place.subdivisions"]),
    ("SH106", "city", "place: code=0501724001", ["place.code"]),
    ("SH106", "city", "place: level=Municipality", ["place.level"]),
    ("SH106", "city", "place: parent=Albay", ["place.parent"]),
    ("SH106", "city", "place: period=2025", ["place.period"]),
    ("CE207", "city", "budget: planned=-1", ["budget.planned"]),
    ("CE207", "city", "people: residents_abroad_year=1989", ["people.residents_abroad_year"]),
    ("CE208", "city", "services[a]: days_per_week=7.5", ["services[a].days_per_week"]),
    ("CE208", "city", "plans[cdp]: period_to=2061", ["plans[cdp].period_to"]),
    ("CE212", "city", f"structures[a]: name={'x' * 151}", ["structures[a].name"]),
    ("CE212", "city", f"place: focal_contact={'x' * 121}", ["place.focal_contact"]),
    ("CE215", "city", "structures[a]: date_created=2027-01-01", ["structures[a].date_created"]),
    ("CE215", "city", "data: registry_last_update=2027", ["data.registry_last_update"]),
    (
        "RW301",
        "city",
        (
            "structures[a]: structure_type=council; name=Migration Council\n"
            "structures[b]: structure_type=council; name= migration  COUNCIL"
        ),
        ["structures[b].name"],
    ),
    (
        "RW301",
        "city",
        (
            "instruments[a]: instrument_type=ordinance; number=2016-01\n"
            "instruments[b]: instrument_type=ordinance; number=2016-02\n"
            "instruments[c]: instrument_type=ordinance; number=2016-01\n"
            "instruments[d]: instrument_type=ordinance; number=2016-01"
        ),
        ["instruments[c].number", "instruments[d].number"],
    ),
    (
        "RW304",
        "city",
        "structures: nothing_to_report=none_exists\nstructures[a]: members_total=ND",
        ["structures.nothing_to_report"],
    ),
    (
        "LK401",
        "city",
        "structures[a]: members_total=7; members_women=8",
        ["structures[a].members_women"],
    ),
    (
        "LK401",
        "city",
        "structures[a]: members_total=7; members_migrant_seats=8",
        ["structures[a].members_migrant_seats"],
    ),
    ("LK401", "city", "services[a]: users_total=0; users_women=1", ["services[a].users_women"]),
    (
        "LK401",
        "city full",
        (
            "services[a]: users_total=9; users_women=9; users_men=10; users_children=11\n"
            "capacity_events[a]: participants=20; participants_women=21\n"
            "child_protection: children_identified=5; children_missing=6; children_found=7\n"
            "organizations: orgs_active=3; orgs_cooperatives=4"
        ),
        [
            "services[a].users_children",
            "services[a].users_men",
            "organizations.orgs_cooperatives",
            "child_protection.children_missing",
            "child_protection.children_found",
            "capacity_events[a].participants_women",
        ],
    ),
    (
        "LK401",
        "city",
        "people: residents_abroad=50; residents_abroad_women=51",
        ["people.residents_abroad_women"],
    ),
    (
        "LK401",
        "city",
        "representation: council_seats_total=12; council_seats_women=13",
        ["representation.council_seats_women"],
    ),
    (
        "LK402",
        "region",
        "structures[a]: members_total=20; members_agencies=14; members_lgus=10",
        ["structures[a].members_total"],
    ),
    ("LK403", "city", "people: residents_abroad=210546", ["people.residents_abroad"]),
    ("LK403", "city", "people: returnee_count=300000", ["people.returnee_count"]),
    (
        "LK404",
        "city",
        (
            "structures[a]: status=dormant; meetings_in_year=1\n"
            "structures[b]: status=planned; meetings_in_year=3"
        ),
        ["structures[a].meetings_in_year", "structures[b].meetings_in_year"],
    ),
    (
        "LK405",
        "city",
        "structures[a]: status=established; meetings_in_year=0",
        ["structures[a].meetings_in_year"],
    ),
    (
        "LK406",
        "city",
        (
            "instruments[a]: instrument_type=executive_order; number=EO 13 s. 2021\n"
            "instruments[b]: instrument_type=executive_order; number=EO13, s.2021"
        ),
        ["instruments[b].number"],
    ),
    (
        "LK407",
        "city",
        "instruments[a]: status=draft; date_approved=2026-05-01",
        ["instruments[a].date_approved"],
    ),
    ("LK408", "province", "plans[pdpfp]: period_to=2025", ["plans[pdpfp].period_to"]),
    ("LK409", "city", "plans[cdp]: in_ppas=yes\nplans[aip]: n_ppas=0", ["plans[aip].n_ppas"]),
    (
        "LK410",
        "city",
        (
            "services[a]: year_change=suspended; days_per_week=0.5\n"
            "services[b]: year_change=closed; days_per_week=5"
        ),
        ["services[a].days_per_week", "services[b].days_per_week"],
    ),
    (
        "LK411",
        "city",
        (
            "services[a]: days_per_week=5; staff_assigned=0\n"
            "services[b]: days_per_week=0; staff_assigned=2"
        ),
        ["services[a].days_per_week", "services[b].days_per_week"],
    ),
    ("LK412", "city", "budget: planned=1000; spent=1001", ["budget.spent"]),
    (
        "LK413",
        "city",
        f"structures[a]: {COUNCIL}; status=established; members_migrant_seats=0",
        ["structures[a].members_migrant_seats"],
    ),
    ("LK414", "city", "place: barangays_with_focal=28", ["place.barangays_with_focal"]),
    ("LK415", "province", "capacity: lgus_assisted=19", ["capacity.lgus_assisted"]),
    ("LK415", "region", "capacity: lgus_funded=121", ["capacity.lgus_funded"]),
    (
        "LK416",
        "city",
        f"structures[a]: {COUNCIL}; status=established\ninstruments: nothing_to_report=none_exists",
        ["structures[a].name"],
    ),
    (
        "LK416",
        "city",
        (
            f"structures[a]: {COUNCIL}; status=established\n"
            "structures[b]: structure_type=technical_working_group; name=B; mandate=migration_only;"
            " status=established\n"
            "instruments[a]: status=repealed; purpose=create_structure\n"
            "instruments[b]: status=in_force; purpose=budget"
        ),
        ["structures[a].name"],
    ),
    ("LK417", "city", "sign_off: statement=no", ["sign_off.statement"]),
    ("LK417", "city", "sign_off: statement=ND", ["sign_off.statement"]),
    (
        "LK418",
        "city",
        "organizations: orgs_active=4; orgs_new_in_year=6",
        ["organizations.orgs_new_in_year"],
    ),
    (
        "LK408",
        "burnaby",
        "city_plans[community_plan]: period_to=2025",
        ["city_plans[community_plan].period_to"],
    ),
    (
        "LK420",
        "vancouver",
        (
            "awf_coverage[police]: covered=partly\nawf_coverage[parks]: covered=yes\n"
            "awf_coverage[immigration_enforcement]: covered=yes"
        ),
        [
            "awf_coverage[parks].covered",
            "awf_coverage[police].covered",
            "awf_coverage[immigration_enforcement].covered",
        ],
    ),
    (
        "LK420",
        "burnaby",
        "awf_coverage[libraries]: covered=yes\nawf_coverage[courts]: covered=yes",
        ["awf_coverage[libraries].covered", "awf_coverage[courts].covered"],
    ),
    ("LK420", "burnaby", "awf_coverage[police]: covered=yes", ["awf_coverage[police].covered"]),
    (
        "LK420",
        "burnaby standard",
        "awf_coverage[parks]: covered=yes; provider_here=separate_board",
        ["awf_coverage[parks].covered"],
    ),
    ("YR501", "city", "people: residents_abroad_year=2020", ["people.residents_abroad_year"]),
    ("PR601", "city", "place: focal_office=PESO, peso.naga@example.gov.ph", ["place.focal_office"]),
    ("PR602", "city", "services[a]: host_office=PESO 0917 123 4567", ["services[a].host_office"]),
]

# code, level, lines on which it must be silent
SILENT = [
    ("WB013", "city", "place: code=501724000; name=Bacacay"),
    ("SH106", "city", "place: code=0500501000; name=Bacacay; population=3"),
    ("SH106", "city", "place: name=city of  NAGA; code=501724000; population=210,545; level=City"),
    ("SH106", "city", "place: parent=Camarines Sur; subdivisions=27; level=city; period=2026"),
    ("CE207", "city", "budget: planned=0; spent=NA\npeople: residents_abroad_year=1990"),
    ("CE208", "city", "services[a]: days_per_week=7\nplans[cdp]: period_to=2060"),
    ("CE212", "city", f"structures[a]: name={'x' * 150}"),
    ("CE215", "city", "structures[a]: date_created=2026-12-31\ndata: registry_last_update=2026"),
    ("CE215", "city", "sign_off: date_approved=2027-02-26"),
    (
        "RW301",
        "city",
        (
            "structures[a]: structure_type=council; name=A\n"
            "structures[b]: structure_type=committee; name=A\n"
            "structures[c]: structure_type=council; name=B"
        ),
    ),
    (
        "RW301",
        "city",
        (
            "instruments[a]: instrument_type=motion; number=NA\n"
            "instruments[b]: instrument_type=motion; number=NA\n"
            "instruments[c]: instrument_type=motion; number=-\n"
            "instruments[d]: instrument_type=motion; number=-"
        ),
    ),
    ("RW304", "city", "structures[a]: name=A"),
    ("RW304", "city", "structures: nothing_to_report=none_exists"),
    ("LK401", "city", "structures[a]: members_total=7; members_women=7; members_migrant_seats=0"),
    ("LK401", "city", "structures[a]: members_total=ND; members_women=7"),
    (
        "LK401",
        "city full",
        "child_protection: children_identified=5; children_missing=5; children_found=ND",
    ),
    ("LK401", "city", "structures[a]: members_total=7\nstructures[b]: members_women=9"),
    (
        "LK402",
        "region",
        (
            "structures[a]: members_total=30; members_agencies=14; members_lgus=10;"
            " members_migrant_orgs=6"
        ),
    ),
    ("LK403", "city", "people: residents_abroad=210545; returnee_count=ND"),
    ("LK404", "city", "structures[a]: status=dormant; meetings_in_year=0"),
    ("LK404", "city", "structures[a]: status=planned; meetings_in_year=-"),
    ("LK404", "city", "structures[a]: status=abolished; meetings_in_year=2"),
    ("LK405", "city", "structures[a]: status=established; meetings_in_year=1"),
    ("LK405", "city", "structures[a]: status=established; meetings_in_year=ND"),
    ("LK405", "city", "structures[a]: status=abolished; meetings_in_year=0"),
    (
        "LK406",
        "city",
        (
            "instruments[a]: instrument_type=ordinance; number=1-12\n"
            "instruments[b]: instrument_type=ordinance; number=11-2\n"
            "instruments[c]: instrument_type=resolution; number=1, 12"
        ),
    ),
    (
        "LK406",
        "city",
        (
            "instruments[a]: instrument_type=ordinance; number=No. 13; date_approved=2016-04-06\n"
            "instruments[b]: instrument_type=ordinance; number=no 13; date_approved=2021-03-19"
        ),
    ),
    (
        "LK406",
        "city",
        (
            "instruments[a]: instrument_type=ordinance; number=13\n"
            "instruments[b]: instrument_type=ordinance; number=13"
        ),
    ),
    ("LK407", "city", "instruments[a]: status=draft; date_approved=NA"),
    ("LK407", "city", "instruments[a]: status=in_force; date_approved=2026-05-01"),
    ("LK408", "province", "plans[pdpfp]: period_to=2026"),
    ("LK409", "city", "plans[cdp]: in_ppas=no\nplans[aip]: n_ppas=0"),
    ("LK409", "city", "plans[cdp]: in_ppas=yes\nplans[aip]: n_ppas=1"),
    ("LK410", "city", "services[a]: year_change=closed; days_per_week=0"),
    ("LK410", "city", "services[a]: year_change=strengthened; days_per_week=5"),
    ("LK411", "city", "services[a]: days_per_week=5; staff_assigned=1"),
    ("LK411", "city", "services[a]: days_per_week=0; staff_assigned=0"),
    ("LK411", "city", "services[a]: days_per_week=5; staff_assigned=ND"),
    ("LK412", "city", "budget: planned=1000; spent=1000"),
    (
        "LK413",
        "city",
        (
            f"structures[a]: {COUNCIL}; status=established; members_migrant_seats=1\n"
            f"structures[b]: {COUNCIL}; status=planned; members_migrant_seats=0\n"
            "structures[c]: structure_type=council; mandate=inside_other; status=established;"
            " members_migrant_seats=0\n"
            "structures[d]: structure_type=committee; mandate=migration_only; status=established;"
            " members_migrant_seats=0"
        ),
    ),
    ("LK414", "city", "place: barangays_with_focal=27"),
    ("LK415", "province", "capacity: lgus_assisted=18"),
    ("LK415", "region", "capacity: lgus_assisted=120; lgus_funded=5"),
    (
        "LK416",
        "city",
        (
            f"structures[a]: {COUNCIL}; status=established\n"
            "instruments[a]: status=in_force; purpose=create_structure"
        ),
    ),
    (
        "LK416",
        "city",
        f"structures[a]: {COUNCIL}; status=established\ninstruments[a]: status=in_force; purpose=?",
    ),
    (
        "LK416",
        "city",
        (
            f"structures[a]: {COUNCIL}; status=established\n"
            "instruments: nothing_to_report=not_collected"
        ),
    ),
    (
        "LK416",
        "city",
        f"structures[a]: {COUNCIL}; status=planned\ninstruments: nothing_to_report=none_exists",
    ),
    ("LK417", "city", "sign_off: statement=yes"),
    ("LK417", "city", "sign_off: statement=-"),
    ("LK417", "city", "sign_off: statement=?"),
    ("LK418", "city", "organizations: orgs_active=6; orgs_new_in_year=6"),
    ("LK408", "burnaby", "city_plans[community_plan]: period_to=2026"),
    (
        "LK420",
        "vancouver",
        (
            "awf_coverage[police]: covered=no\nawf_coverage[libraries]: covered=NA\n"
            "awf_coverage[schools]: covered=?\nawf_coverage[fire_rescue]: covered=yes\n"
            "awf_coverage[food_bank]: covered=partly"
        ),
    ),
    ("LK420", "burnaby", "awf_coverage[parks]: covered=yes\nawf_coverage[recreation]: covered=yes"),
    (
        "LK420",
        "vancouver standard",
        "awf_coverage[parks]: covered=yes; provider_here=this_authority",
    ),
    ("LK420", "belcarra", "awf_coverage[fire_rescue]: covered=yes"),
    ("YR501", "city", "people: residents_abroad_year=2021"),
    ("PR601", "city", "place: focal_contact=peso@example.gov.ph; focal_office=PESO @ City Hall"),
    ("PR602", "city", "place: focal_contact=0917 123 4567; focal_office=PESO, Room 12"),
]


# level, lines, a question, whether its answer is missing
REQUIRED = [
    ("region", "budget: planned=5", "budget.spent", True),
    ("region", "budget: planned=5; spent=0", "budget.spent", False),
    ("region", "budget: planned=5; spent=ND", "budget.spent", False),
    ("region", "budget: planned=5; spent=NA", "budget.spent", False),
    ("region", "budget: planned=5; spent=?", "budget.spent", False),
    ("city", f"services[a]: {DESK}", "services[a].users_total", True),
    ("city", f"services[a]: {DESK}; users_total=4", "services[a].users_women", True),
    ("city", f"services[a]: {DESK}; users_total=ND", "services[a].users_women", False),
    ("city", "services[a]: year_change=closed", "services[a].users_total", False),
    ("city", "services: nothing_to_report=none_exists", "services.nothing_to_report", False),
    ("city", "plans[ldrrmp]: drr_plan_adopted=yes", "plans[ldrrmp].drr_includes_migrants", True),
    ("city", "plans[ldrrmp]: drr_plan_adopted=no", "plans[ldrrmp].drr_includes_migrants", False),
    ("city", "plans[ldrrmp]: drr_plan_adopted=?", "plans[ldrrmp].drr_includes_migrants", False),
    ("city", "structures[a]: status=planned", "structures[a].date_created", False),
    ("city", "structures[a]: status=established", "structures[a].date_created", True),
    ("city", "instruments[a]: status=draft", "instruments[a].date_approved", False),
    ("city", "instruments[a]: status=in_force", "instruments[a].date_approved", True),
    ("burnaby", "awf_coverage[parks]: covered=no", "awf_coverage[police].covered", True),
]


@pytest.mark.parametrize(("level", "lines", "question", "missing"), REQUIRED)
def test_required_answer_is_missing(bicol, level, lines, question, missing):
    assert (question in bicol(level).places("CE206", lines)) == missing


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("", ["structures", "instruments", "services"]),
        ("services[a]: users_total=0", ["structures", "instruments"]),
        ("services[a]: users_total=?", ["structures", "instruments"]),
        ("services[a]: users_total=ND", ["structures", "instruments"]),
        ("services: nothing_to_report=not_shared", ["structures", "instruments"]),
        ("services: nothing_to_report=?", ["structures", "instruments"]),
    ],
)
def test_empty_section_without_reason(bicol, lines, expected):
    places = bicol("city").places("RW305", lines)
    assert places == [f"{sheet}.nothing_to_report" for sheet in expected]


@pytest.mark.parametrize(("code", "level", "lines", "expected"), FIRING)
def test_rule_speaks(bicol, code, level, lines, expected):
    assert bicol(level).places(code, lines) == expected


@pytest.mark.parametrize(("code", "level", "lines"), SILENT)
def test_rule_is_silent(bicol, code, level, lines):
    assert bicol(level).places(code, lines) == []


def test_every_rule_is_tried_both_ways():
    """CE206, CE211, CE220 and RW305 have tables of their own, here and in test_generic.py."""
    apart = {"CE206", "CE211", "CE220", "RW305"}
    speaking = {code for code, *_ in FIRING}
    assert speaking == {code for code, *_ in SILENT}
    linked = {code for code in load_register() if code[:3] in {"LK4", "YR5", "PR6"}}
    # These have tables of their own in test_crossing.py, test_privacy.py and test_earlier.py.
    linked = {code for code in linked if not "YR502" <= code <= "YR509"}
    linked = {code for code in linked if not "LK430" <= code <= "LK442"} - {"PR603", "PR604"}
    assert linked <= speaking
    assert not speaking & apart


def test_fields_that_the_register_names_are_asked(library):
    """A renamed question must not silence a rule."""
    asked = {
        (sheet.key, field.key)
        for programme in ("bicol", "vancouver", "starter")
        for level in PLACE_LEVELS
        for sheet in library.definition(programme, "full", level).sheets
        for field in sheet.asked
    }
    named = {pair for rule in load_register().values() for pair in _named(rule.parameters, "")}
    assert ("people", "returnee_count") in named
    assert named <= asked


def _named(value, sheet):
    """Every (sheet, field) that stands anywhere in the parameters of a rule."""
    if isinstance(value, Mapping):
        inside = value.get("sheet", sheet)
        for key, part in value.items():
            if key in FIELD_KEYS and inside and not isinstance(part, Mapping):
                fields = part if isinstance(part, list) else [part]
                yield from ((inside, field) for field in fields)
            yield from _named(part, inside)
    elif isinstance(value, list):
        for part in value:
            yield from _named(part, sheet)

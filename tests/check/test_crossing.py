"""Answers that should fit each other: lines on which a rule speaks, and lines it must pass over."""

from __future__ import annotations

import pytest

from workbook.check.register import load_register

# code, level and edition, lines on which it speaks, where it speaks
FIRING = [
    (
        "LK430",
        "city full",
        (
            "instruments[a]: date_approved=2016-04-06; date_effective=2016-04-05\n"
            "instruments[b]: date_approved=2016-04-06; date_effective=2016-05-01;"
            " date_repealed=2016-03-01\n"
            "instruments[c]: date_approved=2015-01-01; amends=a\n"
            "structures[a]: date_created=2016-04-05; created_by_instrument=a\n"
            "partners[a]: start=2026-02-01; end=2026-01-31\n"
            "indicators[budget_used]: time_period=2025; target_year=2024\n"
            "main_plan: period_from=2021\nplans[cdp]: period_to=2020"
        ),
        [
            "indicators[budget_used].target_year",
            "structures[a].date_created",
            "instruments[a].date_effective",
            "instruments[b].date_repealed",
            "instruments[c].date_approved",
            "plans[cdp].period_to",
            "partners[a].end",
        ],
    ),
    (
        "LK431",
        "city full",
        (
            "main_plan: period_from=1995; adopted_by=a\nplans[cdp]: period_to=2026\n"
            "instruments[a]: date_approved=1998-01-01"
        ),
        ["plans[cdp].period_to", "main_plan.period_from"],
    ),
    (
        "LK432",
        "city full",
        (
            "structures[a]: minutes_available=yes; has_budget=yes; meetings_in_year=0\n"
            "instruments[a]: budget_clause=yes\nbudget: planned=0\n"
            "services[a]: year_change=strengthened; budget_amount=0\n"
            "budget_lines[a]: in_aip=yes\nplans[aip]: n_ppas=0\n"
            "crisis_people: migrants_assisted=3; incidents_in_year=0\n"
            "coordination_local[horizontal_lgu]: channel=meeting; meetings_in_year=0"
        ),
        [
            "structures[a].minutes_available",
            "structures[a].has_budget",
            "instruments[a].budget_clause",
            "crisis_people.migrants_assisted",
            "budget_lines[a].in_aip",
            "services[a].year_change",
            "coordination_local[horizontal_lgu].channel",
        ],
    ),
    (
        "LK433",
        "city full",
        (
            "services[a]: operator=civil_society\npartners[a]: agreement_type=moa\n"
            "crisis[communicate_before]: in_place=yes"
        ),
        [
            "crisis[communicate_before].languages",
            "services[a].partner_ids",
            "partners[a].agreement_instrument",
        ],
    ),
    (
        "LK434",
        "city full",
        (
            "practices[a]: too_early=yes; stage=ended\n"
            "practices[b]: evidence_level=strong; evaluation=none; research_assessment=none\n"
            "focal_points[health]: has_focal=no; trained_in_year=yes"
        ),
        [
            "focal_points[health].trained_in_year",
            "practices[a].too_early",
            "practices[b].evidence_level",
        ],
    ),
    (
        "LK435",
        "city full",
        (
            "instruments[a]: instrument_type=resolution; binding=departments+boards\n"
            "data_systems[survey]: holds_personal_data=yes; privacy_rule=none"
        ),
        ["instruments[a].instrument_type", "data_systems[survey].holds_personal_data"],
    ),
    (
        "LK436",
        "city full",
        (
            "structures[a]: members_total=15\nstructures[b]: members_total=4\n"
            "structure_members[x]: structure_id=a; seats=8\n"
            "structure_members[y]: structure_id=a; seats=8\n"
            "structure_members[z]: structure_id=b; seats=3\n"
            "budget: planned=1000; spent=900\n"
            "budget_lines[a]: planned=600; spent=901\nbudget_lines[b]: planned=500; spent=ND\n"
            "services[a]: budget_amount=1001"
        ),
        [
            "structures[a].members_total",
            "structures[b].members_total",
            "budget.planned",
            "budget.planned",
            "budget.spent",
        ],
    ),
    (
        "LK437",
        "city full",
        "indicators[women_heads]: figure=70; numerator=30; denominator=40",
        ["indicators[women_heads].figure"],
    ),
    (
        "LK438",
        "city full",
        "services[a]: users_total=12; cases_referred=30; cases_closed=13",
        ["services[a].cases_referred", "services[a].cases_closed"],
    ),
    (
        "LK439",
        "city full",
        "child_protection: missing_report_rule=49",
        ["child_protection.missing_report_rule"],
    ),
    (
        "LK440",
        "city full",
        (
            "capacity_events[a]: date=2025-12-31\n"
            "services[a]: year_change=established; date_started=2025-12-31"
        ),
        ["services[a].date_started", "capacity_events[a].date"],
    ),
    ("LK441", "city full", "structures[a]: level=inter_lgu", ["structures[a].level"]),
    (
        "LK442",
        "city full",
        (
            "structures[a]: status=established; created_by_instrument=a\n"
            "structures[b]: status=established; created_by_instrument=b\n"
            "instruments[a]: status=repealed; purpose=create_structure\n"
            "instruments[b]: status=in_force; purpose=budget"
        ),
        ["structures[a].created_by_instrument", "structures[b].created_by_instrument"],
    ),
    (
        "LK401",
        "city standard",
        "services[a]: staff_assigned=2; staff_trained=3",
        ["services[a].staff_trained"],
    ),
    (
        "LK402",
        "city full",
        "services[a]: users_total=9; users_women=6; users_men=4",
        ["services[a].users_total"],
    ),
    (
        "LK403",
        "city full",
        "people: households_with_migrant=210546; migrants_living_here=300000",
        ["people.households_with_migrant", "people.migrants_living_here"],
    ),
    ("LK412", "city standard", "budget_lines[a]: planned=5; spent=6", ["budget_lines[a].spent"]),
    (
        "YR501",
        "city full",
        (
            "people: migrants_living_here_year=2020\nindicators[budget_used]: time_period=2020\n"
            "data: registry_last_update=2022\ndata_systems[cbms]: last_update=2022\n"
            "crisis_people: last_drill=2022-12-31"
        ),
        [
            "people.migrants_living_here_year",
            "indicators[budget_used].time_period",
            "crisis_people.last_drill",
            "data.registry_last_update",
            "data_systems[cbms].last_update",
        ],
    ),
]

# code, level and edition, lines on which it must be silent
SILENT = [
    (
        "LK430",
        "city full",
        (
            "instruments[a]: date_approved=2016-04-06; date_effective=2016-04-06;"
            " date_repealed=2016-04-06\n"
            "instruments[b]: date_approved=2016-04-06; amends=a\n"
            "instruments[c]: date_approved=ND; date_effective=2001-01-01\n"
            "structures[a]: date_created=2016-04-06; created_by_instrument=a\n"
            "structures[b]: date_created=2001-01-01; created_by_instrument=gone\n"
            "structures[c]: date_created=2001-01-01; created_by_instrument=?\n"
            "partners[a]: start=2026-02-01; end=NA\n"
            "indicators[budget_used]: time_period=2025; target_year=2025\n"
            "main_plan: period_from=2021\nplans[cdp]: period_to=2021"
        ),
    ),
    (
        "LK431",
        "city full",
        (
            "main_plan: period_from=1996; adopted_by=a\nplans[cdp]: period_to=2026\n"
            "instruments[a]: date_approved=1998-12-31"
        ),
    ),
    (
        "LK432",
        "city full",
        (
            "structures[a]: minutes_available=yes; has_budget=yes; meetings_in_year=1\n"
            "structures[b]: minutes_available=no; meetings_in_year=0\n"
            "instruments[a]: budget_clause=yes\nbudget: planned=ND\n"
            "services[a]: year_change=continued; budget_amount=0\n"
            "budget_lines[a]: in_aip=no\nplans[aip]: n_ppas=0\n"
            "crisis_people: migrants_assisted=0; incidents_in_year=0\n"
            "coordination_local[horizontal_lgu]: channel=network; meetings_in_year=0"
        ),
    ),
    (
        "LK433",
        "city full",
        (
            "services[a]: operator=lgu\nservices[b]: operator=church; partner_ids=a\n"
            "services[c]: operator=church; partner_ids=NA\n"
            "partners[a]: agreement_type=informal\n"
            "crisis[communicate_before]: in_place=yes; format=audio\n"
            "crisis[communicate_during]: in_place=no\ncrisis[relief]: in_place=yes"
        ),
    ),
    (
        "LK434",
        "city full",
        (
            "practices[a]: too_early=no; stage=ended\n"
            "practices[b]: evidence_level=strong; evaluation=none; research_assessment=positive\n"
            "practices[c]: evidence_level=strong; evaluation=external\n"
            "practices[d]: evidence_level=partial; evaluation=none; research_assessment=none\n"
            "focal_points[health]: has_focal=yes; trained_in_year=yes\n"
            "data_systems[survey]: data_sharing=immigration_authority"
        ),
    ),
    (
        "LK435",
        "city full",
        (
            "instruments[a]: instrument_type=ordinance; binding=departments\n"
            "instruments[b]: instrument_type=resolution\n"
            "data_systems[survey]: holds_personal_data=yes; privacy_rule=consent_form\n"
            "data_systems[sms]: holds_personal_data=no; privacy_rule=none"
        ),
    ),
    (
        "LK436",
        "city full",
        (
            "structures[a]: members_total=15\nstructures[b]: members_total=4\n"
            "structures[c]: members_total=9\n"
            "structure_members[x]: structure_id=a; seats=7\n"
            "structure_members[y]: structure_id=a; seats=8\n"
            "structure_members[z]: structure_id=b; seats=ND\n"
            "structure_members[w]: structure_id=?; seats=90\n"
            "budget: planned=1000; spent=900\n"
            "budget_lines[a]: planned=400; spent=900\nbudget_lines[b]: planned=500; spent=ND\n"
            "services[a]: budget_amount=1000"
        ),
    ),
    (
        "LK437",
        "city full",
        (
            "indicators[women_heads]: figure=33; numerator=1; denominator=3\n"
            "indicators[budget_used]: figure=33; numerator=1; denominator=0\n"
            "indicators[families_reached]: figure=33; numerator=ND; denominator=3"
        ),
    ),
    ("LK438", "city full", "services[a]: users_total=12; cases_referred=12; cases_closed=ND"),
    ("LK439", "city full", "child_protection: missing_report_rule=48"),
    (
        "LK440",
        "city full",
        (
            "capacity_events[a]: date=2026-01-01\n"
            "services[a]: year_change=continued; date_started=1999-12-31\n"
            "services[b]: year_change=established; date_started=2026-01-01"
        ),
    ),
    ("LK441", "city full", "structures[a]: level=provincial"),
    ("LK441", "region full", "structures[a]: level=regional"),
    (
        "LK442",
        "city full",
        (
            "structures[a]: status=established; created_by_instrument=a\n"
            "structures[b]: status=planned; created_by_instrument=b\n"
            "structures[c]: status=established; created_by_instrument=c\n"
            "structures[d]: status=established; created_by_instrument=d\n"
            "instruments[a]: status=in_force; purpose=create_structure\n"
            "instruments[b]: status=draft; purpose=create_structure\n"
            "instruments[c]: status=in_force; purpose=budget; second_purpose=create_structure\n"
            "instruments[d]: status=?; purpose=ND"
        ),
    ),
    ("LK401", "city standard", "services[a]: staff_assigned=2; staff_trained=2"),
    ("LK402", "city full", "services[a]: users_total=9; users_women=6; users_men=3"),
    ("LK403", "city full", "people: households_with_migrant=210545; migrants_living_here=ND"),
    ("LK412", "city standard", "budget_lines[a]: planned=5; spent=5"),
    (
        "YR501",
        "city full",
        (
            "people: migrants_living_here_year=2021\nindicators[budget_used]: time_period=2021\n"
            "data: registry_last_update=2023\ndata_systems[cbms]: last_update=2023\n"
            "crisis_people: last_drill=2023-01-01"
        ),
    ),
]


@pytest.mark.parametrize(("code", "level", "lines", "expected"), FIRING)
def test_rule_speaks(bicol, code, level, lines, expected):
    assert sorted(bicol(level).places(code, lines)) == sorted(expected)


@pytest.mark.parametrize(("code", "level", "lines"), SILENT)
def test_rule_is_silent(bicol, code, level, lines):
    assert bicol(level).places(code, lines) == []


def test_every_rule_of_this_kind_is_tried_both_ways():
    speaking = {code for code, *_ in FIRING}
    assert speaking == {code for code, *_ in SILENT}
    assert {code for code in load_register() if "LK430" <= code <= "LK442"} <= speaking


def test_data_shared_against_the_policy_of_the_place(bicol):
    lines = "data_systems[survey]: data_sharing=national+immigration_authority"
    sharing = ["data_systems[survey].data_sharing"]
    desk = bicol("burnaby standard")
    if not any(sheet.key == "data_systems" for sheet in desk.context.definition.sheets):
        pytest.fail("Metro Vancouver is asked about its registers")
    assert desk.places("LK434", f"awf_policy: do_not_share=never\n{lines}") == sharing
    assert desk.places("LK434", f"awf_policy: do_not_share=discretion\n{lines}") == []


def test_words_name_what_the_two_answers_say(bicol, library):
    from workbook.check.wording import render_finding

    texts = library.text("en")
    desk = bicol("city full")
    lines = {
        "LK434": "focal_points[health]: has_focal=no; trained_in_year=yes",
        "LK435": "data_systems[survey]: holds_personal_data=yes; privacy_rule=none",
        "LK433": "partners[a]: agreement_type=moa",
    }
    said = {}
    for code, line in lines.items():
        finding = next(one for one in desk.check(line) if one.code == code)
        said[code] = render_finding(finding, texts, load_register())["message"]
    assert "says “Yes” and " in said["LK434"]
    assert said["LK434"].endswith("says “No”. Both cannot be right.")
    assert texts["lists.privacy_rule.none"] in said["LK435"]
    assert texts["lists.agreement.moa"] in said["LK433"]

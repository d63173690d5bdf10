"""What counts as an address or a telephone number in a text, and what must not."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

CASES = Path(__file__).parents[1] / "cases"
EMAILS = [
    "juan.delacruz@example.com",
    "PESO <peso_naga@naga.gov.ph>",
    "write to:OFW-desk+help@Mail.Example.Org.",
    "office＠example.org",
]
PHONES = [
    "0917 123 4567",
    "09171234567",
    "0917-123-4567",
    "0917.123.4567",
    "(0917) 123 4567",
    "+63 917 123 4567",
    "+639171234567",
    "+63 (54) 473-1234",
    "0063 54 473 1234",
    "+1 604 873 7000",
    "+1 (604) 873-7000",
    "(054) 473-1234",
    "(02) 8123 4567",
    "054 473 1234",
    "02-8123-4567",
    "(604) 873-7000",
    "604-873-7000",
    "604.873.7000",
    "Tel. 473-1234",
    "tel no. 473 1234",
    "CP# 9171234567",
    "Mobile: 917 123 4567",
    "landline 8123-4567",
    "0917–123–4567",
    "0917 123 4567",
    "PESO Manager 09171234567 or office",
]
NEITHER = [
    "Planning Office",
    "EO 13 s. 2021",
    "Ordinance No. 2016-045",
    "Ordinance 013-2026",
    "SP Resolution 123-456-2021",
    "Resolution 2021-0917-123",
    "No. 01-2016-0045",
    "0501724000",
    "501724000",
    "PSGC 0917204000",
    "250000",
    "1 250 000",
    "PHP 12,345,678.90",
    "12 345 678 900",
    "2017-2022",
    "6 April 2016",
    "06/04/2016",
    "2016-04-06",
    "2026-001-0001",
    "Resolution 02-2016-0045",
    "045-123-2021",
    "RA 10022 16(d)",
    "Room 12, 3rd floor, 4400 Naga",
    "@ City Hall",
    "PESO@City Hall",
    "Hotel 2016-2021 programme",
    "Council for 2021 2022 2023 2024",
    "Telephone service desk",
    "Mobile desk 3",
]


IDENTITIES = [
    "PhilSys 1234-5678-9012-3456",
    "National ID no. 1234 5678 9012 3456",
    "TIN 123-456-789-000",
    "TIN: 123456789",
    "PhilHealth 12-345678901-2",
    "12-345678901-2",
    "SSS 34-1234567-8",
    "Pag-IBIG MID No. 1212-3434-5656",
    "SIN 123 456 782",
    "123-456-782",
    "4111 1111 1111 1111",
    "passport P1234567A",
]
NO_IDENTITIES = [
    "PHP 250 000 000",
    "123-456-789",
    "4111 1111 1111 1112",
    "Resolution 34-2026-8",
    "SIN 123 456 789",
    "Passport on wheels, 1 250 served",
    "TIN issued to 4,120 workers",
    "PSGC 0501724000",
    "EO 2026-0045-0012",
]
ROLES_WITH_NAMES = [
    "Engr. Juan Dela Cruz",
    "Hon. Maria Santos, Mayor",
    "Juan P. dela Cruz",
    "Ms Maria Santos",
    "Planning Officer, Atty. J. Santos",
]
ROLES = [
    "City Planning and Development Coordinator",
    "PESO Manager",
    "Planning Officer III",
    "Mayor",
    "OIC, M.S.W.D.O.",
    "Director General",
]


def codes(bicol, text):
    return bicol("city").places("PR601", f"structures[a]: name={text}"), bicol("city").places(
        "PR602", f"structures[a]: name={text}"
    )


@pytest.mark.parametrize("text", EMAILS)
def test_email_address(bicol, text):
    assert codes(bicol, text) == (["structures[a].name"], [])


@pytest.mark.parametrize("text", PHONES)
def test_phone_number(bicol, text):
    assert codes(bicol, text) == ([], ["structures[a].name"])


@pytest.mark.parametrize("text", NEITHER)
def test_neither(bicol, text):
    assert codes(bicol, text) == ([], [])


@pytest.mark.parametrize("text", IDENTITIES)
def test_identity_number(bicol, text):
    desk = bicol("city")
    assert desk.places("PR603", f"structures[a]: name={text}") == ["structures[a].name"]
    assert desk.places("PR602", f"structures[a]: name={text}") == []


@pytest.mark.parametrize("text", [*NO_IDENTITIES, *NEITHER])
def test_no_identity_number(bicol, text):
    assert bicol("city").places("PR603", f"structures[a]: name={text}") == []


@pytest.mark.parametrize(
    ("text", "where", "found"),
    [
        ("call 604 873 7000", "vancouver", True),
        ("call 604 873 7000", "city", False),
        ("call 02 8888 0000", "city", True),
    ],
)
def test_local_numbers_are_those_of_the_places_country(text, where, found):
    from workbook.read.private import details

    country = {"city": "PH", "vancouver": "CA"}[where]
    assert ("phone" in details(text, country)) == found


@pytest.mark.parametrize("text", ROLES_WITH_NAMES)
def test_name_where_a_role_is_asked(bicol, text):
    lines = f"sign_off: filled_by_role={text}"
    assert bicol("city standard").places("PR604", lines) == ["sign_off.filled_by_role"]


@pytest.mark.parametrize("text", ROLES)
def test_a_role_is_no_name(bicol, text):
    lines = f"sign_off: filled_by_role={text}"
    assert bicol("city standard").places("PR604", lines) == []


def test_names_elsewhere_are_none_of_our_business(bicol):
    assert bicol("city").places("PR604", "structures[a]: name=Juan P. Rizal Council") == []


def test_no_place_is_taken_for_a_person_or_a_number(bicol, library):
    """Several towns are named after people; no office may be told off for its town's name."""
    from dataclasses import replace

    from templates.model import Place
    from workbook.check.rules.privacy import RULES

    names = (CASES / "place_names.txt").read_text(encoding="utf-8").splitlines()
    assert names.count("Dr. Jose P. Rizal") == 1
    assert len(names) > 1_742
    desk = bicol("city standard")
    places = tuple(Place(str(number), name, "city") for number, name in enumerate(names))
    context = replace(desk.context, places=places)
    for name in names:
        submission = desk.submit(
            f"structures[a]: name=Council of {name}, {name}\n"
            f"sign_off: filled_by_role=Mayor of {name}; approved_by_role={name}"
        )
        found = [finding.code for rule in RULES for finding in rule(submission, context)]
        assert found == [], name


def test_what_an_unreadable_cell_shows_is_kept_back_if_private():
    from workbook.model import Answer, Finding
    from workbook.read.private import without_details, without_raw_details

    said = "ask Maria, 0917 123 4567"
    answer = Answer("people", None, "returnees", "unreadable", None, "People!D5", raw=said)
    assert without_raw_details(answer, "PH").raw is None
    finding = Finding("CE201", "people", None, "returnees", "People!D5", said, (("nearest", said),))
    bare = without_details(finding, "PH")
    assert (bare.value, bare.parameters, bare.id) == (None, (), finding.id)
    harmless = Finding("CE201", value="about ten")
    assert without_details(harmless, "PH") is harmless


@pytest.mark.parametrize("text", [EMAILS[0], PHONES[0]])
def test_contact_cells_are_exempt(bicol, text):
    desk = bicol("city")
    assert not {"PR601", "PR602"} & {*desk.codes(f"place: focal_contact={text}")}


def test_the_detail_is_never_repeated(bicol, library):
    from workbook.check.register import load_register
    from workbook.check.wording import render_finding

    desk = bicol("city")
    lines = "structures[a]: name=PESO 0917 123 4567 juan@example.com"
    private = [found for found in desk.check(lines) if found.code.startswith("PR6")]
    assert [found.code for found in private] == ["PR601", "PR602"]
    for found in private:
        words = str(render_finding(found, library.text("en"), load_register()))
        assert "0917" not in words
        assert "juan" not in words


@pytest.mark.parametrize(
    "text",
    [
        "a" * 32000,
        "0 " * 16000,
        "tel " * 8000,
        "1-" * 16000,
        "+(" * 16000,
        "a@" * 16000,
        "0917 123 456 " * 2400,
    ],
)
def test_long_texts_do_not_keep_the_scan_busy(bicol, text):
    desk = bicol("city")
    submission = desk.submit(f"structures[a]: name={text}")
    from workbook.check.rules.privacy import RULES

    started = time.perf_counter()
    for rule in RULES:
        list(rule(submission, desk.context))
    assert time.perf_counter() - started < 1

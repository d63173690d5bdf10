"""What counts as an address or a telephone number in a text, and what must not."""

from __future__ import annotations

import time

import pytest

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

"""Letters: what to do stands first, and nothing in a name becomes a line of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from typing import get_args

import pytest

from templates.load import load_library
from templates.periods import parse_period
from workbook.giveback.letters import LetterKind, Occasion, Point, write_letter
from workbook.giveback.mail import addresses, mail_draft

LIBRARY = load_library()
ENGLISH = LIBRARY.text("en", "bicol")
KINDS = get_args(LetterKind)
RETURNED = Occasion(
    kind="returned",
    place="City of Naga",
    programme="Migration and development in Bicol",
    period=parse_period("2026-S1"),
    file="0501724000-city-of-naga-2026-to-mend.xlsx",
    contact="migration desk, regional office",
    due=date(2027, 3, 15),
    received=date(2027, 3, 3),
    received_file="our answers.xlsx",
    points=(
        Point("“Users” must be 0 or more.", "Type 0 or more.", "Services!D14", "Social welfare"),
    ),
    more_on="Issues",
)


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_first_line_says_what_to_do_in_every_kind_and_language(
    kind: LetterKind, language: str
) -> None:
    texts = LIBRARY.text(language, "bicol")
    letter = write_letter(replace(RETURNED, kind=kind), texts)
    first = letter.body.splitlines()[0]
    start = {
        ("en", True): "Nothing more to do.",
        ("fil", True): "Wala nang kailangang gawin.",
        ("fr", True): "Plus rien à faire.",
        ("en", False): "Action needed: return by 15 March 2027.",
        ("fil", False): "May kailangang gawin: ibalik hanggang 15 Marso 2027.",
        ("fr", False): "À faire\u00a0: renvoyer au plus tard le 15 mars 2027.",
    }[language, kind.startswith("accepted") or kind == "profile"]
    assert first == start
    assert letter.chat.startswith(start)
    assert "{" not in letter.subject + letter.body + letter.chat
    assert "migration desk, regional office" in letter.body


def test_a_returned_workbook_names_receipt_points_and_office() -> None:
    body = write_letter(RETURNED, ENGLISH).body
    assert "It came on 3 March 2027, as “our answers.xlsx”." in body
    assert "1. Services!D14: “Users” must be 0 or more.\n   Type 0 or more.\n" in body
    assert "Who usually knows: Social welfare." in body
    assert "There is more" not in body


def test_five_points_are_told_and_the_tab_that_has_them_all() -> None:
    points = tuple(Point(f"Point {number}.", "Mend it.") for number in range(1, 8))
    body = write_letter(replace(RETURNED, points=points), ENGLISH).body
    assert "5. Point 5." in body
    assert "Point 6." not in body
    assert "There is more on the tab “Issues” of the attached workbook: 7 in all." in body


def test_a_deadline_that_has_passed_is_said_as_such() -> None:
    body = write_letter(replace(RETURNED, overdue=True), ENGLISH).body
    assert body.startswith(
        "Action needed: please return it as soon as you can. It was due on 15 March 2027.\n"
    )
    no_day = write_letter(replace(RETURNED, due=None), ENGLISH).body
    assert no_day.startswith("Action needed: please return it as soon as you can.\n")


def test_nothing_is_left_open_where_nothing_is_known() -> None:
    bare = Occasion("unreadable", "Baao", "Bicol", parse_period("2026"))
    body = write_letter(bare, ENGLISH).body
    assert "  " not in body.replace("\n   ", "\n")
    assert "\n\n\n" not in body
    assert "the office that this message came from" in body


@pytest.mark.parametrize("name", ["Naga\r\nBcc: x@example.org", "Naga\u2028City", "Naga\x00\x0bX"])
def test_a_name_cannot_begin_a_line_or_a_header(name: str) -> None:
    letter = write_letter(replace(RETURNED, place=name, received_file=name), ENGLISH)
    draft = mail_draft(letter, "en", ("a@example.org",), ("a.xlsx", b"x"))
    message = message_from_bytes(draft, policy=default)
    assert message["Bcc"] is None
    assert not any(line.startswith("Bcc") for line in letter.body.splitlines())
    assert len((letter.subject + letter.chat).splitlines()) == 1


def test_braces_in_a_name_stay_as_they_are() -> None:
    letter = write_letter(replace(RETURNED, place="{place} {0}"), ENGLISH)
    assert "Dear colleagues in {place} {0}," in letter.body


def test_a_draft_opens_as_one_to_send_and_holds_the_workbook() -> None:
    texts = LIBRARY.text("fr", "bicol")
    letter = write_letter(RETURNED, texts)
    workbook = bytes(range(256)) * 40
    draft = mail_draft(letter, "fr", ("a@example.org", "b@example.org"), ("naga.xlsx", workbook))
    message = message_from_bytes(draft, policy=default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "a@example.org, b@example.org"
    assert message["Subject"] == letter.subject
    assert message["Content-Language"] == "fr"
    assert message["Date"] is None
    assert message["From"] is None
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == letter.body
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "naga.xlsx"
    assert attached.get_content() == workbook
    assert draft == mail_draft(
        letter, "fr", ("a@example.org", "b@example.org"), ("naga.xlsx", workbook)
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("desk@example.org", ("desk@example.org",)),
        ("a@example.org; b@example.org", ("a@example.org", "b@example.org")),
        ("a@example.org\r\nBcc:c@example.org", ("a@example.org",)),
        ("to be asked", ()),
        ("", ()),
    ],
)
def test_only_addresses_are_taken_from_the_list_of_places(
    cell: str, expected: tuple[str, ...]
) -> None:
    assert addresses(cell) == expected

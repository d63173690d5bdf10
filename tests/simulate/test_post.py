"""Practice post: e-mails around the deadline, of every kind that a coordinator has to deal with."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import pytest

from templates.model import Place
from workbook.simulate.post import mail_of, plan_post

MANILA = ZoneInfo("Asia/Manila")
CLOSES = datetime(2027, 3, 31, 23, 59, 59, 999999, MANILA)
PLACES = tuple(Place(f"{number:02}", f"Town {number}", "municipality") for number in range(40))


@pytest.fixture(scope="module")
def plan():
    return plan_post(PLACES, CLOSES, 1, lambda place: int(place.code) % 4 == 0)


def test_every_place_sends_once_before_anything_else(plan):
    first = [posted.sender.code for posted in plan if posted.kind in {"first", "astray"}]
    assert sorted(first) == [place.code for place in PLACES]
    dates = [posted.sent for posted in plan]
    assert dates == sorted(dates)
    assert all(8 <= sent.hour < 17 for sent in dates)


def test_a_tenth_is_late_and_each_kind_is_there(plan):
    late = [p for p in plan if p.kind == "first" and p.sent > CLOSES]
    assert len(late) == 4
    kinds = [posted.kind for posted in plan]
    assert kinds.count("again") >= 1
    assert kinds.count("astray") == 1
    (astray,) = (posted for posted in plan if posted.kind == "astray")
    assert astray.about != astray.sender
    assert all(p.about == p.sender for p in plan if p.kind != "astray")


def test_every_second_place_with_mistakes_mends_them_later(plan):
    sent = {posted.sender.code: posted.sent for posted in plan if posted.kind == "first"}
    mended = [p for p in plan if p.kind == "mended" and p.sender.code in sent]
    assert 4 <= len(mended) <= 5
    assert all(int(p.sender.code) % 4 == 0 and p.sent > sent[p.sender.code] for p in mended)


def test_a_few_places_have_each_kind_too():
    few = plan_post(PLACES[:12], CLOSES, 2, lambda place: int(place.code) < 4)
    assert {posted.kind for posted in few} == {"first", "again", "mended", "astray"}


def test_the_same_seed_gives_the_same_mail(plan):
    assert plan == plan_post(PLACES, CLOSES, 1, lambda place: int(place.code) % 4 == 0)
    mail = mail_of(plan[0], "a.xlsx", b"bytes")
    assert mail == mail_of(plan[0], "a.xlsx", b"bytes")
    message = message_from_bytes(mail, policy=default)
    assert message["Date"].datetime == plan[0].sent
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("a.xlsx", b"bytes")

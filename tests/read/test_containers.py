"""Archives and mails: what is in them, under which name, and since when."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from tests.read.packed import compound_file, mailed, outlook_mail, zipped
from workbook.read import containers
from workbook.read.containers import Member, expand, shown_inside

SENT = "2027-03-15T02:30:00+00:00"


def names(members: tuple[Member, ...]) -> list[str]:
    return [member.name for member in members]


def told(members: tuple[Member, ...]) -> list[tuple[str, str, dict[str, object]]]:
    return [
        (member.name, member.refusal.code, dict(member.refusal.parameters))
        for member in members
        if member.refusal
    ]


def test_members_of_an_archive_and_of_what_is_in_it() -> None:
    data = zipped(
        {
            "folder/a.xlsx": b"one",
            "b.zip": zipped({"b.xlsx": b"two"}),
            "c.eml": mailed({"c.xlsx": b"three", "d.zip": zipped({"d.xlsx": b"four"})}),
            "folder/": b"",
        }
    )
    members = expand(data, "inbox/a.zip", "zip")
    assert [(m.name, m.data, m.received) for m in members] == [
        ("inbox/a.zip!/folder/a.xlsx", b"one", ""),
        ("inbox/a.zip!/b.zip!/b.xlsx", b"two", ""),
        ("inbox/a.zip!/c.eml!/c.xlsx", b"three", SENT),
        ("inbox/a.zip!/c.eml!/d.zip!/d.xlsx", b"four", SENT),
    ]


@pytest.mark.parametrize(("make", "kind"), [(mailed, "eml"), (outlook_mail, "msg")])
def test_attachments_of_a_mail_and_its_date(make, kind: str) -> None:
    data = make({"Ñaga workbook.xlsx": b"one" * 3000, "scan.pdf": b"two"})
    members = expand(data, f"m.{kind}", kind)
    assert [(m.name, m.data, m.received) for m in members] == [
        (f"m.{kind}!/Ñaga workbook.xlsx", b"one" * 3000, SENT),
        (f"m.{kind}!/scan.pdf", b"two", SENT),
    ]


def test_a_forwarded_mail_keeps_the_date_on_which_it_was_first_sent() -> None:
    first = datetime(2027, 3, 1, 8, tzinfo=UTC)
    data = mailed({"first.eml": mailed({"a.xlsx": b"one"}, first)})
    (member,) = expand(data, "m.eml", "eml")
    assert (member.name, member.received) == (
        "m.eml!/message-1.eml!/a.xlsx",
        "2027-03-01T08:00:00+00:00",
    )


@pytest.mark.parametrize("said", ["", "yesterday", "Mon, 99 Foo 2027", "Mon, 1 Mar 99999 1:1:1 +0"])
def test_a_mail_without_a_date_that_can_be_read_has_none(said: str) -> None:
    mail = EmailMessage()
    mail["Subject"] = "x"
    mail.set_content("x")
    mail.add_attachment(b"one", maintype="application", subtype="x", filename="a.xlsx")
    data = b"Date: " + said.encode() + b"\n" + mail.as_bytes()
    assert [member.received for member in expand(data, "m.eml", "eml")] == [""]


def test_pictures_that_belong_to_the_text_are_no_attachments() -> None:
    mail = EmailMessage()
    mail["Subject"] = "x"
    mail.set_content("x")
    mail.add_alternative("<html><img src='cid:logo'></html>", subtype="html")
    html = mail.get_payload()[1]
    html.add_related(b"\x89PNG", "image", "png", cid="<logo>", filename="image001.png")
    mail.add_attachment(b"\xff\xd8\xff", maintype="image", subtype="jpeg", filename="signed.jpg")
    mail.add_attachment("BEGIN:VCARD", subtype="vcard", filename="who.vcf")
    assert names(expand(mail.as_bytes(), "m.eml", "eml")) == ["m.eml!/signed.jpg"]


def test_nothing_of_the_sender_is_kept() -> None:
    for data, kind in ((mailed({"a.xlsx": b"1"}), "eml"), (outlook_mail({"a.xlsx": b"1"}), "msg")):
        said = repr(expand(data, f"m.{kind}", kind))
        assert "sender" not in said.lower()
        assert "@" not in said


def test_a_mail_attached_by_outlook_is_taken_apart_too() -> None:
    ticks = (datetime(2027, 2, 2, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()
    inner = {
        "__properties_version1.0": bytes(24)
        + struct.pack("<IIQ", 0x00390040, 6, int(ticks) * 10_000_000),
        "__attach_version1.0_#00000000": {
            "__substg1.0_3707001F": "a.xlsx".encode("utf-16-le"),
            "__substg1.0_37010102": b"one",
        },
    }
    data = compound_file(
        {
            "__properties_version1.0": bytes(32),
            "__attach_version1.0_#00000000": {"__substg1.0_3701000D": inner},
        }
    )
    (member,) = expand(data, "m.msg", "msg")
    assert (member.name, member.data) == ("m.msg!/a.xlsx", b"one")
    assert member.received == "2027-02-02T00:00:00+00:00"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/a.xlsx", "etc/a.xlsx"),
        ("/etc/a.xlsx", "etc/a.xlsx"),
        ("C:\\Users\\a.xlsx", "Users/a.xlsx"),
        ("\\\\server\\share\\a.xlsx", "server/share/a.xlsx"),
        ("CON.xlsx", "CON.xlsx"),
        ("a\x00b.xlsx", "a%0000b.xlsx"),
        ("a\u202exslx.exe", "a%202Exslx.exe"),
        ("zip!/b.xlsx", "zip%0021/b.xlsx"),
        ("..", "%0000"),
        ("n\u0303.xlsx", "ñ.xlsx"),
    ],
)
def test_a_members_name_leads_nowhere_and_hides_nothing(name: str, shown: str) -> None:
    assert shown_inside(name) == shown


def test_a_long_name_keeps_its_beginning_and_its_ending() -> None:
    shown = shown_inside("n" * 4000 + ".xlsx")
    assert len(shown) == 255
    assert shown.endswith(".xlsx")


def test_names_written_in_utf8_by_programs_that_do_not_say_so() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("n?ga.xlsx", b"1")
    utf8 = stream.getvalue().replace(b"n?ga", "ña".encode() + b"g")
    assert names(expand(utf8, "a.zip", "zip")) == ["a.zip!/ñag.xlsx"]
    cp437 = stream.getvalue().replace(b"n?ga", b"n\xa4ga")
    assert names(expand(cp437, "a.zip", "zip")) == ["a.zip!/nñga.xlsx"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_told_apart() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.xlsx", b"1")
        archive.writestr("a.xlsx", b"2")
        archive.writestr("../a.xlsx", b"3")
    members = expand(stream.getvalue(), "a.zip", "zip")
    assert [(m.name, m.data) for m in members] == [
        ("a.zip!/a.xlsx", b"1"),
        ("a.zip!/a (2).xlsx", b"2"),
        ("a.zip!/a (3).xlsx", b"3"),
    ]


def test_what_programs_leave_behind_is_passed_over() -> None:
    data = zipped(
        {
            "__MACOSX/._a.xlsx": b"1",
            ".DS_Store": b"1",
            "x/Thumbs.db": b"1",
            "~$a.xlsx": b"1",
            "desktop.ini": b"1",
            "a.xlsx": b"2",
        }
    )
    assert names(expand(data, "a.zip", "zip")) == ["a.zip!/a.xlsx"]


def test_a_container_with_nothing_in_it_says_so() -> None:
    empty = zipped({})
    assert told(expand(empty, "a.zip", "zip")) == [("a.zip", "WB021", {"kind": "archive"})]
    assert told(expand(mailed({}), "a.eml", "eml")) == [("a.eml", "WB021", {"kind": "mail"})]
    junk = zipped({".DS_Store": b"1"})
    assert told(expand(junk, "a.zip", "zip")) == [("a.zip", "WB021", {"kind": "archive"})]


def locked(data: bytes) -> bytes:
    """The same archive with its members marked as encrypted."""
    changed = bytearray(data)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + place] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def test_members_behind_a_password_are_named_one_by_one() -> None:
    members = expand(locked(zipped({"a.xlsx": b"1", "b.xlsx": b"2"})), "a.zip", "zip")
    assert told(members) == [
        ("a.zip!/a.xlsx", "WB002", {"kind": "archive"}),
        ("a.zip!/b.xlsx", "WB002", {"kind": "archive"}),
    ]


def test_a_damaged_member_does_not_take_the_others_with_it() -> None:
    data = bytearray(zipped({"a.xlsx": b"one" * 50, "b.xlsx": b"two"}, zipfile.ZIP_STORED))
    data[data.find(b"oneone") + 3] ^= 0xFF
    members = expand(bytes(data), "a.zip", "zip")
    assert told(members) == [("a.zip!/a.xlsx", "WB001", {"kind": "member"})]
    assert members[1].data == b"two"


# ---- hostile ones: one finding each, at once, and in little memory


def bomb() -> bytes:
    return zipped({"a.xlsx": bytes(300_000_000)})


def many_bombs() -> bytes:
    """Each member is within the limits, all together are not."""
    one = zipped({"a.txt": bytes(19_000_000)})
    return zipped({f"{number}.zip": one for number in range(20)})


def nested_bomb() -> bytes:
    data = b"end"
    for _ in range(4):
        data = zipped({f"{number}.zip": data for number in range(16)})
    return data


def overlapping() -> bytes:
    """Fifteen members that all begin at the same bytes."""
    packed = zlib.compress(bytes(1_000_000), 9)[2:-4]
    crc = zlib.crc32(bytes(1_000_000))
    facts = struct.pack("<HHHHHIII", 20, 0, 8, 0, 33, crc, len(packed), 1_000_000)
    local = b"PK\x03\x04" + facts + struct.pack("<HH", 1, 0) + b"a" + packed
    central = b"".join(
        b"PK\x01\x02" + struct.pack("<H", 20) + facts + struct.pack("<HHHHHII", 6, 0, 0, 0, 0, 0, 0)
        + f"{number:06d}".encode()
        for number in range(15)
    )  # fmt: skip
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 15, 15, len(central), len(local), 0)
    return local + central + end


def countless() -> bytes:
    """A directory of two hundred thousand members."""
    entry = b"PK\x01\x02" + bytes(42)
    body = entry * 200_000
    return (
        b"PK\x03\x04"
        + body
        + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(body), 4, 0)
    )


def thousands_of_parts() -> bytes:
    part = b"--x\r\nContent-Type: application/x; name=a.xlsx\r\n\r\n1\r\n"
    head = b"Date: Mon, 15 Mar 2027 10:00:00 +0800\r\nMIME-Version: 1.0\r\n"
    return head + b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n' + part * 20_000 + b"--x--"


def deep_mail() -> bytes:
    head = b"Date: Mon, 15 Mar 2027 10:00:00 +0800\r\nMIME-Version: 1.0\r\n"
    layers = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(5_000)
    )
    return head + layers + b"Content-Type: text/plain\r\n\r\nx"


def mails_in_mails() -> bytes:
    data = mailed({"a.xlsx": b"1"})
    for _ in range(12):
        data = mailed({"m.eml": data})
    return data


def endless_chain() -> bytes:
    """A .msg whose table of sectors leads back to itself."""
    data = bytearray(outlook_mail({"a.xlsx": b"1" * 9000}))
    table = struct.unpack_from("<I", data, 76)[0]
    struct.pack_into("<I", data, (table + 1) * 512, 0)
    return bytes(data)


HOSTILE = [
    (bomb, "zip", "WB005", "archive"),
    (many_bombs, "zip", "WB005", "archive"),
    (nested_bomb, "zip", "WB005", "archive"),
    (overlapping, "zip", "WB001", "archive"),
    (countless, "zip", "WB005", "archive"),
    (thousands_of_parts, "eml", "WB005", "archive"),
    (deep_mail, "eml", "WB005", "archive"),
    (mails_in_mails, "eml", "WB005", "deep"),
    (endless_chain, "msg", "WB001", "mail"),
    (lambda: zipped({"a.xlsx": b"1" * 999})[:-30], "zip", "WB001", "archive"),
    (lambda: outlook_mail({"a.xlsx": b"1" * 9000})[:-2000], "msg", "WB001", "mail"),
]


@pytest.mark.parametrize(
    ("make", "kind", "code", "why"), HOSTILE, ids=[str(n) for n in range(len(HOSTILE))]
)
def test_a_hostile_container_is_one_finding_at_once(make, kind: str, code: str, why: str) -> None:
    data = make()
    tracemalloc.start()
    started = time.perf_counter()
    members = expand(data, f"x.{kind}", kind)
    took = time.perf_counter() - started
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    ((_, found, parameters),) = told(members)
    assert (found, [*parameters.values()]) == (code, [why])
    assert len(members) == 1
    assert took < 5
    assert peak < 3 * containers.MAXIMUM_INFLATED // 2


def test_a_part_packed_without_limits_is_not_unpacked() -> None:
    data = zipped({"a.xlsx": bytes(1000)}, zipfile.ZIP_LZMA)
    assert told(expand(data, "a.zip", "zip")) == [("a.zip!/a.xlsx", "WB001", {"kind": "archive"})]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (zipped({"a.xlsx": b"one" * 99, "b.eml": mailed({"c.xlsx": b"2"})}), "zip"),
        (mailed({"a.xlsx": b"one" * 99, "b.zip": zipped({"c.xlsx": b"2"})}), "eml"),
        (outlook_mail({"a.xlsx": b"one" * 99}), "msg"),
    ],
    ids=["zip", "eml", "msg"],
)
def test_whatever_is_cut_or_turned_over_nothing_is_raised(data: bytes, kind: str) -> None:
    for at in range(0, len(data), max(len(data) // 150, 1)):
        assert expand(data[:at], f"x.{kind}", kind)
        turned = bytearray(data)
        turned[at] ^= 0x55
        assert expand(bytes(turned), f"x.{kind}", kind)

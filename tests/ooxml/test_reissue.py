"""Parts that are cut at their stand-ins, deflated once and filled: as if written in one go."""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import zipfile
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.ooxml.package import pack, package
from workbook.ooxml.reissue import make_base, reissue

if TYPE_CHECKING:
    from pathlib import Path

NAME, CODE = "standinname", "standinnamecode"


def read(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


def filled(parts: list[tuple[str, str]], words: dict[str, str]) -> dict[str, str]:
    found = re.compile(f"{CODE}|{NAME}")
    return {name: found.sub(lambda one: words[one[0]], text) for name, text in parts}


def long_text() -> str:
    """Text that refers back to itself over long distances once it is deflated."""
    chance = random.Random(4)  # noqa: S311
    words = ["".join(chance.choices("abcdefgh <>/", k=9)) for _ in range(300)]
    return "".join(chance.choices(words, k=8000))


LONG = long_text()
PARTS = [
    ("[Content_Types].xml", LONG),
    ("begins.xml", f"{NAME}{LONG}"),
    ("ends.xml", f"{LONG}{CODE}"),
    ("between.xml", f"{LONG}{NAME}{LONG}{CODE}{LONG}"),
    ("beside.xml", f"<a>{NAME}{CODE}{NAME}</a>"),
    ("only.xml", NAME),
    ("empty.xml", ""),
]


@pytest.mark.parametrize(
    "words",
    [
        {NAME: "Naga", CODE: "0501724000"},
        {NAME: "", CODE: ""},
        {NAME: "Santo Niño, 北海道, Ἀθῆναι", CODE: "x" * 65535},
        {NAME: CODE, CODE: NAME},
    ],
)
def test_a_filled_base_is_what_replacing_gives(words: dict[str, str]) -> None:
    base = make_base(PARTS, frozenset(words))
    data = reissue(base, words)
    assert read(data) == filled(PARTS, words)
    assert list(read(data)) == [name for name, _ in PARTS]
    assert reissue(base, words) == data == reissue(make_base(PARTS, frozenset(words)), words)


pieces = st.lists(st.sampled_from([NAME, CODE, "a", "<c r=", "é", LONG[:400]]), max_size=12)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=pieces.map("".join), name=st.text(max_size=40), code=st.text(max_size=8))
def test_any_text_with_any_words(text: str, name: str, code: str) -> None:
    words = {NAME: _plain(name), CODE: _plain(code)}
    parts = [("one.xml", text), ("both.xml", f"{CODE} {NAME}")]
    assert read(reissue(make_base(parts, frozenset(words)), words)) == filled(parts, words)


def _plain(text: str) -> str:
    return text.encode(errors="ignore").decode()


def test_each_part_is_one_stream_that_ends_where_the_part_does() -> None:
    words = {NAME: "Naga", CODE: "1"}
    data = reissue(make_base(PARTS, frozenset(words)), words)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            start = entry.header_offset + 30 + len(entry.filename.encode())
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            content = inflate.decompress(data[start : start + entry.compress_size])
            assert inflate.eof
            assert inflate.unused_data == b""
            assert (len(content), zlib.crc32(content)) == (entry.file_size, entry.CRC)


def test_what_is_cut_takes_little_more_room() -> None:
    words = {NAME: "Naga", CODE: "1"}
    whole = package(pack(name, text.encode()) for name, text in filled(PARTS, words).items())
    assert read(whole) == filled(PARTS, words)
    assert len(reissue(make_base(PARTS, frozenset(words)), words)) < 1.05 * len(whole)


def test_a_word_that_would_be_lost_is_refused() -> None:
    with pytest.raises(ValueError, match=CODE):
        make_base([("one.xml", f"<a>{NAME}</a>")], frozenset({NAME, CODE}))


@pytest.mark.parametrize("length", [200, 201, 65536, 10**6])
def test_a_word_may_be_long(length: int) -> None:
    words = {NAME: "x" * length, CODE: "1"}
    data = reissue(make_base(PARTS, frozenset(words)), words)
    assert read(data) == filled(PARTS, words)
    assert len(data) < 120_000


@pytest.mark.parametrize("near", [0, 3, 1000, 10**9])
def test_stand_ins_that_are_close_together_are_one_change(near: int) -> None:
    """Found by a pattern, or as words; the word that is in both is replaced once."""
    parts = [*PARTS, ("marks.xml", f"<a>#1#b#22#{LONG}#1#{NAME}</a>")]
    words = {NAME: "Naga", CODE: "<b/>" * 100, "#1#": "", "#22#": "one"}
    base = make_base(parts, frozenset({NAME}), f"#[0-9]+#|{CODE}", near)
    wanted = {name: re.sub(f"#1#|#22#|{CODE}|{NAME}", lambda one: words[one[0]], text)
              for name, text in parts}  # fmt: skip
    assert read(reissue(base, words)) == wanted


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not on the path")
def test_another_program_finds_the_archive_sound(tmp_path: Path) -> None:
    words = {NAME: "Naga", CODE: "1"}
    path = tmp_path / "one.zip"
    path.write_bytes(reissue(make_base(PARTS, frozenset(words)), words))
    done = subprocess.run(
        ["unzip", "-t", str(path)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout
    assert "No errors detected" in done.stdout

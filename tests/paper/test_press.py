"""A PDF is made of whatever people write."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from workbook.paper.press import press

if TYPE_CHECKING:
    from pathlib import Path

PDFTOTEXT = shutil.which("pdftotext")
TEMPLATE = """#set document(title: "x")
#set text(font: "Carlito", lang: "en")
#let data = json(bytes(sys.inputs.data))
= Heading
#data.list.first()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.typ").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(PDFTOTEXT is None, reason="needs pdftotext")
@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Peñaranda → 5", "Peñaranda → 5"),
        ("a\U0001f600b", "a\ufffdb"),
        ("a\u5317 Ñ", "a\ufffd Ñ"),
        ("a\x1bb", "a\ufffdb"),
        ("a\ue000b", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
    ],
)
def test_a_sign_that_no_font_has_is_replaced(folder: Path, written: str, printed: str) -> None:
    path = folder / "a.pdf"
    path.write_bytes(press("a.typ", {"list": [written]}, folder))
    told = subprocess.run([str(PDFTOTEXT), str(path), "-"], capture_output=True, check=True)
    assert printed in told.stdout.decode("utf-8").splitlines()


def test_a_text_longer_than_the_standard_lets_it_be_is_cut(folder: Path) -> None:
    made = press("a.typ", {"list": ["x" * 40_000]}, folder)
    assert made.startswith(b"%PDF")
    assert made == press("a.typ", {"list": ["x" * 40_000]}, folder)

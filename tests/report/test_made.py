"""What was made stands only as long as all that it was made from, and its own bytes, stay."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from templates.model import Texts
from workbook.report import made
from workbook.report.made import RECORD, Made, content_source, summary_source


@pytest.fixture
def written(tmp_path):
    path = tmp_path / "summary.html"
    path.write_bytes(b"as it was written")
    Made(tmp_path).keep([path], "source")
    return path


def test_a_file_stands_while_source_and_bytes_are_the_same(written):
    record = Made(written.parent)
    assert record.stand([written], "source")
    assert not record.stand([written], "another")
    written.write_bytes(b"as somebody changed it")
    assert not record.stand([written], "source")
    written.unlink()
    assert not record.stand([written], "source")


def test_two_files_stand_together_or_not_at_all(written):
    other = written.with_suffix(".pdf")
    other.write_bytes(b"")
    record = Made(written.parent)
    assert not record.stand([written, other], "source")
    record.keep([written, other], "source", "less")
    assert Made(written.parent).stand([written, other], "less")


@pytest.mark.parametrize("told", ["", "[]", "{", '{"summary.html": 1}', '{"summary.html": {}}'])
def test_a_record_that_is_damaged_is_none(written, told):
    (written.parent / RECORD).write_text(told)
    assert not Made(written.parent).stand([written], "source")


def test_whatever_a_summary_says_is_in_its_source(demonstration, english):
    source = summary_source(demonstration, english)
    line, entry = demonstration.lines[-1], demonstration.contributions[-1]
    place = demonstration.places[-1]
    changed = [
        replace(demonstration, lines=(*demonstration.lines[:-1], replace(line, cell="X!A1"))),
        replace(
            demonstration,
            contributions=(*demonstration.contributions[:-1], replace(entry, concerned=False)),
        ),
        replace(demonstration, places=(*demonstration.places[:-1], replace(place, area="other"))),
        replace(demonstration, measures=demonstration.measures[:-1]),
        replace(demonstration, sheets=demonstration.sheets | {"more"}),
        replace(demonstration, period="2027"),
    ]
    found = [summary_source(one, english) for one in changed]
    assert len({source, *found}) == len(found) + 1
    assert summary_source(replace(demonstration), english) == source


def test_texts_and_program_are_in_the_source(demonstration, english, monkeypatch):
    source = summary_source(demonstration, english)
    other = Texts(english.language, {**english.entries, "report.footer": "Another"})
    assert summary_source(demonstration, other) != source
    monkeypatch.setattr(made, "program_state", lambda: "a later version")
    assert summary_source(demonstration, english) != source


def test_a_source_is_the_same_in_every_process():
    # Sets of texts have another order in each process.
    line = (
        "from workbook.report.made import content_source;"
        "print(content_source(frozenset(map(str, range(50)))))"
    )
    found = {
        subprocess.run([sys.executable, "-c", line], capture_output=True, check=True).stdout
        for _ in range(2)
    }
    assert found == {f"{content_source(frozenset(map(str, range(50))))}\n".encode()}

"""The public workbook, opened part by part: nothing is in it that was withheld or left out."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections import defaultdict
from pathlib import Path

import highspy
import openpyxl
import pytest

from tests.compile.conftest import Bicol
from tests.compile.test_withheld import practice_round
from workbook.compile.public import publish
from workbook.report.names import summary_name
from workbook.report.spreadsheet import build_summary

MEASURES = Path(__file__).parent.parent.parent / "indicators/data/measures.toml"
SIGN = "withheld"
PLACES = ("0501701000", "0501702000", "0502001000", "0501601000")
# What must not be found anywhere in the file: texts, and a figure that was withheld with others.
SECRETS = (
    "Sesame practice",
    "=HYPERLINK(1)",
    "Sesame partner",
    "Sesame council",
    "sesame@example.org",
    "sesame-file",
    "Bacacay",
    "0501701000",
    "71303",
    "71,303",
)
LINES = [
    ("structures", "2026-001", "name", "Sesame council"),
    ("structures", "2026-001", "mandate", "migration_only"),
    ("structures", "2026-001", "status", "established"),
    ("partners", "2026-001", "name", "Sesame partner"),
    ("practices", "2026-001", "title", "Sesame practice"),
    ("practices", "2026-001", "summary", "=HYPERLINK(1)"),
    ("place", None, "office_email", "sesame@example.org"),
]


@pytest.fixture(scope="module")
def full(library):
    return Bicol(library, "full")


@pytest.fixture(scope="module")
def published(full, library):
    """Three places in two provinces: 3 people abroad are small, and 71,303 would tell on them."""
    abroad = dict(zip(PLACES, (3, 0, 71303, 0), strict=True))
    returns = {
        code: [*LINES, ("people", None, "residents_abroad", number)]
        for code, number in abroad.items()
    }
    summary = publish(full.summary(returns), 5)
    assert summary_name(summary) == "bicol-2026-summary-PUBLIC.xlsx"
    return summary


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
def test_no_part_of_the_file_holds_what_is_withheld(published, library, language):
    data = build_summary(published, library.text(language))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert any(name.startswith("xl/charts/") for name in parts)
    for name, text in parts.items():
        found = [secret for secret in SECRETS if secret in text]
        assert found == [], name
        if name.startswith("xl/worksheets/sheet"):
            assert "<f" not in text.replace("<firstFooter", ""), name
    assert "PUBLIC" in parts["docProps/core.xml"]
    sheets = [text for name, text in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert all("PUBLIC" in re.search("<oddFooter>(.*?)<", text)[1] for text in sheets)


def test_the_secrets_would_be_found(full, library):
    """The same round for the office holds all of them: the search above can fail."""
    summary = full.summary({PLACES[0]: [*LINES, ("people", None, "residents_abroad", 71303)]})
    with zipfile.ZipFile(io.BytesIO(build_summary(summary, library.text("en")))) as archive:
        text = "".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    there = {secret for secret in SECRETS if secret in text}
    assert there >= {"Sesame practice", "Sesame partner", "Sesame council", "Bacacay", "71303"}


def test_which_tabs_remain(published, english):
    book = openpyxl.load_workbook(io.BytesIO(build_summary(published, english)))
    assert book.sheetnames[:2] == ["Overview", "Response"]
    assert book.sheetnames[-4:] == ["SDG", "Scores", "Practices", "Notes"]
    internal = {"Data", "Counted", "Ranking", "Councils one by one", "Access matrix", "Points"}
    internal |= {"SDG figures", "Score answers", "Own workbooks", "Provenance", "Data quality"}
    assert not internal & set(book.sheetnames)
    for sheet in book.worksheets:
        assert sheet["B3"].value.startswith("PUBLIC. ")
    # Albay 3 and, so that the total does not tell, Catanduanes; the region is not withheld.
    label = english["indicators.measures.residents_abroad"].replace(
        "{period_end}", "31 December 2026"
    )
    abroad = lines_of(book)[label.replace("{period}", "2026")]
    assert [value for value in abroad if value == SIGN] == [SIGN, SIGN]
    assert abroad[-1] == 71306


def test_the_sign_is_explained_where_it_stands(published, english):
    book = openpyxl.load_workbook(io.BytesIO(build_summary(published, english)))
    for sheet in book.worksheets:
        texts = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
        explained = [text for text in texts if text.startswith("“withheld” stands where")]
        assert len(explained) == (SIGN in texts), sheet.title


def lines_of(book):
    """Value lines of the theme tabs: label of the measure to its figures, the region's last."""
    found = {}
    for sheet in book.worksheets[2 : book.sheetnames.index("SDG")]:
        for row in sheet.iter_rows(min_row=8, values_only=True):
            if row[1] and row[2]:
                found[row[1]] = row[3:]
    return found


def bounds(known, rows, least):
    """What a reader works out: least and most of each unknown, by linear programming."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    column = {}
    for name, value in known.items():
        column[name] = len(column)
        low, high = (least.get(name, 0), highspy.kHighsInf) if value == SIGN else (value, value)
        solver.addVar(low, high)
    for total, parts, exact in rows:
        indexes = [column[total], *(column[one] for one in parts)]
        top = 0 if exact else highspy.kHighsInf
        solver.addRow(0, top, len(indexes), indexes, [1, *([-1] * len(parts))])
    found = {}
    for name, value in known.items():
        if value == SIGN:
            solver.changeColCost(column[name], 1)
            ends = []
            for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
                solver.changeObjectiveSense(sense)
                solver.run()
                solved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
                ends.append(solver.getObjectiveValue() if solved else float("inf"))
            solver.changeColCost(column[name], 0)
            found[name] = tuple(ends)
    return found


@pytest.mark.parametrize("seed", [11, 12])
def test_a_reader_of_the_file_can_work_out_nothing_small(full, english, seed):
    """All tabs together, by areas and parts, against the figures of the internal summary."""
    summary = practice_round(full, seed, share=0.25)
    book = openpyxl.load_workbook(io.BytesIO(build_summary(publish(summary, 5), english)))
    shown = lines_of(book)
    measures = {one["key"]: one for one in tomllib.loads(MEASURES.read_text("utf-8"))["measures"]}
    areas = [*(area.key for area in summary.areas), ""]
    known, rows, least = {}, [], {}
    for key, measure in measures.items():
        label = english.get(f"indicators.measures.{key}").replace("{period}", "2026")
        if not measure.get("withhold") or label not in shown:
            continue
        figures = dict(zip(areas, shown[label], strict=False))
        known |= {(key, area): 0 if value == "–" else value for area, value in figures.items()}
        rows.append(((key, ""), [(key, area) for area in areas[:-1]], True))
        if whole := measure.get("part_of"):
            rows += [((whole, area), [(key, area)], False) for area in areas]
        if other := measure.get("no_fewer_than"):
            label = english.get(f"indicators.measures.{other}").replace("{period}", "2026")
            floors = dict(zip(areas, shown[label], strict=False))
            least |= {(key, area): 0 if v == "–" else v for area, v in floors.items()}
    found = bounds(known, rows, least)
    true = {name: summary.total(*name).value for name in found}
    assert sum(1 <= value <= 4 for value in true.values()) >= 3
    for name, (low, high) in found.items():
        assert low - 0.01 <= true[name] <= high + 0.01
        assert high - low > 0.9, name
        if 1 <= true[name] <= 4:
            assert low < least.get(name, 0) + 0.01, name
            assert high > 4.99, name
    # And nothing small stands there in the open.
    for name, value in known.items():
        assert value == SIGN or not 1 <= value <= 4, name


def test_bars_of_withheld_figures_do_not_say_zero(published, english):
    with zipfile.ZipFile(io.BytesIO(build_summary(published, english))) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if "charts/chart" in n]
    labelled = defaultdict(int)
    for chart in charts:
        title = re.search("<a:t>(.*?)</a:t>", chart)[1]
        labelled[title] += chart.count(f"<a:t>{SIGN}</a:t>")
    (title,) = [name for name, number in labelled.items() if number]
    assert "abroad" in title
    # Camarines Norte (one place without anybody) has a zero; two provinces are withheld.
    assert labelled[title] == 2


def test_the_demonstration_can_be_published(demonstration, english):
    data = build_summary(publish(demonstration, 5), english)
    assert data == build_summary(publish(demonstration, 5), english)
    shown = lines_of(openpyxl.load_workbook(io.BytesIO(data)))
    seats = shown["Seats of migrants, families and their organizations"]
    # Albay 15, Camarines Norte 0, Camarines Sur 7, Catanduanes 2, Masbate 0, Sorsogon 3, Naga 5.
    assert seats == (15, 0, 7, SIGN, 0, SIGN, 5, 32)

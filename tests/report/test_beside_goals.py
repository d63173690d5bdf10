"""What stands beside figures of SDG indicators, and formulas on the round before, calculated."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.compile.conftest import Bicol
from tests.report.test_beside import small, summary
from tests.report.test_spreadsheet import differing, formula_cells
from workbook.compile.public import publish
from workbook.report.spreadsheet import build_summary

__all__ = ["small", "summary"]

CAMARINES_SUR = "0501700000"
COST, BIRTHS = ("indicators", "recruitment_cost"), ("indicators", "births_registered")
LOCAL = ("indicators", "orientation_barangays")
# Figures in order: 10, 20, 30, 40, 50, 60. By hand, their quartiles are 22.5 and 47.5.
FIGURES, TARGETS = (10, 20, 30, 40, 50, 60), (5, 6, 7, 8, 9, 10)
LOWER, MEDIAN, UPPER, TARGET = 22.5, 35, 47.5, 7.5


@pytest.fixture(scope="module")
def asked(library):
    return Bicol(library, edition="full", measures=frozenset({"residents_abroad"}))


@pytest.fixture(scope="module")
def towns(asked):
    return [p for p in asked.places if p.parent == CAMARINES_SUR and not p.independent][:7]


@pytest.fixture(scope="module")
def told(asked, towns):
    """Six towns tell a cost and a target; of a seventh neither is a matter."""
    answers = {
        town.code: [
            (*COST, "figure", figure),
            (*COST, "target_value", target),
            (*COST, "target_year", 2030),
            (*BIRTHS, "numerator", 90),
            (*BIRTHS, "denominator", 100),
            (*LOCAL, "numerator", 7),
            (*LOCAL, "denominator", 9),
        ]
        for town, figure, target in zip(towns, FIGURES, TARGETS, strict=False)
    }
    answers[towns[6].code] = [
        (*COST, "figure", "NA"),
        (*COST, "target_value", ""),
        (*BIRTHS, "numerator", 3),
        (*BIRTHS, "denominator", 4),
    ]
    return asked.summary(answers)


@pytest.fixture(scope="module")
def written(told, english):
    return build_summary(told, english)


def opened(data, **options):
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def indicator_lines(book, code):
    """Kind of line to the figures of one indicator on the tab of goals, the region last."""
    found, inside = {}, False
    for row in book["SDG"].iter_rows(min_row=9, values_only=True):
        inside = row[1] == code or (inside and not row[1])
        if inside and row[2] and row[3] is not None:
            found.setdefault(row[2], row[3:])
    return found


@pytest.mark.parametrize("public", [False, True])
def test_quartiles_inhabitants_and_targets_beside_an_indicator(
    told, english, written, asked, towns, public
):
    data = build_summary(publish(told, 5), english) if public else written
    found = indicator_lines(opened(data, data_only=True), "10.7.1")
    region = {kind: figures[-1] for kind, figures in found.items()}
    assert (region["Lower quartile"], region["Figure, %"], region["Upper quartile"]) == (
        LOWER,
        MEDIAN,
        UPPER,
    )
    everybody = sum(p.population for p in asked.places if p.level in ("city", "municipality"))
    share = sum(t.population for t in towns[:6]) / (everybody - towns[6].population)
    assert region["Of inhabitants"] == pytest.approx(100 * share)
    assert region["With a target of their own"] == "6 of 6"
    assert region["Median of local targets"] == TARGET
    albay = {kind: figures[0] for kind, figures in found.items()}
    assert (albay["Lower quartile"], albay["Median of local targets"]) == ("–", "–")


def test_each_target_leads_to_its_answer(told, written, towns):
    shown = opened(written, data_only=True)["SDG figures"]
    rows = [row for row in shown.iter_rows(min_row=6, values_only=True) if row[0] == "10.7.1"]
    assert [row[12:14] for row in rows[:6]] == [(target, 2030) for target in TARGETS]
    assert rows[6][2] == towns[6].name
    assert rows[6][9:12] == (0, 1, towns[6].population)
    formula = opened(written)["SDG figures"]["M6"].value
    assert formula.startswith("='Data'!$I$")


def test_a_quartile_is_withheld_with_its_median(asked, towns, english):
    """Two towns alone tell the cost: their median would be what they said."""
    two = {town.code: [(*COST, "figure", 40)] for town in towns[:2]}
    book = opened(build_summary(publish(asked.summary(two), 5), english), data_only=True)
    found = indicator_lines(book, "10.7.1")
    assert found["Figure, %"][-1] == "withheld"
    assert "Lower quartile" not in found


@pytest.mark.office
def test_calculating_the_new_formulas_changes_nothing(office, written, summary, english, tmp_path):
    """The tabs of goals, and those on the round before, in one run of another program."""
    files = {"goals": written, "since": build_summary(summary, english)}
    paths = []
    for name, data in files.items():
        paths.append(tmp_path / f"{name}.xlsx")
        paths[-1].write_bytes(data)
    again = office.recalculate(paths, tmp_path / "again")
    looked_at = {"goals": ("SDG", "SDG figures"), "since": ("Since 2025", "Places since 2025")}
    for path, (name, tabs) in zip(again, looked_at.items(), strict=True):
        cells = [one for one in formula_cells(opened(files[name])) if one[0] in tabs]
        assert {tab for tab, _ in cells} == set(tabs)
        calculated = openpyxl.load_workbook(path, data_only=True)
        assert differing(calculated, opened(files[name], data_only=True), cells) == []

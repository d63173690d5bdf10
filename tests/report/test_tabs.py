"""The tabs on ranking, goals, scores, practices and single answers: what people read on them."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pytest

from indicators.ranking import load_components, make_rules
from tests.compile.test_standing import GOOD, RETURNS, RULES, evaluators, seats
from tests.compile.test_summary import ALBAY, DARAGA, IRIGA, LEGAZPI, PILI, council
from tests.report.test_spreadsheet import differing, formula_cells
from tests.report.test_totals import MEASURES, PROGRAMME, recount, tomllib
from workbook.report.formulas import grouped
from workbook.report.spreadsheet import build_summary

POLICIES = [
    ("scorecard_1072", "p1a", "access", "yes_any_status"),
    ("scorecard_1072", "p1b", "access", "yes_legal_status_only"),
    ("scorecard_1072", "p1c", "access", "no"),
    *(("scorecard_1072", f"p{n}{row}", "answer", True) for n in range(2, 5) for row in "abcd"),
]


@pytest.fixture(scope="module")
def small(bicol, english):
    """A few full returns, with something on every tab."""
    returns = {code: list(lines) for code, lines in RETURNS.items()}
    returns[LEGAZPI] += [*POLICIES, *seats(2, 10), *GOOD]
    returns[LEGAZPI] += evaluators(*[(3, 3, 3, 3)] * 4, (2, 2, 2, 2))
    returns[DARAGA] += [*seats(3, 20), ("scorecard_1072", "p2a", "answer", False)]
    returns[DARAGA] += [("indicators", "recruitment_cost", "figure", 12.5)]
    returns[IRIGA] = evaluators((1, 2, 3, 4))
    returns[ALBAY] = [*council(1), *seats(9, 9), ("scorecard_1072", "p2a", "answer", True)]
    summary = replace(bicol, edition="full", rules=RULES).summary(returns)
    return build_summary(summary, english)


def opened(data, **options):
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def rows_of(book, tab):
    return [[cell.value for cell in row] for row in book[tab].iter_rows()]


def line(rows, *texts):
    return next(row for row in rows if set(texts) <= set(row))


def test_ranks_points_and_weights(small):
    rows = rows_of(opened(small, data_only=True), "Ranking")
    assert line(rows, "Rank")[1:7] == [
        "Rank",
        "Government",
        "Counts towards",
        "Points",
        "Structures",
        "Budget",
    ]
    assert line(rows, "Weight")[4:7] == [100, 40, 60]
    ranked = {row[2]: row[1:2] + row[4:8] for row in rows if isinstance(row[1], int)}
    assert ranked == {
        "Camalig": [1, 70, 40, 30, "4 of 4"],
        "Pili": [1, 70, 40, 30, "4 of 4"],
        "Daraga": [3, 60, 0, 60, "4 of 4"],
        "City of Legazpi": [4, 20, 20, 0, "2 of 4"],
        "City of Iriga": [5, 0, 0, 0, "0 of 4"],
    }
    assert "Ranked: 5 of 114 cities and municipalities." in line(rows, rows[6][1])[1]
    assert line(rows, "Not ranked: nothing was returned")


def test_points_lead_to_the_answers(small):
    book = opened(small)
    cell = next(row for row in book["Ranking"].iter_rows() if row[2].value == "Pili")[5]
    tab, where = re.fullmatch(r"='(.+)'!(.+)", cell.value).groups()
    points = book[tab][where.replace("$", "")]
    assert tab == "Points"
    reached = book[tab].cell(points.row, 5).value
    counted = re.findall(r"'Counted'!\$H\$(\d+)", reached)
    measures = {book["Counted"].cell(int(row), 2).value for row in counted}
    assert measures == {"councils", "councils_functional"}
    assert all("'Data'!" in book["Counted"].cell(int(row), 8).value for row in counted)


def test_no_ranking_where_there_are_no_weights(bicol, english):
    book = opened(build_summary(bicol.summary(RETURNS), english))
    assert not {"Ranking", "Points"} & set(book.sheetnames)


def test_equal_weights_are_called_an_example(bicol, english):
    rules = make_rules({"structures": 50, "budget": 50}, 5, load_components())
    book = opened(build_summary(replace(bicol, rules=rules).summary(RETURNS), english))
    found = [row[1] for row in rows_of(book, "Ranking") if "example" in str(row[1])]
    assert len(found) == 1


def test_nowhere_is_it_called_a_seal(small):
    book = opened(small, data_only=True)
    texts = [str(cell.value) for row in book["Ranking"].iter_rows() for cell in row if cell.value]
    assert not [text for text in texts if re.search(r"\bseal\b|\baward of\b", text, re.IGNORECASE)]


def test_an_indicator_with_its_parts_and_coverage(small):
    rows = rows_of(opened(small, data_only=True), "SDG")
    start = next(number for number, row in enumerate(rows) if row[1] == "5.5.1")
    region = [row[-1] for row in rows[start + 2 : start + 6]]
    assert region[0] == pytest.approx(100 * 5 / 30)
    assert region[1:] == [5, 30, "2 of 2"]
    texts = [row[1] for row in rows]
    assert any("A/RES/71/313" in str(text) for text in texts)
    assert texts.index("Goal 5") < start < texts.index("Goal 10")
    assert any("None of them is the country's value" in str(text) for text in texts)


def test_a_figure_printed_under_other_codes_refers_to_the_first(bicol, english):
    lines = [("plans", "ldrrmp", "drr_plan_adopted", True)]
    book = opened(build_summary(bicol.summary({PILI: lines}), english))
    rows = list(book["SDG"].iter_rows())
    codes = {row[1].value: number for number, row in enumerate(rows)}
    first = rows[codes["1.5.4"] + 2][-1]
    for code in ("11.b.2", "13.1.3"):
        assert rows[codes[code] + 2][-1].value.replace("$", "") == f"='SDG'!{first.coordinate}"


def test_scores_are_local_and_say_so(small):
    rows = rows_of(opened(small, data_only=True), "Scores")
    legazpi = line(rows, "City of Legazpi", "Albay", "Partially meets")
    # 1 + 0.5 + 0 + 12 of 30, and of the 15 answered
    assert legazpi[3] == pytest.approx(45)
    assert legazpi[5] == pytest.approx(90)
    assert legazpi[6] == "15 of 30"
    assert legazpi[7:] == [30, 80, 80, 80, 0, 0]
    assert line(rows, "All cities and municipalities")[2:7] == ["2 of 5", 1, 1, 0, 0]
    albay = next(row for row in rows if row[1:3] == ["Albay", "Own workbook: Albay"])
    assert albay[6] == "1 of 30"
    assert any("never the country's indicator" in str(row[1]) for row in rows)
    city = line(rows, "City of Legazpi", "yes")
    assert city[3] == pytest.approx((4 * 3 + 2) / 5)
    assert any("fewer than 5 evaluators" in str(row[5]) for row in rows)
    assert any("1 of 1 cities with a score meet the criterion" in str(row[1]) for row in rows)


def test_practices_stand_under_their_class(small):
    rows = rows_of(opened(small, data_only=True), "Practices")
    assert line(rows, "Good practice", 1)
    found = line(rows, "Clinic on the pier")
    assert found[4:7] == [
        "Good practice",
        "G1: Evaluated, with a positive result",
        "Impact: both positive and negative",
    ]
    assert found[8].startswith("inbox/")


def test_councils_one_by_one(small):
    rows = rows_of(opened(small, data_only=True), "Councils one by one")
    assert line(rows, "Pili")[8:] == [2, "yes", "no"]
    assert line(rows, "City of Legazpi")[8:] == ["–", "–", "–"]
    assert line(rows, "Albay")[2] == "Own workbook: Albay"


@pytest.mark.office
def test_calculating_a_full_summary_afresh_changes_nothing(office, small, tmp_path):
    path = tmp_path / "small.xlsx"
    path.write_bytes(small)
    (again,) = office.recalculate([path], tmp_path / "again")
    cells = formula_cells(opened(small))
    assert {"Ranking", "Points", "SDG", "SDG figures", "Scores", "Score answers"} <= {
        tab for tab, _ in cells
    }
    calculated = openpyxl.load_workbook(again, data_only=True)
    assert differing(calculated, opened(small, data_only=True), cells) == []


def test_the_ranking_of_the_demonstration_round(bicol, declared, demonstration_answers, english):
    """Points of every government, worked out again from the answers and the declared lists."""
    weights = {"structures": 25, "instruments": 20, "plans": 15, "services": 30, "data": 10}
    rules = make_rules(weights, 5, load_components())
    summary = replace(bicol, rules=rules).summary(demonstration_answers, declared[2])
    rows = rows_of(opened(build_summary(summary, english), data_only=True), "Ranking")
    shown = {(row[2], row[3]): row[4] for row in rows if isinstance(row[1], int)}

    measures = {one["key"]: one for one in tomllib.loads(MEASURES.read_text("utf-8"))["measures"]}
    declared_lists = tomllib.loads((MEASURES.parent / "ranking.toml").read_text("utf-8"))
    parts = {one["key"]: one["measures"] for one in declared_lists["components"]}
    tabs = tomllib.loads(PROGRAMME.read_text("utf-8"))["tabs"]
    sheets = {sheet for tab in tabs for sheet in tab["sheets"]}
    expected = {}
    names = {place.code: place.name for place in bicol.places}
    for code, lines in demonstration_answers.items():
        place = bicol.place(code)
        if place.level not in ("city", "municipality"):
            continue
        area = "Independent cities" if place.independent else names[place.parent]
        total = Decimal(0)
        for component, weight in weights.items():
            asked = [
                measures[key]
                for key in parts[component]
                if measures[key]["sheet"] in sheets
                and "bicol" in measures[key].get("programmes", ["bicol"])
            ]
            reached = sum(
                sum(v or 0 for v in recount(one, lines, int(declared[2]))) > 0 for one in asked
            )
            share = Decimal(weight) * reached / len(asked)
            total += share.quantize(Decimal("0.1"), ROUND_HALF_UP)
        expected[place.name, area] = float(total)
    assert shown == expected
    ranks = defaultdict(list)
    for row in rows:
        if isinstance(row[1], int):
            ranks[row[1]].append(row[4])
    above = 0
    for number, points in sorted(ranks.items()):
        assert number == above + 1
        assert len(set(points)) == 1
        above += len(points)


SERVICES = ("fire_rescue", "libraries", "police")


def test_the_access_matrix_in_letters(library, english):
    from indicators.counting import load_counting
    from templates.periods import parse_period
    from tests.compile.conftest import answer
    from workbook.compile.summary import compile_summary
    from workbook.model import PlaceStatus, Return

    places = [p for p in library.places("vancouver") if p.level in ("city", "municipality")][:2]
    said = (("yes", "partly", "no"), ("yes", "NA", "ND"))
    returns = [
        Return(
            place,
            f"inbox/{place.code}.xlsx",
            f"{int(place.code):064x}",
            "accepted",
            "2026-02-01",
            tuple(
                answer("awf_coverage", service, "covered", value)
                for service, value in zip(SERVICES, values, strict=True)
            ),
        )
        for place, values in zip(places, said, strict=True)
    ]
    statuses = [PlaceStatus(entry.place, "accepted", entry.file) for entry in returns]
    definitions = [library.definition("vancouver", "core", p.level) for p in places]
    period = parse_period("2026")
    summary = compile_summary(
        returns, statuses, library.places("vancouver"), definitions, period, load_counting()
    )
    book = opened(build_summary(summary, library.text("en", "vancouver")), data_only=True)
    rows = rows_of(book, "Access matrix")
    assert [row[2:5] for row in rows[8:11]] == [
        ["2 of 2", "Y", "Y"],
        ["0 of 1", "P", "–"],
        ["0 of 1", "N", "–"],
    ]
    assert rows[7][3:5] == [place.name for place in places]
    assert line(rows, "Services covered")[3:5] == [1, 1]


def test_no_chart_is_printed_without_the_table_above_it(formulas):
    with_charts = [tab for tab in formulas.worksheets if tab._charts]
    assert with_charts
    for tab in with_charts:
        for chart in tab._charts:
            top = chart.anchor._from.row
            above = max(row for row in range(1, top + 1) if tab.cell(row, 2).value)
            assert not [one.id for one in tab.row_breaks.brk if above <= one.id <= top]


def test_large_numbers_in_sentences_are_parted_without_the_codes_of_a_program():
    assert grouped("A1", 999, ",") == "A1"
    parted = 'IF(A1<1000,A1,INT(A1/1000)&","&RIGHT("000"&MOD(A1,1000),3))'
    assert grouped("A1", 1642, ",") == parted

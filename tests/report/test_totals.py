"""Every total of the summary, worked out again from the answers without any of its code."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path
from statistics import quantiles

import pytest
from openpyxl.worksheet.formula import ArrayFormula

MEASURES = Path(__file__).parent.parent.parent / "indicators/data/measures.toml"
PROGRAMME = Path(__file__).parent.parent.parent / "templates/programmes/bicol.toml"
SHEETS = Path(__file__).parent.parent.parent / "templates/sheets"
REFERENCE = re.compile(r"(?:'([^']+)'!)?\$?([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?")
TEXT = re.compile(r'"(?:[^"]|"")*"')


def passes(test, value, year):
    """True, False, or None where the answer does not tell; `value` is None without an answer."""
    if value in (None, "", "ND", "NA"):
        return None
    if "in" in test:
        return value in test["in"]
    if "answered" in test:
        return True
    return value >= (year if "not_ended" in test else test["at_least"])


def records_of(sheet, lines):
    """The answers of each record of a sheet, without the question on nothing to report."""
    records = defaultdict(dict)
    for own, row, field, value in lines:
        if own == sheet and field != "nothing_to_report":
            records[row][field] = value
    return list(records.values())


def figure(measure, record, year):
    """What a record adds: a number, or None for no data."""
    if any(passes(test, record.get(test["field"]), year) for test in measure.get("unless", [])):
        return None
    results = [passes(test, record.get(test["field"]), year) for test in measure.get("where", [])]
    if measure.get("no_if_not_applicable") and "NA" in record.values():
        return 0
    if marks := measure.get("marks"):
        yes = sum(record.get(mark) is True for mark in marks)
        open_ = sum(record.get(mark) not in (True, False) for mark in marks)
        needed = measure["marks_needed"]
        results.append(True if yes >= needed else False if yes + open_ < needed else None)
    if False in results:
        return 0
    if None in results:
        return None
    number = record.get(measure["field"]) if "field" in measure else 1
    return number if isinstance(number, int | float) else None


def recount(measure, lines, year):
    """Values of the records of one place; empty if it was not asked."""
    records = records_of(measure["sheet"], lines)
    said = [
        value
        for sheet, _, field, value in lines
        if (sheet, field) == (measure["sheet"], "nothing_to_report")
    ]
    if said and not records:
        return [0 if said == ["none_exists"] else None]
    asked = (
        [measure["field"]]
        if "field" in measure
        else [*(test["field"] for test in measure.get("where", [])), *measure.get("marks", [])]
    )
    return [
        figure(measure, record, year)
        for record in records
        if any(field in record for field in asked)
    ]


@pytest.fixture(scope="module")
def expected(bicol, declared, demonstration_answers):
    """Value, governments and governments with data by measure and area name."""
    year = int(declared[2])
    measures = tomllib.loads(MEASURES.read_text("utf-8"))["measures"]
    names = {place.code: place.name for place in bicol.places}
    by_place, found = {}, {}
    for measure in measures:
        for code, lines in demonstration_answers.items():
            if bicol.place(code).level not in ("city", "municipality"):
                continue
            if parts := measure.get("all_of"):
                values = [by_place[part, code] for part in parts]
                above = [any(v or 0 for v in value) for value in values]
                known = [any(v is not None for v in value) for value in values]
                zero = any(k and not a for k, a in zip(known, above, strict=True))
                by_place[measure["key"], code] = [1 if all(above) else 0 if zero else None]
            else:
                by_place[measure["key"], code] = recount(measure, lines, year)
    for measure in measures:
        for code in demonstration_answers:
            place = bicol.place(code)
            if place.level not in ("city", "municipality"):
                continue
            area = "Independent cities" if place.independent else names[place.parent]
            values = [v for v in by_place[measure["key"], code] if v is not None]
            for column in (area, "Region"):
                total = found.setdefault((measure["key"], column), [0, 0, 0, 0, []])
                total[0] += sum(values)
                total[1] += any(v > 0 for v in values)
                total[2] += bool(values)
                total[3] += place.population if values else 0
                total[4] += [sum(values)] if values else []
    return found


def theme_lines(shown):
    """(measure label, kind of line, {area: value}) of each line on the theme tabs."""
    for sheet in shown.worksheets[2 : shown.sheetnames.index("Own workbooks")]:
        areas = [cell.value for cell in sheet[6][3:]]
        label = None
        for row in sheet.iter_rows(min_row=8, max_col=3 + len(areas), values_only=True):
            kind = "value" if row[1] else row[2]
            label = row[1] or label
            if row[2]:
                yield label, kind, dict(zip(areas, row[3:], strict=True))


@pytest.fixture(scope="module")
def inhabitants(bicol):
    """Everybody who lives in cities and municipalities, by name of the area."""
    found = defaultdict(int)
    for place in bicol.places:
        if place.level in ("city", "municipality"):
            own = "Independent cities" if place.independent else bicol.place(place.parent).name
            for area in (own, "Region"):
                found[area] += place.population
    return found


def test_every_total_is_right(shown, expected, inhabitants, english):
    labels = {
        english[f"indicators.measures.{key}"]
        .replace("{period}", "2015")
        .replace("{period_end}", "31 December 2015"): key
        for key, _ in expected
    }
    checked = defaultdict(int)
    for label, kind, values in theme_lines(shown):
        for area, value in values.items():
            nothing = [0, 0, 0, 0, []]
            total, governments, with_data, people, told = expected.get(
                (labels[label], area), nothing
            )
            # Quartiles of the same kind as those of Excel, from Python's own library.
            many = len(told) >= 5
            quarters = quantiles(told, n=4, method="inclusive") if many else ["–"] * 3
            right = {
                "value": total if with_data else "–",
                "Governments": governments,
                "With data": f"{with_data} of {returned(shown, area)}",
                "Of inhabitants": pytest.approx(100 * people / inhabitants[area], abs=1e-9),
                **dict(zip(("Lower quartile", "Median", "Upper quartile"), quarters, strict=True)),
            }
            assert value == right[kind], (label, kind, area)
            checked[kind] += 1
    tabs = tomllib.loads(PROGRAMME.read_text("utf-8"))["tabs"]
    asked = {sheet: asked_in_core(sheet) for tab in tabs for sheet in tab["sheets"]}
    measures = [
        m
        for m in tomllib.loads(MEASURES.read_text("utf-8"))["measures"]
        if "bicol" in m.get("programmes", ["bicol"])
        if set(m.get("levels", ["city"])) & {"city", "municipality"}
        if m.get("all_of") or deciding(m) <= asked.get(m["sheet"], set())
    ]
    assert checked["value"] == checked["With data"] == 8 * len(measures)
    assert checked["Of inhabitants"] == checked["value"]
    assert checked["Median"] == checked["Lower quartile"] > 0


def asked_in_core(sheet):
    """The fields of a sheet that the core edition asks of cities or municipalities."""
    fields = tomllib.loads((SHEETS / f"{sheet}.toml").read_text("utf-8"))["fields"]
    return {
        field["key"]
        for field in fields
        if field.get("edition", "core") == "core"
        if set(field.get("levels", ["city"])) & {"city", "municipality"}
    }


def deciding(measure):
    """The fields that a measure looks at."""
    fields = {test["field"] for test in measure.get("where", [])} | set(measure.get("marks", []))
    return fields | ({measure["field"]} if "field" in measure else set())


def returned(shown, area):
    """The counted returns of an area, as the tab on response has them."""
    name = "All cities and municipalities" if area == "Region" else area
    return next(row[4].value for row in shown["Response"]["A6:I13"] if row[1].value == name)


def test_counts_of_returns_are_right(shown, bicol, declared):
    lines = {row[1].value: [cell.value for cell in row[2:9]] for row in shown["Response"]["A6:I13"]}
    assert set(lines) >= {"Albay", "Camarines Sur", "Independent cities"}
    # Expected, returned, counted, with errors, cannot be opened, not sent, late.
    _, absent, _ = declared

    def parent_of(place):
        return bicol.place(place.parent).name

    for area, (expected, _, counted, *_) in lines.items():
        there = [
            place
            for place in bicol.places
            if place.level in ("city", "municipality")
            and (
                area == "All cities and municipalities"
                or area == ("Independent cities" if place.independent else parent_of(place))
            )
        ]
        assert expected == len(there), area
        assert counted == len([place for place in there if place.code not in absent]), area


def written_in(cell):
    """The formula of a cell, also of one that looks at every row of a range by itself."""
    return cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value


def test_formulas_refer_only_to_cells_that_exist(formulas):
    size = {sheet.title: (sheet.max_row, sheet.max_column) for sheet in formulas.worksheets}
    seen = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                seen += 1
                for tab, *ends in REFERENCE.findall(TEXT.sub('""', written_in(cell))):
                    rows, columns = size[tab or sheet.title]
                    for letters, number in (ends[:2], ends[2:]):
                        if letters:
                            index = formulas["Data"][f"{letters}1"].column
                            assert int(number) <= rows, (sheet.title, cell.coordinate)
                            assert index <= columns, (sheet.title, cell.coordinate)
    assert seen > 3000


def test_every_figure_of_totals_is_a_formula(formulas, shown):
    for sheet in formulas.worksheets[2 : formulas.sheetnames.index("Own workbooks")]:
        for row in sheet.iter_rows(min_row=8, min_col=4, max_col=11):
            for cell in row:
                if cell.value is not None:
                    assert cell.data_type == "f", (sheet.title, cell.coordinate)
                    assert shown[sheet.title][cell.coordinate].value is not None


def test_no_reciprocal_counts(formulas):
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert "1/COUNTIF" not in written_in(cell)
                    assert "INDIRECT" not in written_in(cell)

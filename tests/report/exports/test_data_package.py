from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from tests.report.exports.conftest import BAAO, CAMARINES_SUR, LUPI, NAGA, REGION, export

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
PACKAGE = "data-package/datapackage.json"


@pytest.fixture(scope="module")
def package(written):
    from frictionless import Package

    return Package(str(written.folder / PACKAGE))


@pytest.fixture(scope="module")
def tables(package):
    return {one.name: one.read_rows() for one in package.resources}


def raw(written, name):
    text = written.text(f"data-package/{name}-INTERNAL.csv")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def find(rows, **wanted):
    [found] = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    return found


def test_frictionless_finds_no_mistake(package):
    report = package.validate()
    assert report.valid, report.flatten(["type", "message"])
    assert len(package.resources) == 7


def test_frictionless_sees_a_changed_byte(written, tmp_path):
    """The sums in the descriptor are true ones, or the test above would say little."""
    import shutil

    from frictionless import Package

    copy = tmp_path / "copy"
    shutil.copytree(written.folder / "data-package", copy)
    answers = copy / "answers-INTERNAL.csv"
    answers.write_bytes(answers.read_bytes().replace(b",12,", b",13,"))
    assert not Package(str(copy / "datapackage.json")).validate().valid


def test_the_four_ways_to_have_no_figure_stay_apart(written, tables):
    said = {
        (row["place"], row["field"]): (row["state"], row["value"], row["number"])
        for row in raw(written, "answers")
    }
    assert said[NAGA, "members_total"] == ("answered", "12", "12")
    assert said[BAAO, "members_total"] == ("answered", "0", "0")
    assert said[LUPI, "members_total"] == ("blank", "", "")
    assert said[LUPI, "council_seats_women"] == ("no_data", "ND", "")
    assert said[LUPI, "drr_plan_adopted"] == ("not_applicable", "NA", "")
    read = find(tables["answers"], place=BAAO, field="council_seats_women")
    assert (read["value"], read["number"]) == ("0", Decimal(0))
    assert find(tables["answers"], place=LUPI, field="council_seats_women")["value"] is None


def test_codes_of_missing_values_have_labels(written):
    resources = {one["name"]: one for one in written.json(PACKAGE)["resources"]}
    fields = {one["name"]: one for one in resources["answers"]["schema"]["fields"]}
    labels = {one["value"]: one["label"] for one in fields["value"]["missingValues"]}
    assert labels.keys() == {"NA", "ND", "", "UNREADABLE", "WITHHELD"}
    assert labels["NA"] == "Not applicable"


def test_codes_keep_their_zeros_and_numbers_their_sign(tables):
    assert {row["place"] for row in tables["answers"]} == {REGION, NAGA, BAAO, LUPI}
    assert find(tables["answers"], place=NAGA, field="figure")["number"] == Decimal("-2.5")
    assert find(tables["answers"], place=NAGA, field="day")["value"] == "2026-04-06"


def test_texts_become_no_formulas_and_lose_control_characters(tables):
    name = find(tables["answers"], place=NAGA, field="name")["value"]
    assert name == "'=cmd|' /C calc'!A1"
    note = find(tables["answers"], place=NAGA, field="note")["value"]
    assert note == "'-5 and \n<b>more</b>"


def test_totals_are_those_worked_by_hand(written, tables):
    members = {
        row["area"]: (row["value"], row["with_data"], row["asked"])
        for row in raw(written, "measures")
        if row["measure"] == "council_members"
    }
    assert members[REGION] == ("12", "2", "3")
    assert members[CAMARINES_SUR] == ("0", "1", "2")
    assert members["independent"] == ("12", "1", "1")
    seats = find(tables["indicators"], indicator="5.5.1", area=REGION)
    assert seats["value"] == Decimal("16.6666666666667")
    assert (seats["numerator"], seats["denominator"], seats["without_data"]) == (3, 18, 1)


def test_areas_without_any_answer_have_no_data_and_not_no_concern(written):
    from tests.report.exports.conftest import ALBAY

    assert find(raw(written, "measures"), measure="council_members", area=ALBAY)["value"] == "ND"
    assert find(raw(written, "indicators"), indicator="5.5.1", area=ALBAY)["value"] == "ND"


def test_what_concerns_nobody_does_not_apply(bicol, english, tmp_path):
    from tests.compile.conftest import Bicol

    answers = {LUPI: [("plans", "ldrrmp", "drr_plan_adopted", "NA")]}
    made = export(Bicol(bicol.library, "full").summary(answers), english, tmp_path)
    found = find(raw(made, "indicators"), indicator="1.5.4", area=REGION)
    assert (found["value"], found["without_data"]) == ("NA", "0")


def test_a_total_leads_to_its_answers(tables):
    part = find(tables["contributions"], measure="council_members", place=NAGA)
    assert part["value"] == 12
    numbers = [int(number) for number in part["answers"].split(";")]
    answers = [find(tables["answers"], answer=number) for number in numbers]
    assert {row["place"] for row in answers} == {NAGA}
    assert "members_total" in {row["field"] for row in answers}
    assert all(row["cell"].startswith("Structures!") for row in answers)


def test_contacts_and_addresses_are_nowhere(bicol, english, tmp_path):
    from dataclasses import replace

    from tests.compile.conftest import Bicol

    full = Bicol(bicol.library, "full")
    contacts = [
        (sheet.key, None, field.key, "desk@naga.example")
        for sheet in full.definitions()[2].sheets
        for field in sheet.fields
        if field.type == "contact"
    ]
    assert contacts
    places = [replace(place, email="office@naga.example") for place in full.places]
    made = export(full.summary({NAGA: contacts}, places=places), english, tmp_path)
    texts = [path.read_bytes() for path in made.round.rglob("*") if path.is_file()]
    assert not any(b"naga.example" in text for text in texts)


def test_parquet_holds_the_same_answers(written):
    from pyarrow import parquet

    table = parquet.read_table(written.folder / "data-package/answers-INTERNAL.parquet")
    rows = table.to_pylist()
    zero = find(rows, place=BAAO, field="council_seats_women")
    assert (zero["state"], zero["value"], zero["number"]) == ("answered", "0", 0.0)
    unknown = find(rows, place=LUPI, field="council_seats_women")
    assert (unknown["state"], unknown["value"], unknown["number"]) == ("no_data", None, None)
    assert find(rows, place=NAGA, field="note")["value"] == "-5 and \n<b>more</b>"
    assert len(rows) == len(raw(written, "answers"))


def test_without_pyarrow_the_rest_is_written(tiny, english, tmp_path, monkeypatch):
    before = export(tiny, english, tmp_path)
    assert before.without == ()
    monkeypatch.setattr("workbook.report.exports.write.can_write_parquet", lambda: False)
    after = export(tiny, english, tmp_path)
    assert after.without == ("parquet",)
    assert "migbook[cluster]" in after.text("README-INTERNAL.txt")
    assert not list(after.folder.rglob("*.parquet"))
    assert (after.folder / PACKAGE).exists()


@pytest.mark.parametrize("language", ["fil", "fr"])
def test_words_are_those_of_the_language(tiny, library, tmp_path, language):
    made = export(tiny, library.text(language), tmp_path)
    english, other = (
        json.dumps(export(tiny, library.text(one), tmp_path / one).json(PACKAGE)["resources"])
        for one in ("en", language)
    )
    assert english != other
    for text in (made.text(PACKAGE), made.text("README-INTERNAL.txt")):
        assert "exports." not in text
        assert "tables." not in text


def test_a_region_that_is_its_places_own_area_is_there_once(vancouver):
    from frictionless import Package

    report = Package(str(vancouver.folder / PACKAGE)).validate()
    assert report.valid, report.flatten(["type", "message"])
    seats = [row for row in raw(vancouver, "indicators") if row["indicator"] == "5.5.1"]
    third = "33.3333333333333"
    assert {row["area"]: row["value"] for row in seats} == {"5915000": third, "all": third}

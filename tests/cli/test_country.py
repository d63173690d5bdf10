"""Three small regions, each practised once, added up to their country by the command."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from pathlib import Path

import hxl
import jsonschema
import openpyxl
import pytest

from tests.cli.running import run
from tests.report.exports.test_dhis2 import SCHEMA as DATA_VALUE_SETS

ROOT = Path(__file__).parent.parent.parent
# A region, a province, an independent or component city and a municipality of each.
REGIONS = {
    "r02": ("0200000000", "0203100000", "0203135000", "0203101000"),
    "r05": ("0500000000", "0501700000", "0501724000", "0501701000"),
    "r14": ("1400000000", "1401100000", "1430300000", "1401101000"),
}
BOOK = "bicol-2026-country-summary-INTERNAL.xlsx"
REGIONAL = "bicol-2026-summary-INTERNAL.xlsx"


def listed(folder: Path, name: str, codes: set[str]) -> Path:
    """A list of these places, as the list of the country has them."""
    with (ROOT / "templates/places/philippines.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] in codes]
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The three rounds, two of them with a summary of their own, and one packed."""
    folder = tmp_path_factory.mktemp("country")
    for number, (name, codes) in enumerate(REGIONS.items()):
        places = listed(folder, f"{name}.csv", set(codes))
        options = ("--programme", "bicol", "--period", "2026", "--places", places)
        assert run("new", folder / name, *options).code == 0
        answers = ("--seed", str(number), "--share", "1", "--mistakes", "0")
        assert run("--round", folder / name, "simulate", *answers).code == 0
        assert run("--round", folder / name, "validate").code == 0
    for name in ("r02", "r14"):
        done = run("--round", folder / name, "compile", "--only", "workbook")
        assert done.code == 0, done.err
    assert run("--round", folder / "r14", "pack", folder / "r14.zip").code == 0
    every = {code for codes in REGIONS.values() for code in codes}
    listed(folder, "all.csv", every | {"0700000000", "0730600000"})
    return folder


def compiled(country: Path, to: Path, *more: str | Path):
    """Region II and V as folders, CAR as an archive; Region VII has no round."""
    rounds = ("--from", country / "r05", country / "r02", country / "r14.zip")
    places = ("--places", country / "all.csv")
    return run("compile", *rounds, *places, "--to", to, "--only", "workbook", *more)


@pytest.fixture(scope="module")
def made(country: Path, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("made")
    done = compiled(country, folder)
    assert done.code == 0, done.err
    return done, openpyxl.load_workbook(folder / BOOK, data_only=True), folder / BOOK


def lines(sheet) -> list[list[object]]:
    return [[cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=6)]


def test_the_country_says_what_there_was_of_each_region(made) -> None:
    done, book, _ = made
    assert "Regions without a round here: 1. Region VII (Central Visayas) (0700000000)." in done.err
    assert "12 of 14 places" in done.err
    assert "Region V (Bicol Region). Run migbook compile" in done.err
    said = {line[0]: line for line in lines(book["Regions"]) if line[0]}
    assert list(said) == [
        "Region II (Cagayan Valley)",
        "Region V (Bicol Region)",
        "Region VII (Central Visayas)",
        "Cordillera Administrative Region (CAR)",
    ]
    assert said["Region VII (Central Visayas)"][1] == "0 of 1"
    assert said["Cordillera Administrative Region (CAR)"][1:5] == [
        "2 of 2",
        "–",
        "r14.zip",
        REGIONAL,
    ]
    assert "not there" in said["Region V (Bicol Region)"][5]


def test_each_reference_names_a_cell_with_the_same_figure(made, country: Path) -> None:
    _, book, _ = made
    names = {"Region II (Cagayan Valley)": "r02", "Cordillera Administrative Region (CAR)": "r14"}
    books = {
        name: openpyxl.load_workbook(country / folder / "summary" / REGIONAL, data_only=True)
        for name, folder in names.items()
    }
    seen = 0
    for measure, region, figure, _, file, tab, cell in lines(book["Regional figures"]):
        if region in names:
            assert file == REGIONAL, measure
            sheet = books[region][tab]
            assert sheet[cell].value == figure
            assert sheet[f"B{sheet[cell].row}"].value == measure
            seen += 1
        else:
            assert cell is None
    assert seen > 100


def test_totals_of_regions_refer_to_their_line_and_add_up(made) -> None:
    _, book, path = made
    formulas = openpyxl.load_workbook(path)
    found = 0
    for name in book.sheetnames[3:8]:
        for row in formulas[name].iter_rows(min_row=8, min_col=4, max_col=8):
            first = row[0].value
            if isinstance(first, str) and first.startswith("='Regional figures'!"):
                values = [book[name][cell.coordinate].value for cell in row]
                numbers = [value for value in values[:4] if isinstance(value, int | float)]
                assert values[4] == (sum(numbers) if numbers else "–")
                assert row[4].value.startswith("=IF(COUNT(")
                found += 1
    assert found > 20


def test_no_path_of_a_disk_and_no_answer_is_in_the_workbook(made, country: Path) -> None:
    _, book, path = made
    with zipfile.ZipFile(path) as opened:
        text = "".join(opened.read(name).decode("utf-8", "replace") for name in opened.namelist())
    assert str(country) not in text
    assert not {"Data", "Counted"} & set(book.sheetnames)


def test_the_same_rounds_in_another_order_give_the_same_bytes(country, made, tmp_path) -> None:
    _, _, path = made
    rounds = ("--from", country / "r14.zip", "--from", country / "r02", country / "r05")
    options = ("--places", country / "all.csv", "--to", tmp_path, "--only", "workbook")
    assert run("compile", *rounds, *options).code == 0
    assert (tmp_path / BOOK).read_bytes() == path.read_bytes()


def test_the_country_for_the_public_shows_totals_only(country: Path, tmp_path: Path) -> None:
    done = compiled(country, tmp_path, "--audience", "public")
    assert done.code == 0, done.err
    book = openpyxl.load_workbook(tmp_path / BOOK.replace("INTERNAL", "PUBLIC"))
    assert {"Regions", "Regional figures", "Notes"} <= set(book.sheetnames)
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    assert not [cell for cell in cells if cell.data_type == "f"]


@pytest.fixture(scope="module")
def second(country: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Region V and CAR a year later; of Region II, a first round of the same year."""
    folder = tmp_path_factory.mktemp("second")
    for number, name in enumerate(REGIONS):
        new = ("--after", country / name, "--period", "2027")
        if name == "r02":
            new = ("--programme", "bicol", "--period", "2027", "--places", country / "r02.csv")
        assert run("new", folder / name, *new).code == 0
        answers = ("--seed", str(number + 7), "--share", "1", "--mistakes", "0")
        assert run("--round", folder / name, "simulate", *answers).code == 0
        assert run("--round", folder / name, "validate").code == 0
    return tuple(folder / name for name in REGIONS)


def since(path: Path) -> dict[str, dict[str, list[object]]]:
    """The figures of each measure by area, as the tab on the period before has them."""
    sheet = openpyxl.load_workbook(path, data_only=True)["Since 2026"]
    found: dict[str, dict[str, list[object]]] = {}
    label = ""
    for row in sheet.iter_rows(min_row=8, values_only=True):
        label = row[1] or label
        if row[2]:
            found.setdefault(label, {})[row[2]] = list(row[3:])
    return found


def test_a_country_in_its_second_year_stands_beside_the_first(country, second, tmp_path) -> None:
    options = ("--places", country / "all.csv", "--to", tmp_path, "--only", "workbook")
    done = run("compile", "--from", *second, *options)
    assert done.code == 0, done.err
    assert "without figures of 2026 in their rounds: 1. Region II (Cagayan Valley)." in done.err
    path = tmp_path / BOOK.replace("2026", "2027")
    assert "2 of 4 regions" in openpyxl.load_workbook(path)["Since 2026"]["B5"].value
    compared = since(path)
    assert len(compared) > 40
    for told in compared.values():
        assert list(told)[-1] == "Country"
        whole = told.pop("Country")
        assert set(told) <= {"Region V (Bicol Region)", "Cordillera Administrative Region (CAR)"}
        # Then, how many told it twice, and what these told then and now; all but the four of now.
        for column in (0, 4, 5, 6):
            numbers = [line[column] for line in told.values()]
            assert whole[column] == sum(one for one in numbers if isinstance(one, int | float)) or (
                whole[column] == "–" and set(numbers) == {"–"}
            )
    public = run("compile", "--from", *second, *options, "--audience", "public")
    assert public.code == 0, public.err
    shown = since(tmp_path / BOOK.replace("2026", "2027").replace("INTERNAL", "PUBLIC"))
    assert 0 < len(shown) <= len(compared)


@pytest.fixture(scope="module")
def exported(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    done = compiled(country, folder, "--data")
    assert done.code == 0, done.err
    return folder / "bicol-2026-country-data-INTERNAL"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_programs_of_others_read_the_data_of_the_country(exported: Path) -> None:
    """Each folder is opened by the other side's own program."""
    from frictionless import Package
    from pysdmx.io import read_sdmx

    report = Package(str(exported / "data-package/datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    (totals,) = (exported / "hxl").glob("*-totals-INTERNAL.csv")
    with totals.open("rb") as file:
        source = hxl.data(file, hxl.InputOptions(allow_local=True))
        tags = [column.display_tag for column in source.columns]
        assert "#indicator+code" in tags
        assert len(list(source)) > 100
    (figures,) = (exported / "sdmx").glob("*-sdg-INTERNAL.csv")
    [dataset] = read_sdmx(figures, validate=False).data
    # A figure of these places is never that of the country, whose code is 608.
    areas = set(dataset.data["REF_AREA"])
    assert areas
    assert "608" not in areas


def test_data_of_the_country_keep_to_the_rules_of_open_sdg_and_dhis2(exported: Path) -> None:
    tables = sorted((exported / "open-sdg/data").glob("*.csv"))
    assert tables
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert next(iter(rows[0])) == "Year"
        assert list(rows[0])[-2:] == ["GeoCode", "Value"]
        for row in rows:
            assert row["Year"] == "2026"
            assert float(row["Value"]) >= 0
            assert not row["GeoCode"] or row["GeoCode"].startswith("PH")
    (values,) = (exported / "dhis2").glob("*.json")
    found = json.loads(values.read_text("utf-8"))
    schema = jsonschema.Draft202012Validator(DATA_VALUE_SETS)
    assert [error.message for error in schema.iter_errors(found)] == []


def test_two_rounds_of_the_same_places_are_refused_by_name(country: Path, tmp_path: Path) -> None:
    done = run("compile", "--from", country / "r14", country / "r14.zip", "--to", tmp_path)
    assert done.code == 2
    assert "1430300000 City of Baguio (r14, r14.zip)" in done.err
    assert not list(tmp_path.iterdir())


def test_rounds_that_ask_something_else_are_refused_by_what_differs(country, tmp_path) -> None:
    other = tmp_path / "other"
    shutil.copytree(country / "r05", other)
    settings = other / "round.toml"
    text = settings.read_text("utf-8").replace('"core"', '"standard"')
    text = text.replace('code = "2026"', 'code = "2025"').replace("= 2026-", "= 2025-")
    settings.write_text(text, "utf-8")
    done = run("compile", "--from", other, country / "r02", "--to", tmp_path / "to")
    assert done.code == 2
    assert "other is for 2025 (2025-01-01 to 2025-12-31), but r02 is for 2026" in done.err
    assert "other has the edition standard, but r02 has core" in done.err


def test_a_changed_list_of_options_is_another_definition(country, tmp_path) -> None:
    other = tmp_path / "other"
    shutil.copytree(country / "r05", other)
    statuses = other / "definitions/lists/structure_status.csv"
    statuses.write_text(statuses.read_text("utf-8") + "asleep,\n", "utf-8")
    done = run("compile", "--from", other, country / "r02", "--to", tmp_path / "to")
    assert done.code == 2
    assert "other asks otherwise in: structures" in done.err


def test_other_weights_are_told_and_other_thresholds_are_not_published(country, tmp_path) -> None:
    other = tmp_path / "other"
    shutil.copytree(country / "r05", other)
    settings = other / "round.toml"
    text = settings.read_text("utf-8").replace("withhold_below = 5", "withhold_below = 3")
    settings.write_text(text.replace("\ntop = 5", "\ntop = 3"), "utf-8")
    rounds = ("--from", other, country / "r02", "--to", tmp_path / "to", "--only", "workbook")
    done = run("compile", *rounds)
    assert done.code == 0, done.err
    assert "withhold_below in round.toml is not the same (other and r02 differ)" in done.err
    assert "nobody is ranked" in done.err
    done = run("compile", *rounds, "--audience", "public")
    assert done.code == 2
    assert "other: 3" in done.err


def test_a_region_with_a_round_and_no_return_is_named(country, tmp_path) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(country / "r05", bare)
    (bare / "ledger.sqlite").unlink()
    options = ("--to", tmp_path / "to", "--places", country / "all.csv", "--only", "workbook")
    done = run("compile", "--from", country / "r02", bare, *options)
    assert done.code == 0, done.err
    assert "no accepted return: 1. Region V (Bicol Region) (0500000000)." in done.err
    alone = run("compile", "--from", bare, *options)
    assert alone.code == 2
    assert "nothing to add up" in alone.err


def test_rounds_without_from_and_folders_that_are_none_are_usage_errors(country, tmp_path) -> None:
    assert "behind --from" in run("compile", country / "r02").err
    done = run("compile", "--from", tmp_path)
    assert done.code == 2
    assert "no round.toml" in done.err

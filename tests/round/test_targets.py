"""`[targets]` in round.toml: what may be written there, and that it comes back as it was."""

from __future__ import annotations

import pytest

from indicators.catalogue import load_measures
from indicators.model import Target
from indicators.tables import DefinitionError
from workbook.round.folder import NewRound, create_round
from workbook.round.settings import read_settings, settings_text
from workbook.round.swap import ROUND_FILE
from workbook.round.targets import check_targets


@pytest.fixture(scope="module")
def folder(tmp_path_factory, library):
    from templates.periods import parse_period

    target = tmp_path_factory.mktemp("targets") / "r"
    create_round(target, NewRound("bicol", parse_period("2026")), library)
    return target


@pytest.fixture
def read(folder, tmp_path):
    def run(lines):
        path = tmp_path / ROUND_FILE
        path.write_text((folder / ROUND_FILE).read_text("utf-8") + f"\n{lines}", "utf-8")
        return read_settings(path)

    return run


def test_a_number_is_for_the_year_of_the_round(read):
    settings = read("[targets]\nbudget_planned = 2.5e6\ncouncils = {value = 20, year = 2028}\n")
    # In the order of the measures, not of the file.
    assert settings.targets == (
        Target("councils", 20, 2028),
        Target("budget_planned", 2_500_000, 2026),
    )


def test_a_round_without_targets_has_none(read):
    assert read("").targets == ()


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("[targets]\ncouncil = 3", "there is no measure council; choose from councils, "),
        ('[targets]\ncouncils = "20"', "write a number from 0, without quotes"),
        ("[targets]\ncouncils = true", "write a number from 0"),
        ("[targets]\ncouncils = -1", "write a number from 0"),
        ("[targets]\ncouncils = nan", "write a number from 0"),
        ("[targets]\ncouncils = {year = 2028}", "write councils = 20, or councils = { value"),
        ("[targets]\ncouncils = {value = 2, by = 2028}", "write councils = 20, or"),
        ("[targets]\ncouncils = {value = 2, year = 28}", "four digits"),
    ],
)
def test_a_mistake_says_what_to_write(read, lines, message):
    with pytest.raises(DefinitionError, match=r"targets") as error:
        read(lines)
    assert message in str(error.value)


def test_a_target_is_for_what_the_round_counts(tmp_path):
    measures = [one for one in load_measures() if one.key in {"councils", "budget_planned"}]
    check_targets([Target("councils", 3, 2026)], measures, tmp_path)
    with pytest.raises(DefinitionError, match=r"does not count visits_received: .* councils, bud"):
        check_targets([Target("visits_received", 3, 2026)], measures, tmp_path)


@pytest.mark.parametrize("language", ["en", "fil", "fr"])
def test_what_is_written_is_read_again(read, library, tmp_path, language):
    settings = read("[targets]\ncouncils = {value = 20.5, year = 2028}\n")
    path = tmp_path / "again.toml"
    path.write_text(settings_text(settings, library.text(language)), "utf-8")
    assert read_settings(path) == settings

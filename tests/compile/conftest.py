"""Hand-made returns on the real register of Bicol, and the declared demonstration."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from indicators.counting import load_counting
from templates.periods import parse_period
from workbook.compile.summary import compile_summary
from workbook.model import Answer, PlaceStatus, Return

ROOT = Path(__file__).parent.parent.parent
DEMONSTRATION = ROOT / "templates/demonstrations"
LEVELS = ("region", "province", "city", "municipality")


def answer(sheet, row, field, value):
    """An answer typed as in the demonstration file: ND, NA, empty, or a value."""
    state = {"ND": "no_data", "NA": "not_applicable", "": "blank", None: "blank"}.get(
        value, "answered"
    )
    cell = f"{sheet.title()}!D{7 + len(field)}"
    return Answer(sheet, row, field, state, value if state == "answered" else None, cell)


@dataclass
class Bicol:
    """The register, and summaries of returns made by hand: {code: [(sheet, row, field, value)]}."""

    library: object
    edition: str = "core"
    rules: object = None
    measures: frozenset = frozenset()

    @property
    def places(self):
        return self.library.places("bicol")

    def place(self, code):
        return next(place for place in self.places if place.code == code)

    def definitions(self):
        return [self.library.definition("bicol", self.edition, level) for level in LEVELS]

    def returned(self, answers, file=None):
        return tuple(
            Return(
                self.place(code),
                file or f"inbox/{code}.xlsx",
                f"{int(code):064x}",
                "accepted",
                "2026-02-01",
                tuple(answer(*line) for line in lines),
            )
            for code, lines in answers.items()
        )

    def counting(self):
        """All that is counted; of the measures, only those named, where some are."""
        everything = load_counting(self.rules)
        if not self.measures:
            return everything
        kept = tuple(one for one in everything.measures if one.key in self.measures)
        return replace(everything, measures=kept)

    def summary(self, answers, year="2026", states=None, places=None):
        returns = self.returned(answers)
        here = {entry.place.code: entry for entry in returns}
        other = states or {}
        statuses = [
            PlaceStatus(place, "accepted", here[place.code].file, "2026-02-01")
            if place.code in here
            else other.get(place.code, PlaceStatus(place, "missing"))
            for place in places or self.places
        ]
        return compile_summary(
            returns,
            statuses,
            self.places,
            self.definitions(),
            parse_period(year),
            self.counting(),
        )


@pytest.fixture(scope="session")
def bicol(library):
    return Bicol(library)


@pytest.fixture(scope="session")
def declared():
    """The demonstration file by place, read afresh: own lines go before those for every place."""
    about = tomllib.loads((DEMONSTRATION / "bicol.toml").read_text("utf-8"))
    with (DEMONSTRATION / "bicol.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    absent = {*about["not_returned"], *about["with_mistakes"]}
    return lines, absent, about["period"]


def typed(text):
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.isdigit() else text


@pytest.fixture(scope="session")
def demonstration_answers(bicol, declared):
    lines, absent, _ = declared
    everywhere = [line for line in lines if line["place"] == "*"]
    main_plan = {"region": "rdp", "province": "pdpfp"}
    found = {}
    for place in bicol.places:
        if place.code in absent:
            continue
        own = [line for line in lines if line["place"] == place.code]
        tables = {line["sheet"] for line in own if line["row"].isdigit()}
        said = {}
        for line in [*everywhere, *own]:
            if line["place"] == "*" and line["sheet"] in tables:
                continue
            if line["sheet"] == "plans" and line["row"] in {"cdp", "pdpfp", "rdp", "aip"}:
                asked = {main_plan.get(place.level, "cdp")}
                if line["row"] not in asked | ({"aip"} if place.level != "region" else set()):
                    continue
            if place.level == "region" and line["sheet"] in {"services", "organizations"}:
                continue
            if line["field"] == "lgus_assisted" and place.level not in {"region", "province"}:
                continue
            said[line["sheet"], line["row"] or None, line["field"]] = typed(line["value"])
        found[place.code] = [(*key, value) for key, value in said.items()]
    return found


@pytest.fixture(scope="session")
def demonstration(bicol, declared, demonstration_answers):
    return bicol.summary(demonstration_answers, declared[2])

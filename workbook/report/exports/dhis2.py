"""DHIS2 dataValueSets: figures of places under the codes that the coordinator chose.

DHIS2 adds children to their parents by itself, so totals are not sent, and what provinces and the
region say of themselves goes to data elements of its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from indicators.tables import DefinitionError, read_toml
from workbook.report.exports.figures import audience_of, is_government, place_figures
from workbook.report.exports.formats import formats
from workbook.report.exports.table import clean, number_text
from workbook.round.outputs import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from workbook.compile.model import Summary
    from workbook.report.exports.figures import PlaceFigure
    from workbook.report.wording import Wording

CODES_FILE = "dhis2.toml"
_LONGEST_CODE = 50
_TABLES = ("data_elements", "data_elements_own", "organisation_units")


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes in DHIS2 by key of the measure or code of the place.

    `data_elements_own`: of what provinces and regions say of themselves. A code that is empty is
    not sent; one that is not there is the proposed one.
    """

    data_elements: Mapping[str, str]
    data_elements_own: Mapping[str, str]
    organisation_units: Mapping[str, str]

    def data_element(self, figure: PlaceFigure) -> str:
        """The code that a figure is sent under; empty if it is not to be sent."""
        proposed = formats()["dhis2"]
        if is_government(figure):
            own, pattern = self.data_elements, proposed["data_element"]
        else:
            own, pattern = self.data_elements_own, proposed["data_element_own"]
        return own.get(figure.measure, _proposed(pattern, figure.measure))

    def organisation_unit(self, place: str) -> str:
        """The code of the place; empty if it is not to be sent."""
        return self.organisation_units.get(place, place)


def read_codes(path: Path) -> Codes:
    """The coordinator's codes; a mistake in the file is a `DefinitionError`."""
    data = read_toml(path)
    if unknown := sorted(set(data) - set(_TABLES)):
        msg = f"write only [{'], ['.join(_TABLES)}] and codes below them"
        raise DefinitionError(path, unknown[0], msg)
    return Codes(*(_table(data, name, path) for name in _TABLES))


def write_codes(path: Path, summary: Summary, words: Wording) -> None:
    """Write the file with the proposed codes, for the coordinator to change."""
    lines = [f"# {line}" for line in words.export("dhis2.file").splitlines()]
    measures = [(measure.key, words.measure(measure.key)) for measure in summary.measures]
    patterns = formats()["dhis2"]
    for name, pattern in zip(_TABLES, ("data_element", "data_element_own"), strict=False):
        proposed = [(key, _proposed(patterns[pattern], key), label) for key, label in measures]
        lines += _table_lines(name, words, proposed)
    places = [line.status.place for line in summary.places]
    lines += _table_lines(_TABLES[-1], words, [(one.code, one.code, one.name) for one in places])
    write_file(path, ("\n".join(lines) + "\n").encode())


def _table_lines(
    name: str, words: Wording, entries: Iterable[tuple[str, str, str]]
) -> Iterator[str]:
    """A table of codes with a remark above it and a label behind each code."""
    yield from ("", f"# {words.export(f'dhis2.{name}')}", f"[{name}]")
    for key, code, label in entries:
        remark = " ".join(clean(label).split())
        yield f"{_quoted(key)} = {_quoted(code)} # {remark}"


def dhis2_files(summary: Summary, codes: Codes) -> Mapping[str, bytes]:
    """What `POST /api/dataValueSets` takes; a missing value is not sent, a zero is."""
    values = list(_values(summary, codes))
    if not values:
        return {}
    text = json.dumps({"dataValues": values}, ensure_ascii=False, indent=1) + "\n"
    name = f"{summary.programme}-{summary.period}-values-{audience_of(summary)}.json"
    return {name: text.encode()}


def _values(summary: Summary, codes: Codes) -> Iterator[dict[str, str]]:
    period = dhis2_period(summary.period)
    for figure in place_figures(summary):
        element = codes.data_element(figure)
        unit = codes.organisation_unit(figure.place)
        if figure.value is not None and element and unit:
            yield {
                "dataElement": element,
                "period": period,
                "orgUnit": unit,
                "value": number_text(figure.value),
            }


def dhis2_period(period: str) -> str:
    """`2026`, `2026S1`, `2026Q3` or `202607`."""
    return period.replace("-", "")


def _proposed(pattern: str, measure: str) -> str:
    """The code that is proposed; one that is too long ends in a mark of its own."""
    code = pattern.format(measure=measure.upper())
    if len(code) <= _LONGEST_CODE:
        return code
    mark = sha256(code.encode()).hexdigest()[:6].upper()
    return f"{code[: _LONGEST_CODE - len(mark) - 1]}_{mark}"


def _quoted(text: str) -> str:
    return json.dumps(clean(text), ensure_ascii=False)


def _table(data: Mapping[str, Any], name: str, path: Path) -> Mapping[str, str]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise DefinitionError(path, name, f"write the line [{name}] and codes below it")
    for key, code in table.items():
        if not isinstance(code, str):
            msg = "write the code in quotes, or it loses the zero that it begins with"
            raise DefinitionError(path, f"{name}.{key}", msg)
    return table

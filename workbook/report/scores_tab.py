"""Local scores by the methods of 10.7.2 and 11.3.2; never the indicators themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from indicators.model import GOVERNMENT_LEVELS
from workbook.compile.model import REGION
from workbook.report.canvas import FIRST_ROW, begin_page, literal
from workbook.report.counted_tab import Rows
from workbook.report.formulas import joined_formula
from workbook.report.scored_tab import write_scored

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indicators.sdg import ParticipationScore, PolicyScore
    from workbook.compile.scored import PlaceScore
    from workbook.report.canvas import Canvas, Page, Spot
    from workbook.report.formulas import DataCells
    from workbook.report.scored_tab import Scored

_WIDTHS = (2, 27, 25, 15, 26, 15, 15, *([13] * 6))
_PLACE, _TOWARDS, _SCORE, _BAND, _ANSWERED_ONLY, _ANSWERED, _DOMAIN = range(1, 8)


def write_scores(canvas: Canvas, data: DataCells) -> None:
    """Both methods one below the other: note, distribution or share, line by line."""
    words, scores = canvas.words, canvas.summary.scores
    title, subtitle = words.more("scores.title"), words.more("scores.subtitle")
    page = begin_page(canvas, canvas.tab_name("scores"), title, subtitle, _WIDTHS)
    scored = write_scored(canvas, data)
    row = FIRST_ROW - 1
    if scores.asked_policies or any(one.policies for one in scores.places):
        row = _write_policies(page, row, scored) + 1
    if scores.asked_participation:
        _write_participation(page, row, scored)


def write_score_totals(canvas: Canvas) -> None:
    """The distribution and the share alone, without a line on a single government."""
    words, scores = canvas.words, canvas.summary.scores
    title, subtitle = words.more("scores.title"), words.more("scores.subtitle")
    page = begin_page(canvas, canvas.tab_name("scores"), title, subtitle, _WIDTHS[:_DOMAIN])
    row = FIRST_ROW - 1
    if scores.asked_policies:
        _write_policies_note(page, row)
        places = [one for one in scores.places if one.policies]
        _write_distribution(page, row + 3, places, Rows(1, 1))
        row += 7 + len(canvas.summary.areas)
    if scores.asked_participation:
        _write_participation_note(page, row)
        _write_participation_share(page, row + 2, Rows(1, 1))


def _write_policies_note(page: Page, row: int) -> None:
    words, method = page.words, page.canvas.summary.scores.policies
    page.text(row, 1, words.more("scores.policies", indicator=method.indicator), "section")
    about = words.more("scores.policies_note", method=method.method)
    page.across(row + 1, about, "about", 34)


def _write_policies(page: Page, row: int, scored: Scored) -> int:
    words, canvas = page.words, page.canvas
    _write_policies_note(page, row)
    places = [one for one in canvas.summary.scores.places if one.policies]
    ordered = sorted(places, key=lambda one: one.level not in GOVERNMENT_LEVELS)
    table = row + 4 + len(canvas.summary.areas) + 2
    lines = Rows(table + 2, table + 1 + max(len(ordered), 1))
    _write_distribution(page, row + 3, ordered, lines)
    labels = [words.more(f"scores.{key}") for key in ("place", "towards", "official", "band")]
    labels += [words.more(f"scores.{key}") for key in ("answered_only", "answered")]
    labels += [words.sdg(f"policies.domains.{number}") for number in range(1, 7)]
    page.headings(table, labels, 2)
    page.text(table, _BAND, labels[_BAND - 1], "heading")
    page.sheet.set_row(table, 62)
    for number, one in enumerate(ordered, start=table + 1):
        _write_policy_line(page, number, one, scored)
    return table + 1 + len(ordered)


def _write_distribution(page: Page, row: int, places: Sequence[PlaceScore], lines: Rows) -> None:
    """Governments by band: areas down, bands across, those with a score beside them."""
    words, canvas = page.words, page.canvas
    bands = canvas.summary.scores.policies.bands
    names = [words.sdg(f"policies.bands.{band.key}") for band in bands]
    page.headings(row, [words.more("scores.area"), words.more("scores.scored"), *names], 1)
    page.sheet.set_row(row, 34)
    areas = canvas.summary.areas
    for number, area in enumerate(areas, start=row + 1):
        own = [one for one in places if one.area == area.key and one.level in GOVERNMENT_LEVELS]
        among = f"{_column(lines, _TOWARDS)},$B{number + 1}"
        _write_scored_of(page, number, area.key, f"COUNTIFS({among})", len(own))
        page.text(number, _PLACE, words.area(area.key), "ruled")
        page.sheet.set_row(number, 18)
        for column, (band, name) in enumerate(zip(bands, names, strict=True), start=_SCORE):
            formula = f"=COUNTIFS({among},{_column(lines, _BAND)},{literal(name)})"
            page.formula(number, column, formula, _in_band(own, band.key), "count")
    total = row + 1 + len(areas)
    own = [one for one in places if one.level in GOVERNMENT_LEVELS]
    page.text(total, _PLACE, words.text("response.all_governments"), "ruled_total")
    sums = []
    for column, band in enumerate(bands, start=_SCORE):
        letter = xl_col_to_name(column)
        formula = f"=SUM({letter}{row + 2}:{letter}{total})" if areas else "=0"
        page.formula(total, column, formula, _in_band(own, band.key), "count_total")
        sums.append(f"{letter}{total + 1}")
    _write_scored_of(page, total, REGION, "+".join(sums), len(own))


def _write_scored_of(page: Page, row: int, area: str, scored: str, value: int) -> None:
    """How many have a score, of the returns that are counted."""
    counted = page.canvas.spots["response by_area counted", area]
    text = page.words.text("of", count=value, all=counted.value)
    formula = joined_formula(
        page.words.text("of"), {"count": f"({scored})", "all": counted.address}
    )
    page.formula(row, _TOWARDS, formula, text, "count" if area else "count_total")


def _write_policy_line(page: Page, row: int, place: PlaceScore, scored: Scored) -> None:
    score = place.policies
    if score is None:
        return
    _write_labels(page, row, place)
    rows = scored.policies[place.place]
    points = scored.points(rows)
    page.formula(row, _SCORE, f"=100*SUM({points})/{score.asked}", score.official, "points_total")
    page.formula(row, _BAND, _band_formula(page, row), _band_name(page, score), "ruled")
    page.formula(
        row,
        _ANSWERED_ONLY,
        f'=IF(COUNT({points})=0,"",100*SUM({points})/COUNT({points}))',
        score.answered_only,
        "points",
    )
    text = page.words.text("of", count=score.answered, all=score.asked)
    parts = {"count": f"COUNT({points})", "all": str(score.asked)}
    page.formula(row, _ANSWERED, joined_formula(page.words.text("of"), parts), text, "count")
    first = rows.first
    for column, domain in enumerate(score.domains, start=_DOMAIN):
        span = scored.points(Rows(first, first + domain.asked - 1))
        page.formula(row, column, f"=100*SUM({span})/{domain.asked}", domain.official, "points")
        first += domain.asked


def _band_formula(page: Page, row: int) -> str:
    """The band of the score beside it, from the highest down."""
    cell = f"{xl_col_to_name(_SCORE)}{row + 1}"
    bands = page.canvas.summary.scores.policies.bands
    names = {band.key: literal(page.words.sdg(f"policies.bands.{band.key}")) for band in bands}
    formula = names[bands[0].key]
    for band in bands[1:]:
        formula = f"IF({cell}>={band.lowest:g},{names[band.key]},{formula})"
    return f"={formula}"


def _band_name(page: Page, score: PolicyScore) -> str:
    return page.words.sdg(f"policies.bands.{score.band}")


def _in_band(places: Sequence[PlaceScore], band: str) -> int:
    return sum(one.policies is not None and one.policies.band == band for one in places)


def _write_participation(page: Page, row: int, scored: Scored) -> None:
    words, canvas = page.words, page.canvas
    places = [one for one in canvas.summary.scores.places if one.participation]
    _write_participation_note(page, row)
    labels = [words.more(f"scores.{key}") for key in ("city", "towards", "mean", "meets", "why")]
    table = row + 4
    for column, label in enumerate(labels, start=1):
        page.text(table, column, label, "heading_number" if column == _SCORE else "heading")
    last = page.columns - 1
    page.sheet.merge_range(table, 5, table, last, "", canvas.formats["heading"])
    page.text(table, 5, labels[4], "heading")
    page.sheet.set_row(table, 34)
    for number, one in enumerate(places, start=table + 1):
        if one.participation:
            _write_participation_line(page, number, one, one.participation, scored)
    _write_participation_share(page, row + 2, Rows(table + 2, table + 1 + max(len(places), 1)))


def _write_participation_note(page: Page, row: int) -> None:
    words, method = page.words, page.canvas.summary.scores.participation
    page.text(row, 1, words.more("scores.participation", indicator=method.indicator), "section")
    note = words.more("scores.participation_note", method=method.method, above=method.above)
    page.across(row + 1, note, "about", 34)


def _write_participation_share(page: Page, row: int, lines: Rows) -> None:
    """How many cities meet the criterion, from the scores in these rows."""
    words, scores = page.words, page.canvas.summary.scores
    method = scores.participation
    places = [one for one in scores.places if one.participation]
    decided = [one for one in places if one.participation and one.participation.meets is not None]
    values = {
        "meet": sum(bool(one.participation and one.participation.meets) for one in decided),
        "scored": len(decided),
        "asked": scores.asked_participation,
    }
    score = _column(lines, _SCORE)
    parts = {
        "meet": f'COUNTIF({score},">{method.above:g}")',
        "scored": f"COUNT({score})",
        "asked": str(scores.asked_participation),
    }
    page.across(row, "", "text", 20)
    text = words.more("scores.participation_share", **values)
    formula = joined_formula(words.more("scores.participation_share"), parts)
    page.formula(row, 1, formula, text, "text")


def _write_participation_line(
    page: Page, row: int, place: PlaceScore, score: ParticipationScore, scored: Scored
) -> None:
    words, method = page.words, page.canvas.summary.scores.participation
    _write_labels(page, row, place)
    points = scored.points(scored.participation[place.place])
    dash = words.text("no_data")
    needed = method.evaluators * len(method.questions)
    spot: Spot = page.formula(
        row,
        _SCORE,
        f"=IF(COUNT({points})={needed},AVERAGE({points}),{literal(dash)})",
        dash if score.score is None else score.score,
        "mean",
    )
    page.canvas.spots["participation", place.place] = spot
    cell = f"{xl_col_to_name(_SCORE)}{row + 1}"
    yes, no = (words.text(key) for key in ("yes", "no"))
    formula = (
        f"=IF(ISNUMBER({cell}),IF({cell}>{method.above:g},{literal(yes)},{literal(no)}),"
        f"{literal(dash)})"
    )
    shown = dash if score.meets is None else yes if score.meets else no
    page.formula(row, _BAND, formula, shown, "ruled")
    page.sheet.merge_range(row, 5, row, page.columns - 1, "", page.canvas.formats["ruled"])
    reasons = [
        words.sdg(
            f"participation.refused.{one.reason}",
            evaluators=method.evaluators,
            evaluator=one.evaluator.rpartition("_")[2],
            question=one.question.upper(),
            lowest=method.lowest,
            highest=method.highest,
        )
        for one in score.refused
    ]
    page.text(row, 5, " ".join(dict.fromkeys(reasons)), "ruled")
    page.sheet.set_row(row, 18 if len(" ".join(reasons)) < 110 else 48)


def _write_labels(page: Page, row: int, place: PlaceScore) -> None:
    page.text(row, _PLACE, place.place_name, "ruled")
    page.text(row, _TOWARDS, page.words.towards(place.level, place.area), "ruled")
    page.sheet.set_row(row, 18)


def _column(rows: Rows, column: int) -> str:
    letter = xl_col_to_name(column)
    return f"${letter}${rows.first}:${letter}${rows.last}"

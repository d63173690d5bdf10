"""`migbook compile --from`: the rounds of regions, as one summary of their country."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cli.commands.compile import for_whom
from cli.outputs import Job, write_outputs
from cli.printing import tell
from cli.regions import Regions
from cli.spread import cluster_of
from indicators.tables import ToolError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cli.outputs import Output
    from cli.session import Session
    from indicators.counting import Counting
    from templates.load import Library
    from templates.model import Definition, Place, Texts
    from templates.periods import Period
    from workbook.compile.country_totals import Totalled
    from workbook.compile.model import Summary
    from workbook.round.folder import Round

    Named = Sequence[tuple[str, Round]]

_OBJECTS_BETWEEN_SWEEPS = 50_000


def compile_rounds(  # noqa: PLR0913 (what the options of the command say)
    session: Session,
    paths: Sequence[Path],
    audience: str,
    wanted: Sequence[Output],
    target: Path,
    places: Path | None,
    *,
    long_table: bool,
) -> tuple[Path, ...]:
    """Write what is wanted of a country's summary; where it is."""
    with _fewer_sweeps(), _opened(paths) as rounds:
        first = rounds[0][1]
        texts, listed = first.texts, _listed(first, places)
        if audience == "public":
            check_threshold(rounds)
        if session.scheduler is None and audience != "public":
            done = _totals_alone(session, rounds, listed, wanted, target, long_table=long_table)
            if done is not None:
                return done
        with cluster_of(session, first) as cluster:
            regions = Regions(session, rounds, listed, cluster, public=audience == "public")
            if long_table:
                regions.want_long_table(target)
            summary = _summary(session, rounds, listed, regions, target)
        _tell_regions(session, summary, texts)
        if audience == "public":
            from workbook.compile.public import publish_country

            summary = publish_country(summary, regions.patterns, first.settings.withhold_below)
        refers = not all(output.is_of_totals for output in wanted)
        summary = _with_references(summary, rounds) if refers else summary
        _tell_done(session, summary, texts, refers=refers)
        tell(session, for_whom(summary, texts))
        made = write_outputs(Job(session, summary, texts, target=target, home=target), wanted)
        return (*made, *regions.write_long_table())


@contextmanager
def _fewer_sweeps() -> Iterator[None]:
    """Figures of places hold no circles; looking for those as often as usual takes long."""
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS_BETWEEN_SWEEPS)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _opened(paths: Sequence[Path]) -> Iterator[Named]:
    """The rounds by name, in the order of their regions; archives are unpacked for a while."""
    from tempfile import TemporaryDirectory

    from workbook.round.alike import check_alike
    from workbook.round.folder import open_round
    from workbook.round.unpack import unpack_round

    with TemporaryDirectory(prefix="migbook-") as temporary:
        found: list[tuple[str, Round]] = []
        libraries: dict[str, Library] = {}
        for number, path in enumerate(paths):
            own = path
            if path.is_file():
                own = unpack_round(path, Path(temporary) / str(number))
            elif not (path / "round.toml").is_file():
                msg = f"{path} is no round (no round.toml in it); name folders of rounds, or packs"
                raise ToolError(msg)
            found.append((_name(path, paths), open_round(own, libraries)))
        found.sort(key=lambda one: (min(place.code for place in one[1].places), one[0]))
        check_alike(found)
        yield found


def _name(path: Path, paths: Sequence[Path]) -> str:
    """The name of a round's folder or archive, with the folder around it if others are alike."""
    whole = path.resolve()
    alike = sum(other.resolve().name == whole.name for other in paths)
    return f"{whole.parent.name}/{whole.name}" if alike > 1 else whole.name


def _listed(first: Round, places: Path | None) -> tuple[Place, ...]:
    """All places of the country, as far as a list says it."""
    from workbook.round.country import country_places
    from workbook.round.places import read_places_file

    if places is None:
        return country_places(first.programme, first.library)
    languages = [first.library.text(language) for language in first.library.texts]
    length = first.programme.code_length
    return read_places_file(places, length, languages, as_shown=True, groups=True)


def _summary(
    session: Session, rounds: Named, listed: Sequence[Place], regions: Regions, target: Path
) -> Summary:
    """The rounds added up; what each adds up to is kept in the folder `target`."""
    from workbook.compile.frame import empty_roll

    counted = _counted(session, rounds, listed)
    regions.keep_in(target, counted)
    first = rounds[0][1]
    definitions, period, counting = counted
    with regions.apart(empty_roll(listed, *counted)):
        # Not before regions are being read: see there.
        from workbook.compile.country import compile_country

        summary = compile_country(
            _country_name(first),
            regions.returns(),
            listed,
            definitions,
            period,
            counting,
            read=regions.read,
        )
    if not any(line.sha256 for line in summary.places):
        raise ToolError(first.texts["national.nothing"])
    regions.tidy()
    return summary


def _totals_alone(
    session: Session,
    rounds: Named,
    listed: Sequence[Place],
    wanted: Sequence[Output],
    target: Path,
    *,
    long_table: bool,
) -> tuple[Path, ...] | None:
    """Write totals from those of regions, if nothing else is wanted; None if it takes more."""
    if not all(output.is_of_totals for output in wanted):
        return None
    from workbook.compile.country_totals import country_totals
    from workbook.compile.frame import empty_roll
    from workbook.report.exports.totals import totals_name, write_totals

    regions = Regions(session, rounds, listed, None, public=False)
    if long_table:
        regions.want_long_table(target)
    counted = _counted(session, rounds, listed)
    regions.keep_in(target, counted)
    roll = empty_roll(listed, *counted)
    first = rounds[0][1]
    with regions.apart(empty_roll(listed, *counted), sums=True):
        totals = country_totals(_country_name(first), regions.sums(roll), roll)
    if totals is None:
        return None
    if not any(line.sha256 for line in totals.places):
        raise ToolError(first.texts["national.nothing"])
    regions.tidy()
    _tell_regions(session, totals, first.texts)
    _tell_done(session, totals, first.texts, refers=False)
    tell(session, first.texts["public.compile.internal"])
    path = target / totals_name(totals)
    write_totals(totals, first.texts, path)
    return (path, *regions.write_long_table())


def _counted(
    session: Session, rounds: Named, listed: Sequence[Place]
) -> tuple[tuple[Definition, ...], Period, Counting]:
    """What is asked, for when, and how it is counted; what rounds have of their own is told."""
    from indicators.counting import load_counting
    from workbook.round.alike import check_places, same_definitions, settings_apart

    check_places(rounds, listed)
    first = rounds[0][1]
    texts = first.texts
    apart = settings_apart(rounds)
    for key, names in apart.items():
        joined = texts["words.list_separator"].join(names)
        tell(session, texts.fill(f"national.apart.{key}", names=joined, first=rounds[0][0]))
    counting = load_counting(None if "ranking" in apart else first.settings.ranking)
    return same_definitions(rounds), first.settings.period, counting


def _country_name(first: Round) -> str:
    texts = first.texts
    return texts.get(f"places.{first.programme.country}.name") or texts["national.country"]


def check_threshold(rounds: Named) -> None:
    """A `ToolError` unless all regions withhold below the same number."""
    below = {one.settings.withhold_below for _, one in rounds}
    if len(below) > 1:
        said = ", ".join(f"{name}: {one.settings.withhold_below}" for name, one in rounds)
        msg = (
            "what one region publishes could give away what another withholds, because their "
            f"withhold_below in round.toml is not the same ({said}); agree on one number"
        )
        raise ToolError(msg)


def _with_references(summary: Summary, rounds: Named) -> Summary:
    """The summary with the cells of regional workbooks, of regions that have one round."""
    from workbook.report.names import summary_name
    from workbook.report.regional_rows import RegionalBook, with_references

    sources = [line.source for line in summary.regions]
    by_name = {line.source: line.area for line in summary.regions if sources.count(line.source) < 2}
    book = summary_name(replace(summary, scope="region"))
    books = [
        RegionalBook(by_name[name], one.summary / book, one.texts)
        for name, one in rounds
        if name in by_name and (one.summary / book).is_file()
    ]
    return with_references(summary, books)


def _tell_regions(session: Session, summary: Totalled, texts: Texts) -> None:
    """Which regions have no round, or a round without a return that counts."""
    names = {area.key: area.name for area in summary.areas}
    _tell_followed(session, summary, texts)
    for state in ("missing", "no_return"):
        found = [f"{names[one.area]} ({one.area})" for one in summary.regions if one.state == state]
        if found:
            joined = texts["words.list_separator"].join(found)
            tell(session, texts.fill(f"national.told.{state}", number=len(found), names=joined))


def _tell_followed(session: Session, summary: Totalled, texts: Texts) -> None:
    """Which regions have a round, and no figures of the period before beside those of others."""
    names = {area.key: area.name for area in summary.areas}
    followed = {line.area for line in summary.followed}
    without = [
        one for one in summary.regions if one.state != "missing" and one.area not in followed
    ]
    if followed and without:
        joined = texts["words.list_separator"].join(names[one.area] for one in without)
        facts = {"last": summary.last, "number": len(without), "names": joined}
        tell(session, texts.fill("national.told.last", **facts))


def _tell_done(session: Session, summary: Totalled, texts: Texts, *, refers: bool) -> None:
    counted = sum(bool(line.sha256 or line.verdict) for line in summary.places)
    if summary.publication is not None:
        counted = sum(line.status.state.startswith("accepted") for line in summary.places)
    places = len(summary.places)
    tell(session, texts.fill("cli.compile.done", returns=counted, expected=places))
    names = {area.key: area.name for area in summary.areas}
    without = [
        names[one.area] for one in summary.regions if one.state == "counted" and not one.book
    ]
    if without and refers:
        joined = texts["words.list_separator"].join(without)
        tell(session, texts.fill("national.told.no_book", names=joined))

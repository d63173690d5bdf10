"""`migbook compare`: two returns, or two rounds."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.printing import print_csv, print_json, print_line, say, tell
from cli.session import Session, quiet_option, round_option
from indicators.tables import ToolError

if TYPE_CHECKING:
    from cli.compared import ChangeWords, Comparison, Side
    from templates.load import Library
    from templates.model import Place, Texts
    from workbook.check.difference import Change
    from workbook.model import PlaceStatus, Return, Submission
    from workbook.round.folder import Round

_SIDES = ("first", "second")
_RECORDS = frozenset({"record_added", "record_removed"})


@click.command(name="compare")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "output", type=click.Choice(["text", "json", "csv", "xlsx"]),
              default="text", show_default=True,
              help="csv: one line a change or figure; xlsx: of two rounds, a workbook in summary/ "
                   "of the newer one.")  # fmt: skip
@round_option
@quiet_option
@click.pass_context
def command(ctx: click.Context, old: str, new: str, output: str) -> None:
    """Show what changed from one return to another, or from one round to the next.

    OLD and NEW are two files, or files in an archive such as june.zip!/baao.xlsx; or the folders
    of two rounds of one programme. The values of contacts are not shown.
    """
    session = ctx.find_root().ensure_object(Session)
    folders = [Path(name).is_dir() for name in (old, new)]
    if all(folders):
        compare_folders(session, Path(old), Path(new), output)
    elif any(folders):
        raise ToolError(session.texts().fill("compare.rounds.both_kinds", old=old, new=new))
    elif output == "xlsx":
        raise ToolError(session.texts()["compare.rounds.xlsx_is_for_rounds"])
    elif not compare_files(session, old, new, output):
        ctx.exit(1)


def compare_files(session: Session, old: str, new: str, output: str) -> bool:
    """Compare two returns; whether both can be read."""
    collection = session.open() if session.in_round() else None
    sides = [read_side(name, session, collection) for name in (old, new)]
    texts = session.texts(collection)
    if any(side.submission.stopped for side in sides):
        _print_unreadable(sides, texts)
        return False
    from cli.compared import CHANGE_COLUMNS, change_rows, compare_returns, comparison_object

    library = session.library(collection)
    comparison = compare_returns(sides[0], sides[1], collection, library, texts)
    if output == "json":
        print_json(comparison_object(comparison))
    elif output == "csv":
        print_csv(CHANGE_COLUMNS, change_rows(comparison))
    else:
        print_comparison(session, comparison)
    return True


def compare_folders(session: Session, old: Path, new: Path, output: str) -> None:
    """Compare what counts in two rounds."""
    from cli.rounds_compared import FIGURE_COLUMNS, figure_rows, print_rounds, rounds_object
    from indicators.catalogue import load_measures
    from workbook.compile.changes import compare_rounds
    from workbook.report.comparison_words import ChangeWording
    from workbook.round.folder import open_round

    rounds = [open_round(folder) for folder in (old, new)]
    told = [_told(collection) for collection in rounds]
    changes = compare_rounds(rounds[0], rounds[1], told[0], told[1], load_measures())
    texts = rounds[1].texts
    levels = dict.fromkeys(place.level for place in rounds[1].places)
    words = ChangeWording(changes, [rounds[1].definition(level) for level in levels], texts)
    if output == "json":
        print_json(rounds_object(changes, words))
    elif output == "csv":
        print_csv(FIGURE_COLUMNS, figure_rows(changes, words))
    elif output == "xlsx":
        from workbook.report.comparison import comparison_name, write_comparison

        target = rounds[1].summary / comparison_name(changes)
        write_comparison(changes, words, target)
        print_line(texts.fill("compare.rounds.written", file=target))
    else:
        print_rounds(changes, words, texts)
        tell(session, words.compared("rounds.next"))


def _told(collection: Round) -> tuple[tuple[Return, ...], tuple[PlaceStatus, ...]]:
    """What counts in a round, from its ledger."""
    from workbook.round.ledger import Ledger
    from workbook.round.status import counted_returns, place_statuses

    if not collection.ledger_file.is_file():
        raise ToolError(collection.texts.fill("compare.rounds.no_ledger", folder=collection.folder))
    with Ledger(collection.ledger_file) as ledger:
        return counted_returns(collection, ledger), place_statuses(collection, ledger)


def read_side(name: str, session: Session, collection: Round | None) -> Side:
    """The return under this name, with its findings; of an archive, the one return in it."""
    from cli.compared import Side
    from workbook.round.judge import judge

    library = session.library(collection)
    submission = _submission(name, session, collection, library)
    places = collection.places if collection is not None else _register(submission, library)
    code = submission.identity.place
    return Side(
        submission,
        judge(submission, collection, library),
        next((place for place in places if place.code == code), None),
    )


def _register(submission: Submission, library: Library) -> tuple[Place, ...]:
    """The programme's own list of places, for files outside a round."""
    if submission.stopped:
        return ()
    register = library.programme(submission.identity.programme).register
    return library.places(register) if register else ()


def _submission(
    name: str, session: Session, collection: Round | None, library: Library
) -> Submission:
    from workbook.read.containers import INSIDE
    from workbook.round.inbox import shown_name
    from workbook.round.older_files import in_todays_words
    from workbook.round.opening import Job

    outer = name.partition(INSIDE)[0]
    path = Path(outer)
    if not path.exists() and collection is not None:
        path = collection.folder / outer
    texts = session.texts(collection)
    if not path.is_file():
        raise ToolError(texts.fill("compare.no_file", name=outer))
    shown = shown_name(path, collection)
    wanted = shown + name[len(outer) :]
    with session.reader(collection, judging=False) as opening:
        found = [one for opened in opening.read([Job(path, shown)]) for one, _ in opened.read]
    chosen = [one for one in found if one.file == wanted]
    if not chosen and wanted == shown:
        usable = [one for one in found if not one.stopped]
        chosen = usable if len(usable) == 1 else found if len(found) == 1 else []
    if not chosen:
        names = ", ".join(one.file for one in found)
        raise ToolError(texts.fill("compare.choose", name=name, names=names))
    return in_todays_words(chosen[0], library)


def _print_unreadable(sides: list[Side], texts: Texts) -> None:
    """Why there is nothing to compare."""
    from cli.shapes import words_of

    for side in sides:
        if side.submission.stopped:
            line = texts.fill("compare.unreadable", file=side.submission.file)
            say(line)
            for found in words_of(side.findings, "", texts):
                say(f"  {found['code']}: {found['message']} {found['remedy']}")


def print_comparison(session: Session, comparison: Comparison) -> None:
    """What the two are, what makes them different things, then each difference, by tab."""
    texts = comparison.texts
    _print_sides(comparison)
    for fact in comparison.strange:
        values = [getattr(side.submission.identity, fact) for side in _both(comparison)]
        if fact == "place":
            values = [side.name for side in _both(comparison)]
        line = texts.fill("compare.strange", fact=texts[f"compare.facts.{fact}"],
                          first=values[0], second=values[1])  # fmt: skip
        print_line(f"{texts['words.signs.doubtful']} {line}", colour="yellow", bold=True)
    if comparison.same_file:
        print_line(texts["compare.same_file"], bold=True)
    elif not comparison.changes:
        print_line(texts["compare.same_answers"], bold=True)
    from cli.compared import ChangeWords

    _print_changes(comparison, ChangeWords(comparison))
    _print_findings(comparison)
    if comparison.changes:
        tell(session, texts["compare.next_files"])


def _both(comparison: Comparison) -> tuple[Side, Side]:
    return comparison.old, comparison.new


def _print_sides(comparison: Comparison) -> None:
    from workbook.check.register import load_register
    from workbook.check.verdict import verdict

    texts = comparison.texts
    for key, side in zip(_SIDES, _both(comparison), strict=True):
        outcome = texts[f"cli.verdicts.{verdict(side.findings, load_register())}"]
        line = texts.fill(
            f"compare.{key}_is",
            file=side.submission.file,
            place=side.name,
            period=side.submission.identity.period,
            verdict=outcome,
        )
        print_line(line)
    print_line()


def _print_changes(comparison: Comparison, words: ChangeWords) -> None:
    texts = comparison.texts
    for tab, on_tab in groupby(comparison.changes, key=words.tab):
        print_line(tab, bold=True)
        for (section, record, kind), group in groupby(on_tab, key=lambda one: _block(one, words)):
            changes = list(group)
            heading = " · ".join(part for part in (section, record) if part)
            if kind:
                heading = f"{heading}: {texts[f'compare.kinds.{kind}']}"
            print_line(f"  {heading}")
            for change in changes:
                _print_change(change, words, texts)
        print_line()
    for kind in dict.fromkeys(change.kind for change in comparison.changes):
        number = sum(change.kind == kind for change in comparison.changes)
        if kind in _RECORDS:
            rows = {(one.sheet, one.row) for one in comparison.changes if one.kind == kind}
            number = len(rows)
        print_line(texts.fill(f"compare.counts.{kind}", number=number))


def _block(change: Change, words: ChangeWords) -> tuple[str, str, str]:
    """What stands together: the section, the record, and whether all of the record is new."""
    kind = change.kind if change.kind in _RECORDS else ""
    return words.section(change), words.record(change), kind


def _print_change(change: Change, words: ChangeWords, texts: Texts) -> None:
    print_line(f"    {words.label(change)}")
    for number, (key, answer) in enumerate(zip(_SIDES, (change.old, change.new), strict=True)):
        if change.kind in _RECORDS and answer is None:
            continue
        cell = f"  [{answer.cell}]" if answer and answer.cell else ""
        print_line(f"      {texts[f'compare.{key}']}: {words.value(change, number)}{cell}")


def _print_findings(comparison: Comparison) -> None:
    """Which findings went with the change and which came."""
    from cli.shapes import words_of

    texts, period = comparison.texts, comparison.new.submission.identity.period
    for key, findings in (("mended", comparison.mended), ("arisen", comparison.arisen)):
        if findings:
            print_line()
            print_line(texts.fill(f"compare.{key}", number=len(findings)), bold=True)
        for found in words_of(findings, period, texts):
            cell = f" {found['cell']}" if found["cell"] else ""
            print_line(f"  {found['code']}{cell}: {found['message']}")

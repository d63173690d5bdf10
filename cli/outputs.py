"""What `migbook compile` makes of a summary: one line an output in `OUTPUTS`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from cli.printing import progress, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from cli.session import Decorated, Session
    from templates.model import Texts
    from workbook.compile.model import Summary
    from workbook.report.made import Made
    from workbook.round.folder import Round
    from workbook.round.send_list import Sending


@dataclass(frozen=True, slots=True)
class Job:
    """What is written, in which language and where.

    `target`: the folder for summaries; `home`: that of the round or country, in which settings
    for other programs lie. `collection`: the round; None for a country.
    """

    session: Session
    summary: Summary
    texts: Texts
    target: Path
    home: Path
    collection: Round | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """Something that is made of a summary; `write` says where it lies.

    `on_request`: the help of the option of this name with which it is made; without one it is
    always made. `libraries`: modules of the extra that it takes. `files`: where it will lie, if
    all that it says is in summary and texts; it is then not made again while nothing changed.
    `content`: fingerprint of what it will say, where that is less than the summary. `is_of_totals`:
    it says totals and nothing else.
    """

    key: str
    write: Callable[[Job], Sequence[Path]]
    on_request: str = ""
    libraries: tuple[str, ...] = ()
    files: Callable[[Job], Sequence[Path]] | None = None
    content: Callable[[Job], str] | None = None
    is_of_totals: bool = False

    @property
    def is_possible(self) -> bool:
        """Whether the libraries that it takes are installed."""
        return all(find_spec(name) is not None for name in self.libraries)


def _workbook_files(job: Job) -> Sequence[Path]:
    from workbook.report.names import summary_name

    return (job.target / summary_name(job.summary),)


def _workbook(job: Job) -> Sequence[Path]:
    from workbook.report.spreadsheet import write_summary

    (path,) = _workbook_files(job)
    write_summary(job.summary, job.texts, path)
    return (path,)


def _page_files(job: Job) -> Sequence[Path]:
    from workbook.report.names import summary_name

    return (job.target / summary_name(job.summary, "html"),)


def _page(job: Job) -> Sequence[Path]:
    from workbook.report.page.build import page_name, write_page

    path = job.target / page_name(job.summary)
    write_page(job.summary, job.texts, path)
    return (path,)


def _document_files(job: Job) -> Sequence[Path]:
    from workbook.report.names import summary_name

    return tuple(job.target / summary_name(job.summary, ending) for ending in ("pdf", "docx"))


def _document_content(job: Job) -> str:
    from workbook.report.document.content import make_document
    from workbook.report.made import content_source

    return content_source(make_document(job.summary, job.texts))


def _document(job: Job) -> Sequence[Path]:
    """The document twice: to print, and to go on writing in."""
    from workbook.report.document.files import write_documents

    return write_documents(job.summary, job.texts, job.target)


def _totals(job: Job) -> Sequence[Path]:
    from workbook.report.exports.totals import totals_name, write_totals

    path = job.target / totals_name(job.summary)
    write_totals(job.summary, job.texts, path)
    return (path,)


def _data(job: Job) -> Sequence[Path]:
    """The folder for other programs; what could not be made is told."""
    from workbook.report.exports.write import exports_name, write_exports

    target = job.target / exports_name(job.summary)
    exported = write_exports(job.summary, job.texts, target, job.home)
    for remark in exported.remarks:
        tell(job.session, remark)
    return (exported.folder,)


def _profiles(job: Job) -> Sequence[Path]:
    """A page for each place, with letters, in a folder; only in a round, and not for all."""
    from cli.post import profile_letter, write_send_list
    from workbook.report.profile.files import profiles_name, write_profiles

    if job.collection is None or job.summary.publication is not None:
        key = "not_country" if job.collection is None else "not_public"
        tell(job.session, job.texts[f"profile.{key}"])
        return ()
    folder = job.target / profiles_name(job.summary)
    number = sum(bool(line.sha256) for line in job.summary.places)
    sendings: list[Sending | None] = []
    with progress(job.session, job.texts["profile.working"], number) as advance:
        for path in write_profiles(job.summary, job.collection, folder):
            sendings.append(profile_letter(job.collection, path))
            advance()
    listed = write_send_list([one for one in sendings if one is not None], folder, job.texts)
    tell(job.session, job.texts.fill("profile.done", number=len(sendings), file=listed))
    return (folder,)


OUTPUTS = (
    Output("workbook", _workbook, files=_workbook_files),
    Output("page", _page, libraries=("altair", "jinja2", "vl_convert"), files=_page_files),
    Output(
        "document",
        _document,
        libraries=("altair", "docx", "typst", "vl_convert"),
        files=_document_files,
        content=_document_content,
    ),
    Output(
        "profiles",
        _profiles,
        on_request="Also a page for each place whose return counts, to send back to it, in its own "
        "language.",
        libraries=("typst",),
    ),
    Output(
        "totals",
        _totals,
        on_request="Also the totals alone, as CSV; with --only totals nothing else.",
        is_of_totals=True,
    ),
    Output(
        "data",
        _data,
        on_request="Also a folder for other programs: Data Package, HXL, SDMX, Open SDG and DHIS2.",
    ),
)


def output_options(function: Decorated) -> Decorated:
    """Add `--only` and an option for each output that is made on request."""
    for output in reversed([output for output in OUTPUTS if output.on_request]):
        flag = click.option(f"--{output.key}", is_flag=True, help=output.on_request)
        function = flag(function)
    help_text = "Make this alone; say it again for one more."
    only = click.option(
        "--only",
        type=click.Choice([output.key for output in OUTPUTS]),
        multiple=True,
        help=help_text,
    )
    return only(function)


def wanted_outputs(only: Iterable[str] = (), **flags: bool) -> tuple[Output, ...]:
    """What was asked for: all that is usual, or only some of it, and what has its own option."""
    chosen = set(only) or {output.key for output in OUTPUTS if not output.on_request}
    chosen |= {key for key, is_set in flags.items() if is_set}
    return tuple(output for output in OUTPUTS if output.key in chosen)


def write_outputs(job: Job, wanted: Iterable[Output]) -> tuple[Path, ...]:
    """Write what is not as it would be written; where all lies. Missing libraries are told."""
    from workbook.report.made import Made, summary_source

    record = Made(job.target)
    source = cache(lambda: summary_source(job.summary, job.texts))
    paths: list[Path] = []
    missing: list[str] = []
    unchanged: list[str] = []
    for output in wanted:
        if not output.is_possible:
            missing.append(output.key)
            continue
        found, is_new = _written(job, output, record, source)
        paths += found
        if not is_new:
            unchanged.append(output.key)
    for key, outputs in (("unchanged", unchanged), ("without", missing)):
        if outputs:
            named = [job.texts[f"outputs.names.{one}"] for one in outputs]
            names = job.texts["words.list_separator"].join(named)
            tell(job.session, job.texts.fill(f"outputs.{key}", names=names))
    return tuple(paths)


def _written(
    job: Job, output: Output, record: Made, summary: Callable[[], str]
) -> tuple[Sequence[Path], bool]:
    """Where an output lies, and whether it had to be written; `summary`: its fingerprint."""
    if output.files is None:
        return output.write(job), True
    paths, source = output.files(job), summary()
    if record.stand(paths, source):
        return paths, False
    sources = [source, *([output.content(job)] if output.content else [])]
    is_new = not record.stand(paths, sources[-1])
    if is_new:
        paths = output.write(job)
    record.keep(paths, *sources)
    return paths, is_new

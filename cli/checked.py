"""Files with their verdicts on the screen: what was found in each, and what to do next.

Where another return of a place stands for a file, the file has one line: what is wrong in it is of
interest to nobody any more, unless somebody asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.printing import print_line, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cli.session import Session
    from templates.model import Texts
    from workbook.check.wording import RenderedFinding
    from workbook.round.checking import CheckedFile
    from workbook.round.folder import Round
    from workbook.round.stand_in import StandIn

_SIGNS = {
    "accepted": ("good", "green"),
    "accepted_with_warnings": ("doubtful", "yellow"),
    "rejected": ("to_mend", "red"),
    "unreadable": ("to_mend", "red"),
    "error": ("to_mend", "red"),
    "warning": ("doubtful", "yellow"),
}
_NOTE_SIGN = "·"
_REFUSED = frozenset({"rejected", "unreadable"})


class Totals:
    """What is said of many files in one line, counted as they pass; scans are no returns."""

    def __init__(self, files: Iterable[CheckedFile] = ()) -> None:
        from cli.shapes import Tally

        self.all, self._returns = Tally(), Tally()
        self._scans = self._several = 0
        for _ in self.passing(files):
            pass

    def passing(self, files: Iterable[CheckedFile]) -> Iterator[CheckedFile]:
        """The same files, counted."""
        from workbook.round.naming import SEVERAL

        for file in files:
            self.all.add(file)
            if _is_scan(file):
                self._scans += 1
            else:
                self._returns.add(file)
            self._several += any(found.code == SEVERAL for found in file.findings)
            yield file

    def line(self, texts: Texts) -> str:
        """All files in one line; scans that lie beside their workbook stand apart."""
        line = texts.fill("cli.validate.total", **self._returns.numbers())
        more = texts.fill("intake.status.scans", number=self._scans)
        return f"{line} {more}" if self._scans else line

    def lines(self, texts: Texts, aside: int) -> Iterator[str]:
        """What else is to be said of all; `aside`: for how many another return stands."""
        if aside:
            yield texts.fill("decisions.aside.number", number=aside)
        if self._several:
            yield texts.fill("decisions.aside.several", number=self._several)


def print_files(
    files: Iterable[CheckedFile],
    collection: Round | None,
    texts: Texts,
    aside: Mapping[str, StandIn],
) -> Totals:
    """The verdict of each file and what was found in it, then all of them in one line.

    Each is printed as it comes. `aside`: by name, the return that stands for a file.
    """
    totals = Totals()
    for file in totals.passing(files):
        if file.file in aside:
            _print_aside(file, aside[file.file], collection, texts)
        else:
            _print_file(file, collection, texts)
    if totals.all.numbers()["files"]:
        print_line()
        print_line(totals.line(texts), bold=True)
        for line in totals.lines(texts, len(aside)):
            print_line(line)
    return totals


def _print_file(file: CheckedFile, collection: Round | None, texts: Texts) -> None:
    from cli.shapes import words_of

    sign, colour = _sign(file.verdict, texts)
    print_line(f"{sign} {file.file}", colour=colour, bold=True)
    print_line(f"  {_place_name(file, collection, texts)}: {_verdict(file, texts)}")
    if file.check_code:
        print_line("  " + texts.fill("paper.check_code", code=file.check_code))
    for found in words_of(file.findings, file.period, texts):
        _print_finding(found, texts)


def tell_next(
    session: Session, files: Sequence[CheckedFile], texts: Texts, aside: Mapping[str, StandIn]
) -> None:
    """What to do next with the files of a round's inbox."""
    if any(file.verdict in _REFUSED and file.file not in aside for file in files):
        tell(session, texts["cli.status.next_return"])
    elif files:
        tell(session, texts["cli.validate.next_compile"])


def tell_what_to_ask(session: Session, texts: Texts) -> None:
    """What to ask of those who sent files that somebody named."""
    sign, _ = _sign("rejected", texts)
    tell(session, texts.fill("cli.validate.next_fix", sign=sign))


def _print_aside(file: CheckedFile, other: StandIn, collection: Round | None, texts: Texts) -> None:
    place = _place_name(file, collection, texts)
    words = texts.fill(
        f"decisions.aside.{other.why}", verdict=_verdict(file, texts), file=other.file
    )
    print_line(f"{_NOTE_SIGN} {file.file}")
    print_line(f"  {place}: {words}")


def _print_finding(found: RenderedFinding, texts: Texts) -> None:
    sign, colour = _sign(found["severity"], texts)
    place = f" {found['cell']}" if found["cell"] else ""
    print_line(f"    {sign} {found['code']}{place}: {found['message']}", colour=colour)
    if found["severity"] != "note":
        print_line(f"      → {found['remedy']}")


def _verdict(file: CheckedFile, texts: Texts) -> str:
    return texts["intake.evidence" if _is_scan(file) else f"cli.verdicts.{file.verdict}"]


def _sign(key: str, texts: Texts) -> tuple[str, str | None]:
    if key not in _SIGNS:
        return _NOTE_SIGN, None
    sign, colour = _SIGNS[key]
    return texts[f"words.signs.{sign}"], colour


def _is_scan(file: CheckedFile) -> bool:
    from workbook.round.evidence import KEPT

    return any(found.code == KEPT for found in file.findings)


def _place_name(file: CheckedFile, collection: Round | None, texts: Texts) -> str:
    if not file.place:
        return texts["cli.validate.unknown_place"]
    place = collection.place(file.place) if collection is not None else None
    if place is None:
        return file.place
    return texts.fill("cli.validate.place", name=place.name, code=place.code)

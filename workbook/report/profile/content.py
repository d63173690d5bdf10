"""From a summary to the pages of its places, each in the language of its workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.catalogue import load_measures
from indicators.profile import load_profile
from templates.periods import parse_period
from workbook.check.region import declared_limits
from workbook.report.answered import STATES
from workbook.report.document.judged import brief
from workbook.report.profile.ahead import steps, to_gather
from workbook.report.profile.compared import bars, size_of
from workbook.report.profile.gathered import gather
from workbook.report.profile.merits import listings, titles_of
from workbook.report.profile.model import Item, Profile
from workbook.report.profile.shown import Shown, lines_of, none_yet, parts
from workbook.report.wording import summary_wording
from workbook.round.issue import texts_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from templates.model import Place, Texts
    from workbook.compile.model import Summary
    from workbook.report.profile.gathered import Gathered
    from workbook.report.profile.model import Bar
    from workbook.round.folder import Round

_HEADS = ("figure", "bar", "you", "half", "middle", "others")
# Letters that fit where they stand; a list of places may hold longer names.
_LONGEST_NAME, _LONGEST_CONTACT = 110, 200


def make_profiles(summary: Summary, collection: Round) -> Iterator[Profile]:
    """The page of each place whose return is counted, in the order of the list of places."""
    rules = load_profile(load_measures())
    pages = _Pages(summary, collection, gather(summary, rules))
    for line in summary.places:
        if line.status.state in STATES["counted"]:
            yield pages.page(line.status.place)


class _Pages:
    """The pages of one summary, with what they share."""

    def __init__(self, summary: Summary, collection: Round, gathered: Gathered) -> None:
        self._summary = summary
        self._collection = collection
        self._gathered = gathered
        self._titles = titles_of(summary.lines)
        self._sizes: Sequence[int] = declared_limits().bands
        self._counted = sum(line.status.state in STATES["counted"] for line in summary.places)
        self._shown: dict[str, Shown] = {}

    def page(self, place: Place) -> Profile:
        """The page of a place."""
        summary, gathered, code = self._summary, self._gathered, place.code
        texts = texts_for(self._collection, place)
        shown = self._in(texts)
        definition = self._collection.definition(place.level)
        name = brief(shown.words, place.name, _LONGEST_NAME)
        lines = lines_of(gathered, shown, code)
        below = self._collection.settings.withhold_below
        drawn = bars(gathered, shown, place, self._sizes, below)
        end = parse_period(summary.period).end
        fewest = gathered.rules.fewest_others
        titles: Mapping[str, str] = self._titles.get(code, {})
        return Profile(
            code=code,
            title=shown.say("title", place=name),
            language=texts.language,
            day=(end.year, end.month, end.day),
            above=shown.words.document("cover"),
            name=name,
            below=self._about(shown, place),
            audience=shown.say("audience"),
            thanks=self._thanks(shown, code),
            told=shown.say("told.title"),
            heads=(summary.period, summary.last if code in gathered.before else ""),
            parts=parts(shown, lines),
            none_yet=none_yet(shown, lines),
            nothing_told=shown.say("told.nothing"),
            counts=shown.say("counts.title"),
            listings=listings(gathered, shown, code, definition, titles),
            beside=shown.say("beside.title"),
            beside_about=self._others(shown, place, drawn),
            bar_heads=tuple(shown.say(f"beside.heads.{key}") for key in _HEADS),
            bars=drawn,
            no_bars=shown.say("beside.too_few", number=fewest),
            next=shown.say("next.title"),
            steps=steps(gathered, shown, code),
            gather=to_gather(gathered, shown, code, definition),
            correct=self._correct(shown),
            footer=shown.say("footer"),
        )

    def _in(self, texts: Texts) -> Shown:
        found = self._shown.get(texts.language)
        if found is None:
            words = summary_wording(self._summary, texts)
            found = self._shown[texts.language] = Shown(words, self._summary.currency)
        return found

    def _others(self, shown: Shown, place: Place, drawn: Sequence[Bar]) -> str:
        """Who the others are, how to read the drawing and, where they are of a size, which."""
        parts = [shown.say("beside.about", level=shown.words.level(place.level))]
        if any(bar.is_wider for bar in drawn):
            fewest = self._gathered.rules.fewest_others
            parts.append(shown.say("beside.wider", number=fewest))
        if any(bar.is_sized for bar in drawn):
            parts.append(size_of(shown, place, self._sizes))
        return " ".join(parts)

    def _about(self, shown: Shown, place: Place) -> str:
        """Level, what it lies in, its inhabitants and its code."""
        parent = self._collection.parent(place)
        facts = [shown.words.level(place.level)]
        if parent is not None:
            facts.append(brief(shown.words, parent.name, _LONGEST_NAME))
        if place.population is not None:
            people = shown.words.number(place.population)
            facts.append(shown.say("inhabitants", number=people))
        return "  ·  ".join([*facts, place.code])

    def _thanks(self, shown: Shown, code: str) -> str:
        """One sentence: how many answers, and with whose they stand."""
        answers = sum(self._gathered.answered.get(code, {}).values())
        others = self._counted - 1
        begun = shown.say(f"thanks.answers_{_some(answers)}", answers=shown.words.number(answers))
        ended = shown.say(f"thanks.others_{_some(others)}", others=shown.words.number(others))
        return begun + ended

    def _correct(self, shown: Shown) -> Item:
        contact = brief(shown.words, self._collection.settings.contact, _LONGEST_CONTACT)
        where = "contact" if contact else "contact_unknown"
        text = f"{shown.say('correct.how')} {shown.say(f'correct.{where}', contact=contact)}"
        return Item(shown.say("correct.title"), text)


def _some(number: int) -> str:
    """The form of a sentence for a number."""
    return {0: "none", 1: "one"}.get(number, "many")

"""A round as a folder: made by `new`, found again from anywhere inside it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from indicators.catalogue import load_measures
from indicators.model import GOVERNMENT_LEVELS
from indicators.ranking import load_components
from indicators.tables import DefinitionError, OutputError, ToolError
from templates.load import SHIPPED, SOURCE_LANGUAGE, Library, load_library
from templates.model import NOTHING_REASONS
from templates.records import nearest
from templates.versions import VERSIONS, kept_versions, same_version
from workbook.round.country import country_places, places_of_region
from workbook.round.outputs import make_folder, write_file
from workbook.round.places import list_of_columns, places_workbook, read_places_file
from workbook.round.settings import Settings, read_settings, settings_text
from workbook.round.settle import choose_currency, choose_time_zone, code_length, keep
from workbook.round.state import files_state, settings_state
from workbook.round.swap import DEFINITIONS, LOCK_FILE, ROUND_FILE, finish_swap
from workbook.round.weights import asked_components, asked_measures, equal_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping
    from datetime import date
    from pathlib import Path

    from indicators.ranking import Rules
    from templates.model import Definition, Edition, Place, Programme, Texts
    from templates.periods import Period

PLACES_FILE = "places.xlsx"
LEDGER_FILE = "ledger.sqlite"
FOLDERS = ("outbox", "inbox", "returned", "summary")
# These say what the tool found, not what was asked: they stay those of the tool in use.
_TOOL_TEXTS = frozenset(
    {
        "cli",
        "exports",
        "figures",
        "findings",
        "giveback",
        "repairs",
        "report",
        "indicators",
        "indicators_sdg",
        "summary",
        "letters",
        "compare",
        "intake",
        "decisions",
        "versions",
        "outputs",
        "page",
        "document",
        "profile",
        "national",
    }
)


@dataclass(frozen=True, slots=True)
class NewRound:
    """What `new` was asked for; without `places_file` the programme's own list is taken.

    `currency`: for a programme that has none of its own; `time_zone`: instead of the programme's.
    `region`: takes the places of one region, of the list or of the programme's country.
    `places`: a list that is known already; `before`: of the round that this one follows, whose
    contact, languages, thresholds and weights go on to hold.
    """

    programme: str
    period: Period
    edition: Edition = "core"
    language: str = ""
    places_file: Path | None = None
    deadline: date | None = None
    currency: str = ""
    time_zone: str = ""
    places: tuple[Place, ...] = ()
    before: Settings | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One collection: its folder, settings and places, and the library of what was asked.

    `state`: of its files beside the ledger before any was read, as `round_state` tells it; empty
    where nobody asked for it.
    """

    folder: Path
    settings: Settings
    places: tuple[Place, ...]
    library: Library
    state: str = ""
    _by_code: dict[str, Place] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code = {place.code: place for place in reversed(self.places)}
        object.__setattr__(self, "_by_code", by_code)

    @property
    def inbox(self) -> Path:
        """Where files that came back are dropped; never written to by anything that reads."""
        return self.folder / "inbox"

    @property
    def outbox(self) -> Path:
        """Where workbooks lie that are ready to send."""
        return self.folder / "outbox"

    @property
    def returned(self) -> Path:
        """Where marked workbooks lie that go back."""
        return self.folder / "returned"

    @property
    def summary(self) -> Path:
        """Where compiled files go."""
        return self.folder / "summary"

    @property
    def ledger_file(self) -> Path:
        """Every file ever seen, its verdict and its answers."""
        return self.folder / LEDGER_FILE

    @property
    def lock_file(self) -> Path:
        """Held by whoever writes to the ledger."""
        return self.folder / LOCK_FILE

    @property
    def programme(self) -> Programme:
        """The programme as it was when the round began."""
        return self.library.programme(self.settings.programme)

    @property
    def texts(self) -> Texts:
        """All texts in the first language of the round, in the words of its programme."""
        return self.library.text(self.settings.languages[0], self.settings.programme)

    def place(self, code: str) -> Place | None:
        """The expected place with this code, or None."""
        return self._by_code.get(code)

    @property
    def known_places(self) -> tuple[Place, ...]:
        """The expected places and, after them, the others of the programme's own list."""
        register = self.programme.register
        shipped = self.library.places(register) if register in self.library.registers else ()
        expected = {place.code for place in self.places}
        return (*self.places, *(place for place in shipped if place.code not in expected))

    def parent(self, place: Place) -> Place | None:
        """The place that this one lies in, be it expected in this round or not."""
        if not place.parent:
            return None
        return next((p for p in self.known_places if p.code == place.parent), None)

    def definition(self, level: str) -> Definition:
        """What this round asks of governments of this level."""
        return self.library.definition(self.settings.programme, self.settings.edition, level)


def choose_places(collection: Round, codes: Iterable[str]) -> tuple[Place, ...]:
    """The places with these codes in the round's order, or all; unknown codes: a `ToolError`."""
    wanted = set(codes)
    known = [place.code for place in collection.places]
    for code in sorted(wanted.difference(known)):
        msg = f"no place {code} in {PLACES_FILE}; {nearest(code, known[:10])}"
        raise ToolError(msg)
    return tuple(place for place in collection.places if not wanted or place.code in wanted)


def find_round(start: Path) -> Path | None:
    """The folder with a round.toml: `start` or the nearest folder above it."""
    inside = start.resolve()
    return next((f for f in (inside, *inside.parents) if (f / ROUND_FILE).is_file()), None)


def round_state(folder: Path) -> str:
    """Fingerprints of a round's settings and of what is asked; empty if a file is unreadable."""
    settings, asked = settings_state(folder), files_state(folder / DEFINITIONS)
    return f"{settings} {asked}" if settings and asked else ""


def open_round(start: Path, libraries: MutableMapping[str, Library] | None = None) -> Round:
    """The round that `start` lies in; a `ToolError` says how to get one.

    `libraries`: those of other rounds by the state of their files. Where it is the same, all of
    them have one library, so that nothing is understood twice.
    """
    folder = find_round(start)
    if folder is None:
        msg = (
            f"{start.resolve()} is not in a round (no {ROUND_FILE} here or above): go into the "
            "folder of a round, name it with --round DIR, or make one with migbook new"
        )
        raise ToolError(msg)
    finish_swap(folder)
    state = round_state(folder) if libraries is not None else ""
    settings = read_settings(folder / ROUND_FILE)
    library = load_library(folder / DEFINITIONS)
    if libraries is not None and state:
        library = libraries.setdefault(state.split()[1], library)
    programme = library.programme(settings.programme)
    if not same_version(settings.version, programme.version):
        text = f'{DEFINITIONS}/ asks version {programme.version}; write "{programme.version}"'
        raise DefinitionError(folder / ROUND_FILE, "version", text)
    languages = [
        library.text(language, programme.key) for language in (SOURCE_LANGUAGE, *settings.languages)
    ]
    places = read_places_file(folder / PLACES_FILE, programme.code_length, languages)
    return Round(folder, settings, places, library, state)


def must_be_new(folder: Path) -> None:
    """An `OutputError` if the folder is a round, or in one."""
    if find_round(folder) is not None:
        msg = f"{folder} is in a round already; choose another folder, or work in that round"
        raise OutputError(msg)


def create_round(folder: Path, order: NewRound, library: Library) -> Round:
    """Make the folder of a new round; round.toml comes last, so that half a round is none."""
    must_be_new(folder)
    programme = library.programme(order.programme)
    language = _language(order.language, programme)
    time_zone = choose_time_zone(programme, order.time_zone)
    texts = library.text(language, programme.key)
    places = _expected(order, programme, library)
    currency = choose_currency(programme, order.currency)
    levels = sorted({place.level for place in places})
    for level in levels:
        library.definition(programme.key, order.edition, level)
    for name in FOLDERS:
        make_folder(folder / name)
    copy_definitions(programme, library, folder / DEFINITIONS)
    own_copy = folder / DEFINITIONS / "programmes" / f"{programme.key}.toml"
    keep(own_copy, currency, code_length(programme, places))
    write_file(folder / PLACES_FILE, places_workbook(places, texts))
    settings = Settings(
        programme=programme.key,
        version=programme.version,
        edition=order.edition,
        period=order.period,
        languages=(language,),
        time_zone=time_zone,
        deadline=order.deadline,
        ranking=_example_weights(
            [library.definition(programme.key, order.edition, level) for level in levels]
        ),
    )
    if order.before is not None:
        settings = _gone_on(settings, order.before)
    write_file(folder / ROUND_FILE, settings_text(settings, texts).encode())
    return open_round(folder)


def _gone_on(settings: Settings, before: Settings) -> Settings:
    """The settings with what holds from one round to the next."""
    others = [one for one in before.languages if one not in settings.languages]
    return replace(
        settings,
        languages=(*settings.languages, *others),
        contact=before.contact,
        withhold_below=before.withhold_below,
        ranking=before.ranking,
        targets=before.targets,
    )


def _example_weights(definitions: Iterable[Definition]) -> Rules | None:
    """Equal weights for all that cities and municipalities are asked."""
    governments = [one for one in definitions if one.level in GOVERNMENT_LEVELS]
    measures = asked_measures(load_measures(), governments)
    return equal_weights(asked_components(load_components(), measures))


def _language(wanted: str, programme: Programme) -> str:
    if wanted and wanted not in programme.languages:
        hint = nearest(wanted, programme.languages)
        msg = f"the programme {programme.key} has no texts in '{wanted}'; {hint}"
        raise ToolError(msg)
    return wanted or programme.languages[0]


def _expected(order: NewRound, programme: Programme, library: Library) -> tuple[Place, ...]:
    if order.places:
        return order.places
    if order.region:
        whole = country_places(programme, library) if order.places_file is None else ()
        listed = whole or _listed(order, programme, library)
        return places_of_region(listed, order.region, programme.code_length)
    return _listed(order, programme, library)


def _listed(order: NewRound, programme: Programme, library: Library) -> tuple[Place, ...]:
    if order.places_file is None and not programme.register:
        msg = (
            f"the programme {programme.key} has no list of places of its own: add --places FILE, "
            f"an .xlsx or .csv with one place a line and at least {list_of_columns()}"
        )
        raise ToolError(msg)
    if order.places_file is None:
        return library.places(programme.register)
    languages = [library.text(language) for language in library.texts]
    return read_places_file(order.places_file, programme.code_length, languages, as_shown=True)


def copy_definitions(programme: Programme, library: Library, target: Path) -> None:
    """Copy the files that say what is asked of this programme, and none of the others."""
    sheets = [library.sheets.named(key) for tab in programme.tabs for key in tab.sheets]
    fields = [field for sheet in sheets for field in sheet.fields]
    lists = {field.list for field in fields if field.list} | {NOTHING_REASONS}
    chosen = [library.programmes.paths[programme.key]]
    chosen += [library.sheets.paths[sheet.key] for sheet in sheets]
    chosen += [library.lists.paths[key] for key in sorted(lists)]
    chosen += [
        library.registers.paths[key] for key in (programme.register, programme.country) if key
    ]
    chosen += [path for key, path in library.successors.paths.items() if key == programme.register]
    for path in chosen:
        _copy(path, target / path.parent.name / path.name)
    for path in library.known_files(programme.key).paths.values():
        _copy(path, target / "known" / programme.key / path.name)
    for version in kept_versions(library, programme.key):
        kept = library.folder / VERSIONS / programme.key / version
        for path in sorted(path for path in kept.rglob("*") if path.is_file()):
            _copy(path, target / path.relative_to(library.folder))
    for layer in dict.fromkeys((SHIPPED, library.folder)):
        locale = layer / "locale"
        for path in sorted((*locale.glob("*/*.toml"), *locale.glob(f"*/{programme.key}/*.toml"))):
            if path.stem not in _TOOL_TEXTS:
                _copy(path, target / "locale" / path.relative_to(locale))


def _copy(source: Path, target: Path) -> None:
    try:
        make_folder(target.parent)
        shutil.copyfile(source, target)
    except OSError as error:
        msg = f"{target} could not be written: {error.strerror or error}"
        raise OutputError(msg) from error

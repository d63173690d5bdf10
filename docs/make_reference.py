"""Write the pages of docs/reference/ that follow from the program itself.

`python docs/make_reference.py` writes what stands below the mark of each page and leaves what
people wrote above it; the tests compare the pages with what it would write.
"""

from __future__ import annotations

import json
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cli.main import COMMANDS, main
from docs.make_content import content_page
from templates.burden import burden_of
from templates.load import SHIPPED, load_library
from templates.model import EDITIONS, PLACE_LEVELS
from workbook.check.register import load_register
from workbook.check.wording import shown_example

if TYPE_CHECKING:
    from collections.abc import Iterator

    from templates.model import Texts

REFERENCE = Path(__file__).parent / "reference"
MARK = "<!-- Made by docs/make_reference.py from here on. -->"
EVERYWHERE = {"--round", "--quiet", "--help"}


def definitions_page() -> str:
    """The page of all keys that programmes and sheets may have, from their schemas."""
    sheet, programme = _schema("sheet"), _schema("programme")
    return "\n".join(
        [
            "## Keys of a programme\n",
            *_keys(programme),
            "\n## Keys of a sheet\n",
            *_keys(sheet),
            "\n## Keys of a row of a matrix, under `[[rows]]`\n",
            *_keys(sheet["$defs"]["row"], sheet["$defs"]),
            "\n## Keys of a question, under `[[fields]]`\n",
            *_keys(sheet["$defs"]["field"], sheet["$defs"]),
            "",
        ]
    )


def commands_page() -> str:
    """The page of all commands with their arguments and options."""
    parts: list[str] = []
    context = click.Context(main, info_name="migbook")
    for name in COMMANDS:
        parts += _sections(main, name, context)
    return "\n".join(parts)


def findings_page() -> str:
    """The page of all findings, in the order of the stages."""
    texts = load_library().text("en")
    parts = []
    for code, rule in load_register().items():
        trial = ", trial" if rule.trial else ""
        meaning = texts[f"findings.{code}.explanation"].format_map(_neutral(texts))
        message, remedy = shown_example(code, texts).split("\n")
        parts.append(
            f"## {code} {rule.slug}\n\n*{rule.severity}{trial}*\n\n{meaning}\n\n"
            f"> {message}\\\n> {remedy}\n"
        )
    return "\n".join(parts)


def _neutral(texts: Texts) -> dict[str, str]:
    return {key: texts[f"findings.words.{key}"] for key in ("period", "period_end", "place")}


def burden_page() -> str:
    """The table of answers, minutes and days of every workbook."""
    library = load_library()
    texts = library.text("en")
    rows = [
        "| programme | edition | asked of | answers | minutes of typing | days of gathering |",
        "|---|---|---|---|---|---|",
    ]
    for programme in library.programmes:
        places = library.places(library.programme(programme).register)
        asked = {place.level for place in places} or set(PLACE_LEVELS)
        for edition in EDITIONS:
            for level in (level for level in PLACE_LEVELS if level in asked):
                work = burden_of(library.definition(programme, edition, level))
                name = texts[f"levels.{level}"].lower()
                figures = f"{work.answers} | {work.minutes} | {work.days}"
                rows.append(f"| {programme} | {edition} | {name} | {figures} |")
    return "\n".join(rows)


def pages() -> dict[Path, str]:
    """What each page should say."""
    made = {
        REFERENCE / "burden.md": burden_page(),
        REFERENCE / "commands.md": commands_page(),
        REFERENCE / "content.md": content_page(),
        REFERENCE / "definitions.md": definitions_page(),
        REFERENCE / "findings.md": findings_page(),
    }
    return {path: _head(path) + text.rstrip() + "\n" for path, text in made.items()}


def _head(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition(MARK)[0] + MARK + "\n\n"


def _sections(group: click.Group, name: str, outer: click.Context) -> Iterator[str]:
    command = group.get_command(outer, name) or group
    context = click.Context(command, info_name=name, parent=outer)
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            yield from _sections(command, inner, context)
        return
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"## {context.command_path.removeprefix('migbook ')}\n"
    yield f"```text\n{context.command_path} {usage}\n```\n"
    yield cleandoc(command.help or "") + "\n"
    rows = [
        _option(parameter)
        for parameter in command.params
        if isinstance(parameter, click.Option) and parameter.opts[0] not in EVERYWHERE
    ]
    if rows:
        yield "| option | meaning | usual |\n|---|---|---|"
        yield "\n".join(rows) + "\n"


def _option(option: click.Option) -> str:
    """One line of a table; made here, because what click shows differs between its versions."""
    choices = option.type.choices if isinstance(option.type, click.Choice) else ()
    value = "\\|".join(map(str, choices)) or option.metavar or option.type.name.split()[0].upper()
    name = option.opts[0] if option.is_flag else f"{option.opts[0]} {value}"
    usual = f"`{option.default}`" if option.show_default else ""
    return f"| `{name}` | {_cell(option.help or '')} | {'needed' if option.required else usual} |"


def _schema(name: str) -> dict[str, Any]:
    path = SHIPPED / "schema" / f"{name}.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


def _keys(table: dict[str, Any], shared: dict[str, Any] | None = None) -> Iterator[str]:
    yield "| key | needed | meaning | written as |\n|---|---|---|---|"
    for key, own in table["properties"].items():
        reference = own.get("$ref", "").rpartition("/")[2]
        facts = (shared or {}).get(reference, {}) | own
        needed = "yes" if key in table.get("required", []) else ""
        kinds = facts.get("enum") or facts.get("type", "text")
        kind = ", ".join(f"`{item}`" for item in kinds) if isinstance(kinds, list) else kinds
        kind = {"string": "text", "array": "list", "boolean": "true or false"}.get(kind, kind)
        yield f"| `{key}` | {needed} | {_cell(facts.get('description', ''))} | {_cell(kind)} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8", newline="\n")

"""Words for findings, made late and in the reader's language."""

from __future__ import annotations

from difflib import get_close_matches
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, TypedDict

from indicators.tables import ToolError
from workbook.check.examples import example_of
from workbook.check.register import load_register
from workbook.check.view import figure, written_date
from workbook.model import NOTHING_TO_REPORT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from templates.model import Texts
    from workbook.check.register import Rule
    from workbook.model import Finding, Severity

UNKNOWN = "…"
LONGEST_VALUE = 60
SIGNS = MappingProxyType({"error": "to_mend", "warning": "doubtful"})
_NO_FACTS: Mapping[str, str] = MappingProxyType({})


class RenderedFinding(TypedDict):
    """A finding as `validate --format json` writes it; `explanation` is what the sender says."""

    id: str
    code: str
    slug: str
    severity: Severity
    trial: bool
    sheet: str | None
    row: str | None
    field: str | None
    cell: str | None
    value: str | None
    message: str
    remedy: str
    explanation: str | None


def render_finding(
    finding: Finding,
    texts: Texts,
    register: Mapping[str, Rule],
    facts: Mapping[str, str] = _NO_FACTS,
) -> RenderedFinding:
    """The finding in words; `facts` may say what `{period}`, `{period_end}`, `{place}` stand for.

    Without them neutral words are used. See `templates.localise.period_texts`.
    """
    rule = register[finding.code]
    values = _values(finding, texts, rule, facts)
    return RenderedFinding(
        id=finding.id,
        code=finding.code,
        slug=rule.slug,
        severity=rule.severity,
        trial=rule.trial,
        sheet=finding.sheet,
        row=finding.row,
        field=finding.field,
        cell=finding.cell,
        value=finding.value,
        message=_text(finding, rule, texts, "message", values),
        remedy=_remedy(finding, rule, texts, values),
        explanation=finding.explanation or None,
    )


def explain(code: str, texts: Texts) -> str:
    """What a finding means, with an example and how to mend it; takes a code or a slug."""
    register = load_register()
    by_name = {rule.slug: rule for rule in register.values()} | dict(register)
    rule = by_name.get(code.strip().upper()) or by_name.get(code.strip().lower())
    if rule is None:
        near = get_close_matches(code.upper(), by_name) or get_close_matches(code.lower(), by_name)
        hint = f"did you mean {near[0]}?" if near else "codes look like CE203"
        msg = f"there is no finding '{code}'; {hint}"
        raise ToolError(msg)
    severity = texts[f"findings.words.{rule.severity}"]
    heading = texts.fill(
        "findings.words.heading", code=rule.code, slug=rule.slug, severity=severity
    )
    meaning = texts[f"findings.words.{rule.severity}_means"]
    looks = f"{texts['findings.words.looks_like']}\n\n{shown_example(rule.code, texts)}"
    parts = (heading, _explanation(rule.code, texts, _NO_FACTS), looks, meaning)
    return "\n\n".join(parts)


def shown_example(code: str, texts: Texts) -> str:
    """The declared example as `migbook validate` would say it: what is wrong, what to do."""
    rule = load_register()[code]
    words = render_finding(example_of(code, texts), texts, MappingProxyType({code: rule}))
    sign = texts[f"words.signs.{SIGNS[rule.severity]}"] if rule.severity in SIGNS else "·"
    where = f"{words['cell']}: " if words["cell"] else ""
    return f"{sign} {where}{words['message']}\n→ {words['remedy']}"


def placeholders(text: str) -> frozenset[str]:
    """The names in braces that a text wants filled."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def field_label(sheet: str, field: str, texts: Texts, facts: Mapping[str, str] = _NO_FACTS) -> str:
    """How a field is called in a sentence: its short name where it has one."""
    if field == NOTHING_TO_REPORT:
        return texts.get("words.nothing_to_report", field)
    key = f"sheets.{sheet}.fields.{field}"
    return _fill(texts.get(f"{key}.short") or texts.get(f"{key}.label", field), texts, facts)


def _explanation(code: str, texts: Texts, facts: Mapping[str, str]) -> str:
    return _fill(texts[f"findings.{code}.explanation"], texts, facts)


def _text(finding: Finding, rule: Rule, texts: Texts, part: str, values: Mapping[str, str]) -> str:
    """The wording that fits best: for the variant, then as usual, then if something is unknown."""
    key = f"findings.{finding.code}.{part}"
    variant = str(dict(finding.parameters).get(rule.variant, "")).lstrip(".").lower()
    for candidate in (f"{key}_{variant}", key, f"{key}_otherwise"):
        text = texts.get(candidate)
        if text and placeholders(text) <= values.keys():
            return text.format_map(values)
    text = texts[key]
    unknown = dict.fromkeys(placeholders(text), UNKNOWN)
    return text.format_map(unknown | dict(values))


def _remedy(finding: Finding, rule: Rule, texts: Texts, values: Mapping[str, str]) -> str:
    """How to mend it, or where to say why it is right; an explained one needs neither again."""
    remedy = _text(finding, rule, texts, "remedy", values)
    if rule.explain and finding.sheet and not finding.explanation:
        return f"{remedy} {texts['findings.words.or_explain']}"
    return remedy


def _values(finding: Finding, texts: Texts, rule: Rule, facts: Mapping[str, str]) -> dict[str, str]:
    """What the placeholders stand for; a name without a value is left out."""
    values = {key: texts[f"findings.words.{key}"] for key in ("label", "cell", "sheet")}
    values |= _facts(texts, facts)
    if finding.cell:
        values["cell"] = finding.cell
    if finding.sheet:
        values["sheet"] = section_title(finding.sheet, texts, facts)
        if finding.field:
            values["label"] = question_label(finding, texts, facts)
    if finding.value:
        as_number = rule.shows.get("value") == "number"
        values["value"] = _short(_number(finding.value, texts) if as_number else finding.value)
    for name, value in finding.parameters:
        shown = _shown(value, rule.shows.get(name, "plain"), texts, facts)
        if shown:
            values[name] = shown
    return values


def question_label(finding: Finding, texts: Texts, facts: Mapping[str, str] = _NO_FACTS) -> str:
    """How the question of a finding is called, with its row where it stands in a matrix."""
    label = field_label(finding.sheet or "", finding.field or "", texts, facts)
    row = texts.get(f"sheets.{finding.sheet}.rows.{finding.row}.label")
    if not row:
        return label
    return texts.fill("findings.words.row_and_label", row=_fill(row, texts, facts), label=label)


def _shown(
    value: str | float | tuple[str, ...], kind: str, texts: Texts, facts: Mapping[str, str]
) -> str:
    """A parameter as its declared kind is shown."""
    if isinstance(value, tuple):
        return ", ".join(value)
    if not isinstance(value, str):
        return figure(value, texts)
    if kind == "field":
        sheet, _, field = value.partition(".")
        return field_label(sheet, field, texts, facts)
    if kind == "title":
        return section_title(value, texts, facts)
    if kind == "date":
        return written_date(value, texts)
    prefix = {"option": "lists.", "repair": "repairs.", "said": ""}.get(kind)
    return _short(value) if prefix is None else texts.get(f"{prefix}{value}", value)


def _number(value: str, texts: Texts) -> str:
    """What was read as a number, as the language writes it."""
    try:
        return figure(float(value), texts)
    except ValueError:
        return value


def section_title(sheet: str, texts: Texts, facts: Mapping[str, str] = _NO_FACTS) -> str:
    """How a section is called."""
    return _fill(texts.get(f"sheets.{sheet}.title", sheet), texts, facts)


def _facts(texts: Texts, facts: Mapping[str, str]) -> dict[str, str]:
    names = ("period", "period_end", "place", "currency")
    neutral = {key: texts[f"findings.words.{key}"] for key in names}
    return neutral | dict(facts)


def _fill(text: str, texts: Texts, facts: Mapping[str, str]) -> str:
    """A declared text with its period and place; other braces would be a mistake of ours."""
    return text.format_map(_facts(texts, facts)) if "{" in text else text


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1].rstrip() + UNKNOWN

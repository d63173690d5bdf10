from __future__ import annotations

import csv
import io
import json

import pytest

from cli.printing import csv_bytes, guarded, print_csv, print_json, print_json_list
from cli.session import Session
from tests.cli.running import run
from workbook.report.exports.table import cell


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+63 52", "-", "@here", "\tx", "\nx", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20x"],
)
def test_text_that_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("value", [-5, -0.25, 0, "2026", "2026-06-04", "a=b", "1 - 2", "Naga", ""])
def test_numbers_and_other_texts_stay(value: object) -> None:
    assert guarded(value) == value


@pytest.mark.parametrize("text", ["0501724000", "2026-001", "3/4", "1.0", "1E5", "SEPT 2", "MAR1"])
def test_text_that_excel_would_rewrite_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;=cmd|' /C calc'!A0;b", "a;'=cmd|' /C calc'!A0;b"),
        ("a\n=1+1", "a\n'=1+1"),
        ('a; "=1+1', "a; \"'=1+1"),
        ("a\t@SUM(A1)", "a\t'@SUM(A1)"),
        ("a; -2+cmd|x!A0", "a; '-2+cmd|x!A0"),
        ("a;\uff1d1", "a;'\uff1d1"),
        # Calls nothing, and is how people write lists.
        ("We have:\n- a desk\n- a plan; + 2 staff", "We have:\n- a desk\n- a plan; + 2 staff"),
    ],
)
def test_a_formula_does_not_begin_where_excel_begins_another_cell(text: str, expected: str) -> None:
    assert guarded(text) == expected
    assert cell(text) == expected


@pytest.mark.parametrize("text", [" \x1b[2J", "\x9b2J", "\x00", "\x08", "\ud800"])
def test_no_sign_that_a_terminal_obeys_is_in_a_csv(text: str) -> None:
    data = csv_bytes(("a", "b"), [{"a": f"x{text}y", "b": 1}]).decode("utf-8-sig")
    (_, row) = csv.reader(io.StringIO(data, newline=""))
    assert row[0].startswith("x")
    assert row[0].endswith("y")
    assert all(sign.isprintable() for sign in row[0])
    assert row[1] == "1"


def test_a_line_break_in_a_text_breaks_no_row() -> None:
    data = csv_bytes(("a", "b"), [{"a": "x\ry\r\nz", "b": 1}]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data, newline=""))) == [["a", "b"], ["x\ny\nz", "1"]]


def test_json_says_what_stands_there_and_no_terminal_obeys_it(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    told = {"a": "x\x1b[2J\x9b\x7f\u202e\u2066", "b": "Parañaque", "c": "\ud800"}
    print_json(told)
    whole = capsysbinary.readouterr().out
    print_json_list("files", [told], dict)
    listed = capsysbinary.readouterr().out
    for shown, found in ((whole, json.loads(whole)), (listed, json.loads(listed)["files"][0])):
        assert found == told
        assert "Parañaque" in shown.decode()
        assert all(sign.isprintable() or sign == "\n" for sign in shown.decode())


def test_a_screen_is_told_no_signs_that_turn_letters_round_and_a_file_keeps_them(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{"a": "\u202egnp.exe", "b": "x\ny"}]
    print_csv(("a", "b"), rows)
    assert capsys.readouterr().out == '\ufeffa,b\r\n\u202egnp.exe,"x\ny"\r\n'
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_csv(("a", "b"), rows)
    assert capsys.readouterr().out == '\ufeffa,b\r\n\ufffdgnp.exe,"x\ny"\r\n'


@pytest.mark.parametrize("arguments", [("validate",), ("extract",), ("compare", "x"), ("--round",)])
def test_an_error_that_names_a_file_commands_no_terminal(arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "a\x1b[2Jb\u202e\x9b.xlsx")
    assert done.code == 2
    assert all(sign.isprintable() or sign == "\n" for sign in done.err)


def test_csv_opens_in_excel_with_its_letters_whole() -> None:
    data = csv_bytes(("name", "change"), [{"name": "Parañaque, =x", "change": -3}, {"name": "=x"}])
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [["name", "change"], ["Parañaque, =x", "-3"], ["'=x", ""]]


def test_no_progress_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    from cli.printing import progress

    with progress(Session(), "Reading", 10) as advance:
        advance()
    assert capsys.readouterr() == ("", "")


def test_progress_where_someone_watches(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from cli.printing import progress

    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with progress(Session(), "Reading", 10) as advance:
        advance()
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Reading" in shown.err
    with progress(Session(quiet=True), "Reading", 10) as advance:
        advance()
    assert capsys.readouterr().err == ""

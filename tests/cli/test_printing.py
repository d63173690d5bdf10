from __future__ import annotations

import csv
import io

import pytest

from cli.printing import csv_bytes, guarded
from cli.session import Session


@pytest.mark.parametrize("text", ["=1+1", "+63 52", "-", "@here", "\tx", "\rx"])
def test_text_that_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("value", [-5, -0.25, 0, "2026", "2026-06-04", "a=b", "1 - 2", "Naga", ""])
def test_numbers_and_other_texts_stay(value: object) -> None:
    assert guarded(value) == value


@pytest.mark.parametrize("text", ["0501724000", "2026-001", "3/4", "1.0", "1E5", "SEPT 2", "MAR1"])
def test_text_that_excel_would_rewrite_is_guarded(text: str) -> None:
    assert guarded(text) == "'" + text


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

"""Columns as letters and as numbers from 0."""

from __future__ import annotations

from functools import cache


@cache
def column_number(letters: str) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


@cache
def column_letters(column: int) -> str:
    """A for 0, AA for 26."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

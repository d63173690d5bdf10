"""Why a file cannot be read: one finding, carried up to where the file has its entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbook.model import Parameters

DAMAGED = "WB001"
ENCRYPTED = "WB002"
EMPTY_FILE = "WB003"
OTHER_FORMAT = "WB004"
TOO_LARGE = "WB005"
READING_STOPPED = "WB015"
NOT_A_FILE = "WB019"
NOT_AT_HAND = "WB020"
NOTHING_INSIDE = "WB021"


class Refusal(Exception):  # noqa: N818 - not an error of ours: a verdict on the file
    """The file cannot be read; `code` is the finding's."""

    def __init__(self, code: str, parameters: Parameters = ()) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters


def refuse(code: str, parameter: str = "", value: str = "") -> Refusal:
    """A refusal with one parameter, or with none if it has no value."""
    return Refusal(code, ((parameter, value),) if value else ())

"""Where a round lies: folders that other computers write to call for care."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Beginnings of the names of folders that a service keeps in step, in small letters.
_SERVICES = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("shared drives", "Google Drive"),
    ("mobile documents", "iCloud Drive"),
    ("icloud drive", "iCloud Drive"),
    ("iclouddrive", "iCloud Drive"),
    ("nextcloud", "Nextcloud"),
    ("box sync", "Box"),
)
_NETWORKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "davfs"})
_MOUNTS = Path("/proc/mounts")
_REMOTE_DRIVE = 4


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The service that keeps the folder in step with other computers, or a network drive."""

    service: str = ""
    network: bool = False


def surroundings(folder: Path) -> Surroundings:
    """What is known of where this folder lies; nothing is known of most."""
    inside = folder.resolve()
    for part in inside.parts:
        for beginning, service in _SERVICES:
            if part.lower().startswith(beginning):
                return Surroundings(service=service)
    return Surroundings(network=_is_remote(inside))


def _is_remote(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        drive = folder.drive
        kind = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\")
        return drive.startswith("\\\\") or kind == _REMOTE_DRIVE
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return file_system(folder, lines) in _NETWORKS


def file_system(folder: Path, mounts: Iterable[str]) -> str:
    """The kind of file system that a folder lies on, by the lines of /proc/mounts."""
    found = (0, "")
    for line in mounts:
        parts = line.split()
        if len(parts) > 2:
            point = Path(parts[1].replace("\\040", " "))
            if folder.is_relative_to(point):
                found = max(found, (len(point.parts), parts[2]))
    return found[1]

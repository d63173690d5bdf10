"""Validates the data packages that are named, and tells how many errors it found."""

from __future__ import annotations

import sys

from frictionless import Package

print(sum(Package(path).validate().stats["errors"] for path in sys.argv[1:]))

"""The version of the tool, as `pyproject.toml` has it too."""

# Asking the installed package takes longer than reading three workbooks.
VERSION = "0.1.0"

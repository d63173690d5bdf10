"""The life of a workbook, one room a step: written, filled in, read, checked, compiled."""

"""From a definition and a place to a workbook."""

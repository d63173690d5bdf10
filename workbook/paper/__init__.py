"""What is printed for people without the workbook before them: slips for offices, blank forms."""

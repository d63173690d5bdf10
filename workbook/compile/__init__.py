"""From many submissions to one long table and its totals."""

"""From totals to files that people read."""

"""From a file to a submission: open safely, find the anchors, coerce the cells."""

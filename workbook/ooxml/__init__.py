"""Our few direct touches of the file format."""

"""Charts of a summary: what they show in words, in figures and as a drawing."""

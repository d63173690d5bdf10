"""From a submission to findings; every rule is a named function."""

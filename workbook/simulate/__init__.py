"""Fills workbooks in as people do, for practice rounds and demonstrations."""

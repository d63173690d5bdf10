"""The document of a summary: what it says, once, and how it becomes a PDF and a Word file."""

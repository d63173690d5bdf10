"""What is asked: programmes, sheets, lists, places and texts, declared in data files."""

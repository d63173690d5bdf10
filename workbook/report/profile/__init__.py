"""The page of one place, to send back: what it told, where it stands, what is next."""

"""How much time and memory the commands take, measured beside what others take in the same run."""

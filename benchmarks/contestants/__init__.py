"""Programs that are measured: each is started as a process of its own and does one thing."""

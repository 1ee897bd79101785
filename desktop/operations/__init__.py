"""What a person can do or ask: the only door through which windows and command line pass."""

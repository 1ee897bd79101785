"""What a person can do or ask, on a real plant."""

"""Reading symbols from pictures."""

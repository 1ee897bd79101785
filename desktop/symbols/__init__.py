"""From data to bars and modules, without pixels: Code 128 and the rules of size and quiet zones."""

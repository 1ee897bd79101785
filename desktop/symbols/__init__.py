"""From data to bars and modules and back, without pixels, and the rules of size and quiet zones."""

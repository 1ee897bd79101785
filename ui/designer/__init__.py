"""The label designer: a canvas that shows printer dots, tools, and panels around it."""

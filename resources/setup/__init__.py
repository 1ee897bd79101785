"""Sets up what Packmark runs in, with the standard library only: it works before anything is installed.

``start.py`` and ``check.py`` use it; the installed program does not, and the wheel leaves it out.
"""

"""The application without its windows."""

__version__ = "0.1.0"

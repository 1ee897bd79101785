"""Scanners that are no keyboards: over TCP, either side calling, and on serial lines."""

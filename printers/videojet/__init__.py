"""Videojet coders: Zipher text (CLARiTY) and the 1000 line's WSI, each with its driver."""

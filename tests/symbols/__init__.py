"""Tests of desktop.symbols."""

"""Tests of desktop.products."""

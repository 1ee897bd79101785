"""Tests of desktop.labels."""

"""Tests of the label designer: what a person does on its canvas and in its panels."""

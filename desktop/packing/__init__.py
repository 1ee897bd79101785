"""Packing: what may be done with packs, from the smallest to the largest. Pure; storage applies it."""

"""Numbers on packs: check digits, GTINs, drug codes, and what a rule says about them."""

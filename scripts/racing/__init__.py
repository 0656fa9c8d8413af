"""Several at one thing at the same moment, over and over: what was lost, doubled, or told to be locked (cases 16, 17, 19, 24)."""

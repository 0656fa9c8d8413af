"""Every form there is, sent once with something in it, and broken at each statement (cases 9, 10, 20, 89)."""

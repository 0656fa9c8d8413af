"""Killing processes while they submit reports, take workbooks in or migrate, and looking at what is left (cases 1, 2, 5)."""

"""Killing processes while they submit reports, and looking at what is left (case 1)."""

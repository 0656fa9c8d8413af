"""Papers for superiors, as Word documents that are ready to be edited."""

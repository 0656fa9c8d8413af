"""A reading that a person confirms: the draft, the edits that change it, what speaks against publishing, versions."""

"""What `scripts/fuzz` does: the documents of data/documents, damaged as files are, through reading and extraction."""

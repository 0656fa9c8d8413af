"""What `scripts/fuzz` does: real files of every format, damaged as files are, through reading and extraction."""

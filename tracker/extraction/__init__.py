"""From a text to what it says about responsibility: ``extract(text)`` → Findings. No Flask, no database, no state."""

from tracker.extraction.document import explain, extract

__all__ = ["explain", "extract"]

"""Publishing a confirmed document, so that its tasks stand in the ledger, and discarding one that was not."""


def publish(document_id: int, *, who: str, reason: str | None = None, sequence: int | None = None) -> None:
    """Write the draft's tasks into the ledger, in one transaction. Again after corrections: a task keeps its id.

    Raises NotDecided (``.findings``) while something must be decided and no ``reason`` is given, WrongState for a
    discarded document or one without any task, ChangedMeanwhile if the draft is not the one of the page with this
    ``sequence``, Unsigned. What is published already as it stands is left alone.
    """
    raise NotImplementedError


def discard(document_id: int, *, who: str, reason: str) -> None:
    """Put away a document that was never published; it is kept, but shown only when asked for.

    Raises WrongState for a published one, Unreasoned, Unsigned.
    """
    raise NotImplementedError

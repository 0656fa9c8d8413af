"""Aliases of tables for selects that are written into other selects."""

from functools import cache

from sqlalchemy import Alias


@cache
def alias(table: type, use: str) -> Alias:
    """A second name of a mapped table, one for each use: uses that stand inside one another need names of their own.
    Kept, because the columns of an alias take longer to make than the conditions that are built on them."""
    return table.__table__.alias()

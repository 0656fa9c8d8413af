"""The places the registry knows, and the bodies in one of them and above it."""

from sqlalchemy import or_, select

from tracker.agencies.places import NATION, Places
from tracker.storage.database import db
from tracker.storage.queries.carrying import carrying
from tracker.storage.registry import Jurisdiction

MOST_NAMES = 30


def is_place(name: str) -> bool:
    """Whether a place stands in the list of places, by its full name or behind its superiors' (广东省广州市).

    An installation without the list knows them all.
    """
    if name == NATION.name:
        return True
    known = select(Jurisdiction.name).where(or_(Jurisdiction.name == name, Jurisdiction.level == "province"))
    found = set(db.session.scalars(known))
    return not found or name in found or Places(carrying().rows.jurisdictions).find(name) is not None


def names_like(place: str, words: str) -> tuple[str, ...]:
    """Names of registered bodies of a place and of those above it that hold the words, its own first; today's alone."""
    rows = carrying().rows
    places = Places(rows.jurisdictions)
    found = places.find(place)
    if found is None or not words:
        return ()
    rank = {one.code: at for at, one in enumerate(places.chain(found.code))}
    near = [
        (rank[agency.jurisdiction or NATION.code], agency.name)
        for agency in rows.agencies
        if (agency.jurisdiction or NATION.code) in rank and agency.valid_to is None and words in agency.name
    ]
    return tuple(dict.fromkeys(name for _, name in sorted(near)))[:MOST_NAMES]

"""How the office of a group treats agencies: who is urged and ranked, who is only asked."""

from collections.abc import Iterable

from sqlalchemy import select

from tracker.agencies.kinds import BY_URGING, Treatment, treatment
from tracker.storage.database import db
from tracker.storage.people import LeadingGroup
from tracker.storage.queries.carrying import carrying


def treatments(group_id: int, agency_ids: Iterable[str]) -> dict[str, Treatment]:
    """By agency; in two statements where the registry is kept. A group whose place is not known urges everybody."""
    registry = carrying()
    office = registry.places.find(
        db.session.scalar(select(LeadingGroup.jurisdiction).where(LeadingGroup.id == group_id))
    )
    if office is None:
        return dict.fromkeys(agency_ids, BY_URGING)
    return {id_: treatment(registry.agencies[id_], office.code, registry.places) for id_ in agency_ids}

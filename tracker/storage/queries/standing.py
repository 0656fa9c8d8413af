"""How a published document counts, in SQL: issued, draft, or replaced by a newer version."""

from sqlalchemy import case, cast, exists, or_, type_coerce
from sqlalchemy.types import String

from tracker.storage.documents import PolicyDocument, word
from tracker.vocabulary import DocumentState, DocumentStatus, Standing

_NEWER = PolicyDocument.__table__.alias()
IS_REPLACED = exists().where(
    _NEWER.c.supersedes_id == PolicyDocument.id,
    _NEWER.c.state == DocumentState.PUBLISHED,
    or_(_NEWER.c.status == DocumentStatus.ISSUED, PolicyDocument.status == DocumentStatus.DRAFT),
)
"""An accepted newer version is published, whoever may see it; a draft of one replaces only a draft."""

STANDING = type_coerce(
    case((IS_REPLACED, Standing.REPLACED.value), else_=cast(PolicyDocument.status, String)), word(Standing)
).label("standing")

"""What there is to choose from in a filter."""

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.queries.labels import full_name
from tracker.storage.queries.rows import DOCUMENT_COLUMNS, DocumentName


@dataclass(frozen=True)
class AgencyName:
    """An agency by the name it has in its jurisdiction; ``full`` stands alone."""

    id: int
    jurisdiction: str
    name: str

    @property
    def full(self) -> str:
        return full_name(self.jurisdiction, self.name)


@dataclass(frozen=True)
class Choices:
    """Every document and every agency, in the order they are offered."""

    documents: tuple[DocumentName, ...]
    agencies: tuple[AgencyName, ...]

    @cached_property
    def jurisdictions(self) -> tuple[str, ...]:
        """The jurisdictions of the documents, each once."""
        return tuple(dict.fromkeys(document.jurisdiction for document in self.documents if document.jurisdiction))

    def agency(self, agency_id: int) -> AgencyName | None:
        return next((agency for agency in self.agencies if agency.id == agency_id), None)

    def document(self, stem: str) -> DocumentName | None:
        return next((document for document in self.documents if document.stem == stem), None)


def choices() -> Choices:
    """Documents as they were loaded, agencies by jurisdiction and name; in two statements."""
    documents = select(*DOCUMENT_COLUMNS).order_by(PolicyDocument.position)
    agencies = select(Agency.id, Agency.jurisdiction, Agency.name).order_by(Agency.jurisdiction, Agency.name)
    return Choices(
        tuple(DocumentName(*row) for row in db.session.execute(documents)),
        tuple(AgencyName(*row) for row in db.session.execute(agencies)),
    )

"""What there is to choose from in a filter."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from sqlalchemy import select

from tracker.storage.agencies import Agency
from tracker.storage.database import db
from tracker.storage.documents import PolicyDocument
from tracker.storage.queries.labels import full_name
from tracker.storage.queries.rows import DOCUMENT_COLUMNS, DocumentName
from tracker.vocabulary import DocumentState, Origin, Role, Scope

LABELS = {
    "document": "文件",
    "jurisdiction": "地区",
    "agency": "单位",
    "role": "角色",
    "q": "文字",
    "origin": "责任写法",
    "carrier": "主办单位",
    "supporter": "配合单位",
    "scope": "范围",
}
"""What a condition is called."""
AGENCIES = {"agency", "carrier", "supporter"}
WORDS = {"role": Role, "origin": Origin, "scope": Scope}


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
    """Every document of the ledger and every agency, in the order they are offered."""

    documents: tuple[DocumentName, ...]
    agencies: tuple[AgencyName, ...]

    @cached_property
    def jurisdictions(self) -> tuple[str, ...]:
        """The jurisdictions of documents and agencies, each once."""
        found = [*(one.jurisdiction for one in self.documents), *(one.jurisdiction for one in self.agencies)]
        return tuple(dict.fromkeys(name for name in found if name))

    @cached_property
    def agencies_by_jurisdiction(self) -> tuple[tuple[str, tuple[AgencyName, ...]], ...]:
        """The agencies as they are offered in a list."""
        groups = groupby(self.agencies, key=lambda agency: agency.jurisdiction)
        return tuple((jurisdiction, tuple(agencies)) for jurisdiction, agencies in groups)

    def name_of(self, agency_id: str) -> str | None:
        """An agency's name by its id as it stands in an address; in full where two share it; None if unknown."""
        agency = next((one for one in self.agencies if str(one.id) == agency_id), None)
        if agency is None:
            return None
        return agency.full if sum(one.name == agency.name for one in self.agencies) > 1 else agency.name

    def in_words(self, condition: str, value: str) -> str | None:
        """How a condition's value, as it stands in an address, reads; None if nothing here has it."""
        if condition == "document":
            document = self.document(value)
            return document and document.short
        if condition in AGENCIES:
            return self.name_of(value)
        if condition in WORDS:
            return WORDS[condition](value).label if value in set(WORDS[condition]) else None
        if condition == "jurisdiction":
            return value if value in self.jurisdictions else None
        return value

    def document(self, stem: str) -> DocumentName | None:
        return next((document for document in self.documents if document.stem == stem), None)


def choices() -> Choices:
    """Published documents as they came in, agencies by jurisdiction and name; in two statements."""
    documents = select(*DOCUMENT_COLUMNS).where(PolicyDocument.state == DocumentState.PUBLISHED)
    documents = documents.order_by(PolicyDocument.position)
    agencies = select(Agency.id, Agency.jurisdiction, Agency.name).order_by(Agency.jurisdiction, Agency.name)
    return Choices(
        tuple(DocumentName(*row) for row in db.session.execute(documents)),
        tuple(AgencyName(*row) for row in db.session.execute(agencies)),
    )

"""Files of the registry that were sent to be looked through."""

from tracker.storage.database import db
from tracker.storage.registry_office import RegistryUpload


def registry_upload(upload_id: int) -> RegistryUpload | None:
    """One of them; None if there is none."""
    return db.session.get(RegistryUpload, upload_id)

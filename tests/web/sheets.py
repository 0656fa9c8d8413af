"""Pages of an agency's sheet as its clerks use them: forms sent with what is hidden in them."""

from sqlalchemy import select

from tests.web.conftest import Page
from tracker.storage.database import db
from tracker.storage.reports import Filing

TYPED = {"progress": "under_way", "percent": "60", "done": "引进企业6家，名单见附件。", "next_step": "再引进2家。"}
ALERT = "//main//div[@role='alert']"


def page_of(client, address):
    with client.get(address) as response:
        return Page(response)


def post(client, page_address, address, **fields):
    """Send fields with what is hidden in the form of a page; returns the page that answers."""
    hidden = {
        each.get("name"): each.get("value")
        for each in page_of(client, page_address).all("//main//input[@type='hidden']")
    }
    with client.post(
        address, data=hidden | fields, follow_redirects=True, content_type="multipart/form-data"
    ) as response:
        return Page(response)


def sheet_address(app, agency_id):
    """The address of an agency's sheet."""
    with app.app_context():
        found = db.session.scalar(select(Filing.id).where(Filing.agency_id == agency_id))
        db.session.rollback()
        return f"/reports/{found}"

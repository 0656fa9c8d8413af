"""Forms as a browser sends them: with the token of a page."""

from tests.web.conftest import Page


def token(client, page="/documents"):
    """The token that the forms of this browser carry."""
    with client.get(page) as response:
        return Page(response).all("//input[@name='csrf_token']")[0].get("value")


def send(client, address, *, headers=None, **fields):
    """Send a form; returns the answer, a redirect as it is."""
    data = {"csrf_token": token(client), **fields}
    return client.post(address, data=data, headers=headers, content_type="multipart/form-data")


def sent(client, address, **fields):
    """Send a form and read the page that answers it, redirects followed."""
    response = send(client, address, **fields)
    if response.status_code == 303:
        response = client.get(response.headers["Location"])
    return Page(response)

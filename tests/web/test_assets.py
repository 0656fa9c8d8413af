import gzip
import re
from pathlib import Path

import pytest

from tracker.settings import shipped
from tracker.web.assets import inlined_styles, plotly_file, plotly_version


def test_a_file_s_address_changes_with_its_content(client, read):
    styles = [link.get("href") for link in read(client, "/").all("//link[@rel='stylesheet']")]
    assert all(re.fullmatch(r"/static/[\w/.-]+\.css\?v=[0-9a-f]{10}", address) for address in styles)


def test_every_file_a_page_names_is_there(client, office, read):
    for address in {
        link for path in ("/", "/graph") for link in read(client, path).all("//link/@href | //script/@src")
    }:
        with client.get(address) as response:
            assert response.status_code == 200, address


def test_the_installed_plotly_is_served_compressed_for_ever(client):
    address = f"/assets/plotly-{plotly_version()}.min.js"
    with client.get(address, headers={"Accept-Encoding": "gzip"}) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Vary"] == "Accept-Encoding"
        assert gzip.decompress(response.data) == plotly_file().read_bytes()
    with client.get(address) as response:
        assert "Content-Encoding" not in response.headers
        assert response.content_length == plotly_file().stat().st_size


def test_another_version_of_plotly_is_not_here(client):
    assert client.get("/assets/plotly-0.0.1.min.js").status_code == 404


def test_what_plotly_would_write_into_the_page_is_already_there(client, office, read):
    page = read(client, "/graph")
    assert inlined_styles()
    assert all(page.tree.get_element_by_id(name) is not None for name in inlined_styles())


SHIPPED = [path for path in shipped("static").rglob("*") if path.suffix in {".css", ".js", ".svg"}]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_no_shipped_file_loads_anything_from_elsewhere(path: Path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"""(?:url\(\s*|@import\s+|src\s*=\s*)["']?(?:https?:)?//""", text)

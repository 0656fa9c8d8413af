"""A browser that is cheap: cookies, forms with their tokens, files of the program once, every answer timed."""

import asyncio
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

PATIENCE = 30
"""Seconds after which somebody would give up."""
AT_ONCE = 6
"""Connections a browser holds at once."""
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
FILES = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str

    @property
    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's forms; of those with one name the last."""
        return {name: unescape(value) for name, value in HIDDEN.findall(self.text)}

    def find(self, pattern: str) -> str:
        """The first place of the page that is like this; raises LookupError where there is none."""
        found = re.search(pattern, self.text)
        if found is None:
            raise LookupError(f"no {pattern} on the page ({self.status})")
        return unescape(found[1])


@dataclass
class Browser:
    """Somebody's browser; ``tell`` is told of every answer: what it was of, how long it took, what was wrong."""

    port: int
    address: str
    tell: Callable[[str, float, str | None], None]
    cookies: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    async def get(self, path: str, what: str) -> Answer:
        """A page, with those files of the program it does not keep yet."""
        answer = await self._ask("GET", path, {}, b"", what, expected=200)
        files = [each for each in dict.fromkeys(FILES.findall(answer.text)) if each not in self.kept]
        self.kept.update(files)
        for start in range(0, len(files), AT_ONCE):
            some = files[start : start + AT_ONCE]
            await asyncio.gather(*(self._ask("GET", unescape(each), {}, b"", "files", expected=200) for each in some))
        return answer

    async def post(self, path: str, what: str, fields: Mapping[str, str], *, file=None, part=False) -> Answer:
        """A form, with a file (name, bytes) or without; ``part`` where a script sends it."""
        kind, body = _multipart(fields, file) if file else ("application/x-www-form-urlencoded", _encoded(fields))
        headers = {"Content-Type": kind}
        if part:
            headers |= {"X-Requested-With": "fetch", "Accept": "application/json"}
        return await self._ask("POST", path, headers, body, what, expected=200 if part else 303)

    async def _ask(self, method, path, headers, body, what, expected):
        began, fault = time.perf_counter(), None
        try:
            answer = await asyncio.wait_for(self._exchange(method, path, headers, body), PATIENCE)
            if answer.status != expected:
                fault = f"{what}: {answer.status}, not {expected}"
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError) as error:
            answer, fault = Answer(0, "", ""), f"{what}: {error!r}"
        self.tell(what, time.perf_counter() - began, fault)
        return answer

    async def _exchange(self, method, path, headers, body):
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 22)
        try:
            writer.write(self._head(method, path, headers, body) + body)
            head, _, text = (await reader.read(-1)).partition(b"\r\n\r\n")
            return self._answer(head.decode("latin-1"), text)
        finally:
            writer.close()

    def _head(self, method, path, headers, body):
        sent = {
            "Host": f"127.0.0.1:{self.port}",
            "X-Forwarded-For": self.address,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Accept": "text/html",
            "Connection": "close",
            "Content-Length": str(len(body)),
        } | headers
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items() if value)]
        return "\r\n".join([*lines, "", ""]).encode()

    def _answer(self, head, text):
        first, *lines = head.split("\r\n")
        location = ""
        for line in lines:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content
            elif name.lower() == "location":
                location = value
        is_words = b"\0" not in text[:64]
        return Answer(int(first.split()[1]), location, text.decode(errors="replace") if is_words else "")


def _encoded(fields):
    return urlencode(list(fields.items())).encode()


def _multipart(fields, file):
    mark, (name, content) = secrets.token_hex(16), file
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
    words = "".join(parts).encode() + f"{head}Content-Type: application/octet-stream\r\n\r\n".encode()
    return f"multipart/form-data; boundary={mark}", words + content + f"\r\n--{mark}--\r\n".encode()

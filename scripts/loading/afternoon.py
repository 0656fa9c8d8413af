"""What everybody does that afternoon: agencies sign in, write, attach, send and sign out; the office looks at its desk."""

import asyncio
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from scripts.loading.browsing import Browser
from scripts.loading.year import PASSWORD, Clerk
from tracker.reporting.content import Content
from tracker.vocabulary.reporting import Progress

PAGE = b"%PDF-1.7\n% " + b"0123456789abcdef" * 6_000 + b"\n%%EOF\n"
"""A scan of some 100 kB."""
REFRESHED_EVERY = 5
ROWS = re.compile(r'href="(/reports/\d+/rows/\d+)"')
DONE = "已建成公共服务平台并投入使用。"


@dataclass
class Afternoon:
    """The run: where the server is, how long anybody thinks, who is told of answers, what was acknowledged (key, sha256),
    and under which keys a scan had been taken in before."""

    port: int
    think: float
    tell: Callable[[str, float, str | None], None]
    chance: Random
    acknowledged: list[tuple[str, str]]
    scanned: set[str] = field(default_factory=set)

    def browser(self, clerk: Clerk) -> Browser:
        return Browser(self.port, clerk.address, self.tell)

    async def pause(self) -> None:
        await asyncio.sleep(self.chance.uniform(0.5, 1.5) * self.think)

    async def report(self, clerk: Clerk, start: float) -> None:
        """An agency: signs in, signs for its sheet, writes and sends every row, looks at its desk, leaves."""
        await asyncio.sleep(start)
        browser = self.browser(clerk)
        try:
            await self._report_all(browser, await self._enter(browser, clerk))
        except LookupError as error:
            self.tell("pages", 0, f"{clerk.login}: {error}")

    async def open(self, clerk: Clerk, start: float) -> None:
        """An agency on the first morning: signs in, signs for its sheet."""
        await asyncio.sleep(start)
        browser = self.browser(clerk)
        try:
            await self._acknowledge(browser, await self._enter(browser, clerk))
        except LookupError as error:
            self.tell("pages", 0, f"{clerk.login}: {error}")

    async def watch(self, clerk: Clerk, until: Callable[[], bool]) -> None:
        """The office: looks at its desk again and again."""
        browser = self.browser(clerk)
        await self._enter(browser, clerk, "office's desk")
        while not until():
            await asyncio.sleep(min(REFRESHED_EVERY, self.think))
            await browser.get("/", "office's desk")

    async def _enter(self, browser, clerk, desk="agency's desk"):
        page = await browser.get("/sign-in", "sign-in page")
        await self.pause()
        fields = page.hidden | {"login": clerk.login, "password": PASSWORD}
        await browser.post("/sign-in", "signing in", fields)
        return await browser.get("/", desk)

    async def _acknowledge(self, browser, page):
        await self.pause()
        where = page.find(r'action="(/reports/\d+/acknowledged)"')
        await browser.post(where, "acknowledging", page.hidden)
        return await browser.get(where.removesuffix("/acknowledged"), "sheet")

    async def _report_all(self, browser, desk):
        sheet = await self._acknowledge(browser, desk)
        for row in dict.fromkeys(ROWS.findall(sheet.text)):
            await self.pause()
            await self._report(browser, row)
        await self.pause()
        desk = await browser.get("/", "agency's desk")
        await browser.post("/sign-out", "signing out", desk.hidden)

    async def _report(self, browser, row):
        """One row: opened, saved twice by its script, a scan put beside it, sent."""
        content = Content(
            Progress.UNDER_WAY, 60, f"引进企业{secrets.token_hex(8)}，{DONE}", next_step="年底前完成验收。"
        )
        typed = {"progress": "under_way", "percent": "60", "next_step": content.next_step, "done": content.done}
        fields = (await browser.get(row, "form")).hidden | typed
        for written in (DONE, content.done):
            await self.pause()
            saved = await browser.post(row, "autosave", fields | {"done": written, "do": "save"}, part=True)
            fields["based_on"] = saved.find(r'"version": ?(\d+)')
        await self.pause()
        taken = await browser.post(row, "attaching", fields | {"do": "attach"}, file=("盖章件.pdf", PAGE))
        fields = (await browser.get(row, "form")).hidden | typed
        await self.pause()
        answer = await browser.post(row, "submitting", fields | {"do": "send"})
        if answer.status == 303 and "/receipts/" in answer.location:
            self.acknowledged.append((fields["key"], content.sha256))
            if taken.status == 303:
                self.scanned.add(fields["key"])
            await browser.get(answer.location, "receipt")

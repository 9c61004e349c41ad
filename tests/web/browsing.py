"""Debian's Chromium driven by playwright, with no way to the network but our own port."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect, sync_playwright

from tests.waiting import PATIENCE

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = 390
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MILLISECONDS = 1000 * PATIENCE  # how long the browser waits for what must come, in its own unit
expect.set_options(timeout=MILLISECONDS)
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def browser() -> Iterator[Browser]:
    """Start the browser."""
    with sync_playwright() as driver:
        started = launch(driver)
        try:
            yield started
        finally:
            started.close()


def launch(driver: Playwright) -> Browser:
    return driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@dataclass
class Visit:
    """A page in a context of its own, and what went wrong while it was open."""

    page: Page
    root: str
    complaints: list[str] = field(default_factory=list)

    def go(self, address: str) -> Page:
        self.page.goto(self.root + address)
        return self.page


@contextmanager
def visit(started: Browser, root: str, width: int = 1200, *, scripts: bool = True) -> Iterator[Visit]:
    """Open a page of this width that notes console errors and requests to anywhere else."""
    context: BrowserContext = started.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts, accept_downloads=True
    )
    try:
        opened = Visit(context.new_page(), root)
        opened.page.set_default_timeout(MILLISECONDS)

        def note(request: Request) -> None:
            if not request.url.startswith((root, "data:", "blob:")):
                opened.complaints.append(f"asked {request.url}")

        opened.page.on("request", note)
        opened.page.on("console", lambda said: opened.complaints.append(said.text) if said.type == "error" else None)
        opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
        opened.page.on("dialog", lambda dialog: (opened.complaints.append(dialog.message), dialog.dismiss()))
        yield opened
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """Run axe on a page as it stands."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]

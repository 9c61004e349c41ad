"""Readers for `benchmarks.load`: what they look at, how often, and what counts as an answer. Run by Locust.

Each reader has an address of its own behind a proxy that the server knows, since limits hold for one address. To be
told to come back, with a time, is an answer of its own name and no error: whatever else is not 200 is one.
"""

from __future__ import annotations

import itertools
import json
import os
import random
from collections.abc import Mapping

from locust import HttpUser, between, task

PAGES: Mapping[str, str] = json.loads(os.environ["LOAD_PAGES"])  # addresses by name, as benchmarks.pages tells them
BUSY = "told to come back"
SHARES = {"search": 8, "search all": 1, "search long": 4, "search group": 1, "api search": 2}
SHARES |= {"finding": 8, "review": 6, "theme": 4, "themes": 2, "start": 3, "reviews": 2, "threads": 1}
SHARES |= {"over time": 1, "came back": 1, "history": 1, "follow-up": 1, "one follow-up": 1, "compare": 1}
_NUMBERS = itertools.count(1)


class Reader(HttpUser):
    """Somebody who reads: opens pages one after the other, a second or so between them."""

    wait_time = between(0.5, 1.5)

    def on_start(self) -> None:
        """Take an address of its own."""
        number = next(_NUMBERS)
        self.client.headers["X-Forwarded-For"] = f"10.0.{number // 250}.{number % 250 + 1}"
        self.client.trust_env = False

    @task
    def read(self) -> None:
        """Open a page."""
        page = random.choices(list(SHARES), list(SHARES.values()))[0]
        with self.client.get(PAGES[page], name="page", catch_response=True, timeout=60) as answer:
            if answer.status_code == 503 and answer.headers.get("Retry-After"):
                answer.request_meta["name"] = BUSY
                answer.success()

"""Ask a server many mixed things at once while the library changes, and tell of errors and of memory.

    python -m benchmarks.mixed_requests FOLDER [--many 10000] [--threads 8] [--add FILE...]    # FOLDER is copied first

Readers search, open pages, compare drafts, pick findings, take exports and ask for what is not there. Meanwhile themes
are given and refused, and files are added. An error is an answer of 5xx other than 503 with
Retry-After, an answer that does not fit what was asked, or none at all. Memory is the server's own, in megabytes.
"""

from __future__ import annotations

import argparse
import random
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmarks.pages import DRAFT, ROOT, PageServer, addresses
from kb.app.library import Library
from kb.app.reports import KEPT, KEPT_WITH_NOTES
from kb.core.errors import KbError
from kb.core.settings import Settings

WORDS = "child family police school neglect risk home visit record share review panel housing carer adult".split()
BAD = ("/findings/0000000000000000", "/nowhere", "/reviews/no-such", "/themes/-", "/reviews/%00", "/documents/0")
EXPORTS = ("csv", "xlsx", "ris")
PAUSE = 3.0  # seconds between two changes
SHARES = {"search": 34, "page": 34, "draft": 4, "pick": 10, "export": 3, "bad": 15}
Answers = Mapping[str, Callable[[httpx.Client, random.Random], tuple[httpx.Response, Sequence[int]]]]


def kinds_of_asking(pages: Sequence[str], findings: Sequence[str]) -> Answers:
    """Return by name what asks something, and gives the answer with the statuses that fit."""

    def search(http: httpx.Client, chance: random.Random) -> tuple[httpx.Response, Sequence[int]]:
        return http.get("/search", params={"q": " ".join(chance.sample(WORDS, chance.randint(1, 4)))}), (200,)

    def page(http: httpx.Client, chance: random.Random) -> tuple[httpx.Response, Sequence[int]]:
        return http.get(chance.choice(pages)), (200, 301)

    def draft(http: httpx.Client, chance: random.Random) -> tuple[httpx.Response, Sequence[int]]:
        return http.post("/check", data={"text": " ".join(chance.choices(DRAFT.split(), k=120))}), (200,)

    def pick(http: httpx.Client, chance: random.Random) -> tuple[httpx.Response, Sequence[int]]:
        chosen = {"finding": chance.sample(findings, 2), "do": chance.choice(("", "take", "empty"))}
        return http.post("/basket", data=chosen, headers={"Sec-Fetch-Site": "same-origin"}), (303,)

    def export(http: httpx.Client, chance: random.Random) -> tuple[httpx.Response, Sequence[int]]:
        return http.get(f"/search.{chance.choice(EXPORTS)}", params={"q": chance.choice(WORDS)}), (200,)

    def ask_wrong(http: httpx.Client, chance: random.Random) -> tuple[httpx.Response, Sequence[int]]:
        return http.get(chance.choice(BAD)), (400, 404, 410, 422)

    return {"search": search, "page": page, "draft": draft, "pick": pick, "export": export, "bad": ask_wrong}


class Readers:
    """Threads that ask a server, and what became of it."""

    def __init__(self, address: str, ask: Answers) -> None:
        self._address = address
        self._ask = ask
        self._lock = threading.Lock()
        self.answers: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()

    def read(self, number: int, many: int, until: float) -> None:
        """Ask so many things from an address of its own, until a moment of the clock that only goes on."""
        chance = random.Random(number)
        sent = {"X-Forwarded-For": f"10.2.0.{number + 1}"}
        with httpx.Client(base_url=self._address, headers=sent, timeout=120, trust_env=False) as http:
            for _ in range(many):
                if time.monotonic() > until:
                    return
                name = chance.choices(list(SHARES), list(SHARES.values()))[0]
                told = self._one(http, chance, name)
                with self._lock:
                    self.answers[name if not told else "told to come back" if told == "busy" else "error"] += 1
                    if told and told != "busy":
                        self.errors[told] += 1

    def _one(self, http: httpx.Client, chance: random.Random, name: str) -> str:
        try:
            answer, fits = self._ask[name](http, chance)
        except httpx.HTTPError as error:
            return f"{name}: {type(error).__name__}"
        if answer.status_code in (429, 503) and answer.headers.get("Retry-After"):
            return "busy"
        return "" if answer.status_code in fits else f"{name}: {answer.status_code} {answer.request.url.raw_path!r}"


def change(folder: Path, files: Sequence[Path], ended: threading.Event, done: Counter[str]) -> None:
    """Decide themes and add files, each once, until told to end."""
    with Library.open(Settings(data=folder, meaning="off"), elsewhere=True) as library:
        chance = random.Random(0)
        tagged = [one.finding for one in library.findings() if one.finding.themes]
        waiting = list(files)
        while not ended.wait(PAUSE):
            try:
                finding = chance.choice(tagged)
                library.decide_theme(finding.id, finding.themes[0], accepted=chance.random() < 0.5, by="load")
                done["themes decided"] += 1
                if waiting and done["themes decided"] % 5 == 0:
                    report = library.add([waiting.pop(0)])
                    done["files added"] += report.count(KEPT) + report.count(KEPT_WITH_NOTES)
            except KbError as error:
                done[f"refused: {type(error).__name__}"] += 1


def main() -> None:
    """Print what was asked, what went wrong, and the memory over time."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    asked.add_argument("folder", type=Path, help="a library's folder")
    asked.add_argument("--many", type=int, default=10_000, help="requests")
    asked.add_argument("--minutes", type=float, default=60.0, help="after which it ends whatever is left to ask")
    asked.add_argument("--threads", type=int, default=8)
    asked.add_argument("--add", type=Path, nargs="*", default=[], help="files that the library does not hold")
    told = asked.parse_args()
    with TemporaryDirectory() as work:
        folder = Path(shutil.copytree(told.folder, Path(work, "library")))
        with Library.open(Settings(data=folder, meaning="off"), elsewhere=True) as library:
            pages = tuple(addresses(library).values())
            findings = [one.finding.id for one in library.findings()]
        server = PageServer(ROOT, folder, {"KB_PROXIES": "127.0.0.1"})
        ended, done, memory = threading.Event(), Counter[str](), list[float]()
        readers = Readers(server.address, kinds_of_asking(pages, findings))
        try:
            changing = threading.Thread(target=change, args=(folder, told.add, ended, done))
            changing.start()
            begun = time.monotonic()
            with ThreadPoolExecutor(told.threads) as pool:
                going = [
                    pool.submit(readers.read, one, len(range(one, told.many, told.threads)), begun + told.minutes * 60)
                    for one in range(told.threads)
                ]
                while not all(one.done() for one in going):
                    memory.append(server.memory().own)
                    time.sleep(5)
            for one in going:
                one.result()  # a thread of readers that broke off is no good result
            took = time.monotonic() - begun
        finally:
            ended.set()
            changing.join()
            server.stop()
    tenths = [f"{memory[len(memory) * part // 10]:.0f}" for part in range(10)]
    print(f"{sum(readers.answers.values()):,} requests in {took:.0f} s: {dict(readers.answers)}")
    print(f"changes: {dict(done)}\nmemory by tenths of the time: {', '.join(tenths)}, at the end {memory[-1]:.0f} MB")
    print(f"errors: {dict(readers.errors) or 'none'}")


if __name__ == "__main__":
    main()

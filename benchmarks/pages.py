"""How long a reader waits, and what a server takes: each page over a real library, on one worker, through a real port.

    python -m benchmarks.pages FOLDER                        # the library in FOLDER (made by benchmarks.national)
    python -m benchmarks.pages FOLDER --beside TREE OTHER    # and what an older tree takes for the library in OTHER
    python -m benchmarks.pages FOLDER --growth SMALL --add   # and beside a small one; and what one more document takes

A server is started as `kb serve` does. The table gives how long it takes to answer at all, then for each page its first
visit, the median of TIMES visits, the slowest, and what the server spent of processor on one, which is about what a
quiet machine takes: all in milliseconds. Last comes the memory that is the server's own after that.
"""

from __future__ import annotations

import argparse
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from kb.app.library import Library
from kb.core.model import Kind
from kb.core.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
TIMES = 5
LIMIT = 150.0  # milliseconds at the median that a page may take
PATIENCE = 900.0  # seconds for one answer: older trees took minutes
PAPER = """# Learning review: Child {word}

Published: March 2024

## Lessons learned

- Practitioners did not share information about the {word} family's moves between flats with the health visitor.

## Recommendations

1. The council should make sure that {word} housing officers tell the health visitor when a family moves.
"""
DRAFT = "\n".join(
    f"{n}. The partnership should make sure that {who} share what they know before a meeting about {what}."
    for n, (who, what) in enumerate(
        ((who, what) for who in ("schools", "health visitors", "police officers", "housing officers", "social workers")
         for what in ("neglect", "domestic abuse", "a move", "a bruise", "an absence")), 1)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageTime:
    """How long one page takes, in milliseconds."""

    first: float
    median: float
    slowest: float
    processor: float  # of one visit, over all but the first


def addresses(library: Library) -> Mapping[str, str]:
    """Return the pages that readers use, for this library."""
    reviews = library.reviews()
    asked = next(iter(library.follow_ups()), reviews[0].slug)
    theme = library.recurrence().rows[0].theme
    finding = library.findings(review=asked, kind=Kind.RECOMMENDATION.value)[0].finding.id
    return {
        "start": "/",
        "search": "/search?q=core+groups",
        "search all": "/search",
        "search long": "/search?q=what+goes+wrong+when+families+move+borough",
        "search group": "/search?q=core+groups&group=reviews&sort=newest",
        "finding": f"/findings/{finding}",
        "review": f"/reviews/{asked}",
        "reviews": "/reviews",
        "themes": "/themes",
        "theme": f"/themes/{theme}",
        "over time": "/recurrence",
        "by area": "/recurrence?by=area&show=share",
        "threads": "/threads",
        "came back": "/recurrence/came-back",
        "history": "/recurrence/history?q=core+group+attendance",
        "follow-up": "/follow-up",
        "one follow-up": f"/reviews/{asked}/follow-up",
        "compare": f"/compare/reviews?review={reviews[0].slug}&review={reviews[-1].slug}",
        "contrast": f"/compare/theme?theme={theme}",
        "coverage": "/coverage",
        "what’s new": "/whats-new",
        "help themes": "/help/themes",
        "api search": "/api/v1/search?q=core+groups",
    }


@dataclass(frozen=True, slots=True)
class OwnMemory:
    """Megabytes that are a process's own, and how much of that is mapped files, which the system may take back."""

    own: float
    mapped: float

    def __str__(self) -> str:
        return f"{self.own:.0f} MB of its own, {self.mapped:.0f} of them mapped files"


class PageServer:
    """`kb serve` of one tree over one library."""

    def __init__(self, tree: Path, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        environment = os.environ | {"KB_DATA": str(folder), "KB_MEANING": "off", "PYTHONPATH": str(tree)}
        environment |= settings or {}
        self.address = f"http://127.0.0.1:{port}"
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kb.cli", "serve", "--port", str(port)],
            cwd=tree, env=environment, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        self._http = httpx.Client(base_url=self.address, timeout=PATIENCE, trust_env=False)
        while True:
            try:
                self._http.get("/help")
                break
            except httpx.ConnectError:
                time.sleep(0.05)
        self.start = time.perf_counter() - begun

    def time_page(self, address: str) -> PageTime:
        """Visit a page for the first time and then again."""
        first = self.visit(address)
        times = 3 if first > 10 * LIMIT else TIMES  # what is slow will not be quicker for being asked often
        before = self.processor()
        again = [self.visit(address) for _ in range(times)]
        return PageTime(first, statistics.median(again), max(again), (self.processor() - before) / times)

    def processor(self) -> float:
        """Return the milliseconds of processor that the server has spent, which the system counts in hundredths."""
        told = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return 1000 * (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def visit(self, address: str) -> float:
        """Return the milliseconds that an answer takes."""
        begun = time.perf_counter()
        while (answer := self._http.get(address, follow_redirects=True)).status_code == 503:
            time.sleep(0.1)  # a search that took too long on a busy machine: the reader waits on
        assert answer.status_code == 200, (address, answer.status_code)
        return (time.perf_counter() - begun) * 1000

    def time_draft(self) -> tuple[float, float]:
        """Compare a draft of 25 recommendations; return the seconds that takes, and those of processor."""
        begun, before = time.perf_counter(), self.processor()
        answer = self._http.post("/check", data={"text": DRAFT})
        assert answer.status_code == 200, answer.status_code
        return time.perf_counter() - begun, (self.processor() - before) / 1000

    def memory(self) -> OwnMemory:
        """Return the megabytes that are the server's own and no other process's."""
        told = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        sizes = {name: int(size.split()[0]) / 1024 for name, _, size in (one.partition(":") for one in told[1:])}
        return OwnMemory(sizes["Private_Dirty"] + sizes["Private_Clean"], sizes["Private_Clean"])

    def stop(self) -> None:
        """Stop serving."""
        self._http.close()
        self._process.terminate()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:  # a busy machine: what was measured must not be lost for it
            self._process.kill()
            self._process.wait()

    def finds(self, word: str) -> bool:
        """Return whether a word is found by searching."""
        answer = self._http.get("/api/v1/search", params={"q": word})
        return answer.status_code == 200 and bool(answer.json()["total"])

    def memory_beside(self) -> float:
        """Return the most megabytes that any process took which the server began."""
        children = Path(f"/proc/{self._process.pid}/task").glob("*/children")
        begun = [pid for told in children for pid in told.read_text(encoding="ascii").split()]
        lines = [line for pid in begun for line in _status_of(pid) if line.startswith("VmHWM:")]
        return max((int(line.split()[1]) / 1024 for line in lines), default=0.0)


def _status_of(pid: str) -> list[str]:
    try:
        return Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return []  # it has ended


def time_adding(folder: Path) -> None:
    """Add a document twice while the library is served; print when it is found, when it is linked, and the memory."""
    server = PageServer(ROOT, folder)
    added: list[str] = []
    try:
        with (
            Library.open(Settings(data=folder, meaning="off"), elsewhere=True) as library,
            TemporaryDirectory() as place,
        ):
            for when, word in (("the first after the start", "quillwort"), ("the next", "bogbean")):
                paper = Path(place, f"{word}.md")
                paper.write_text(PAPER.format(word=word), encoding="utf-8")
                added.append(library.add([paper]).outcomes[0].document_id)
                begun = time.perf_counter()
                while not server.finds(word):
                    time.sleep(0.1)
                found = time.perf_counter() - begun
                while library.behind():
                    time.sleep(0.1)
                linked = time.perf_counter() - begun
                print(
                    f"\none more document, {when}: found after {found:.1f} s, linked after {linked:.1f} s; "
                    f"the process that links took at most {server.memory_beside():.0f} MB"
                )
            for one in added:
                library.withdraw(one, "was added by a benchmark")
                library.reinstate(one)
    finally:
        server.stop()


@dataclass(frozen=True, slots=True)
class ServerTimes:
    """What one server took: each page, the seconds to its first answer, drafts, and its megabytes."""

    pages: Mapping[str, PageTime]
    start: float
    drafts: tuple[tuple[float, float], ...]  # seconds and seconds of processor: the first, and the next
    memory: tuple[OwnMemory, OwnMemory]  # after all pages, and after the drafts


def measure(tree: Path, folder: Path, pages: Mapping[str, str], drafts: int = 2) -> ServerTimes:
    """Start a server, visit all, and compare a draft so many times."""
    server = PageServer(tree, folder)
    try:
        times = {name: server.time_page(address) for name, address in pages.items()}
        memory = server.memory()
        compared = tuple(server.time_draft() for _ in range(drafts))
        return ServerTimes(times, server.start, compared, (memory, server.memory()))
    finally:
        server.stop()


def _growth(now: PageTime, small: PageTime) -> str:
    return f" {now.median / small.median:.1f} | {now.processor / max(small.processor, 1):.1f} |"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    asked.add_argument("folder", type=Path, help="a library's folder")
    asked.add_argument("--beside", nargs=2, type=Path, metavar=("TREE", "OTHER"), help="an older tree and its library")
    asked.add_argument("--growth", type=Path, metavar="SMALL", help="a small library, with a tenth of the findings")
    asked.add_argument("--add", action="store_true", help="time what one more document takes")
    asked.add_argument("--no-drafts", action="store_true", help="compare no drafts, as where no file of likeness is")
    told = asked.parse_args()
    drafts = 0 if told.no_drafts else 2
    with Library.open(Settings(data=told.folder, meaning="off"), elsewhere=True) as library:
        health, pages = library.health(), addresses(library)
        print(f"{health.documents} documents, {health.reviews} reviews, {health.findings} findings;", end=" ")
        print("linked" if not library.behind() else "NOT LINKED", f"; load {os.getloadavg()[0]:.1f}\n")
    found = {"now": measure(ROOT, told.folder, pages, drafts)}
    if told.beside:
        found["before"] = measure(told.beside[0], told.beside[1], pages, drafts)
    if told.growth:
        with Library.open(Settings(data=told.growth, meaning="off"), elsewhere=True) as small:
            print(f"beside {small.health().findings} findings: {'linked' if not small.behind() else 'NOT LINKED'}\n")
            found["small"] = measure(ROOT, told.growth, addresses(small), drafts)
    print(
        "| page |"
        + "".join(f" {name}: first | median | slowest | processor |" for name in found)
        + " growth | of processor |" * bool(told.growth)
    )
    print("|---|" + "---|---|---|---|" * len(found) + "---|---|" * bool(told.growth))
    for page in pages:
        times = [one.pages[page] for one in found.values()]
        cells = (f" {t.first:.0f} | {t.median:.0f} | {t.slowest:.0f} | {t.processor:.0f} |" for t in times)
        growth = _growth(found["now"].pages[page], found["small"].pages[page]) if told.growth else ""
        print(f"| {page} |" + "".join(cells) + growth)
    for name, one in found.items():
        pages_memory, drafts_memory = one.memory
        print(f"\n{name}: first answer {one.start:.1f} s after the start; {pages_memory} after all")
        if one.drafts:
            took = [f"{clock:.1f} s ({processor:.1f} s of processor)" for clock, processor in one.drafts]
            print(f"a draft of 25 recommendations: first {took[0]}, then {took[1]}; {drafts_memory} after them")
    if told.add:
        time_adding(told.folder)


if __name__ == "__main__":
    main()

"""How many readers a server answers, and how quickly: `kb serve` over a real library, asked by Locust.

    python -m benchmarks.load FOLDER                 # two minutes: 1, 8, 32 and 128 readers on 1 and on 2 workers
    python -m benchmarks.load FOLDER --seconds 120   # the long version
    python -m benchmarks.load FOLDER --beside        # and 8 readers beside 200 idle connections and 40 drafts at once
    python -m benchmarks.load FOLDER --workers 1 --readers 1 8 32    # a part of it

FOLDER is made by `python -m benchmarks.national FOLDER 50000 link`. A reader waits a second between two pages.
Answers are counted by what they are: pages, 503 with a time to come back, errors.
Times are those of pages, in milliseconds.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from benchmarks.pages import DRAFT, ROOT, PageServer, addresses
from benchmarks.slow_clients import Crowd
from kb.app.library import Library
from kb.core.settings import Settings

CLIENTS, WORKERS = (1, 8, 32, 128), (1, 2)
BESIDE = 8  # readers beside idle connections and drafts
IDLE, DRAFTS = 200, 40
HEAD = "| workers | readers | pages a second | p50 | p95 | p99 | told to come back | errors |\n" + "|---" * 8 + "|"


def run_readers(address: str, pages: Mapping[str, str], readers: int, seconds: int) -> dict[str, dict[str, str]]:
    """Let so many readers read for so long; return Locust's rows by name."""
    with TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "locust", "-f", str(ROOT / "benchmarks/load_readers.py"), "--headless",
             "-u", str(readers), "-r", str(readers), "-t", f"{seconds}s", "--host", address,
             "--csv", f"{folder}/load", "--exit-code-on-error", "0", "--loglevel", "ERROR"],
            env=os.environ | {"LOAD_PAGES": json.dumps(dict(pages))}, cwd=folder, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with Path(folder, "load_stats.csv").open(encoding="utf-8", newline="") as rows:
            return {row["Name"]: row for row in csv.DictReader(rows)}


def row_of(workers: int, readers: str, found: Mapping[str, Mapping[str, str]]) -> str:
    """Return a line of the table."""
    page, busy = found.get("page", {}), found.get("told to come back", {})
    times = " | ".join(page.get(name, "") for name in ("50%", "95%", "99%"))
    rate = float(page.get("Requests/s", 0))
    errors = page.get("Failure Count", "0")
    return f"| {workers} | {readers} | {rate:.1f} | {times} | {busy.get('Request Count', '0')} | {errors} |"


@contextmanager
def crowd_beside(address: str) -> Iterator[Counter[str]]:
    """Keep idle connections open and compare drafts at once, for as long as this lasts; give what became of drafts."""
    host, _, port = address.removeprefix("http://").partition(":")
    ended, became = threading.Event(), Counter[str]()

    def keep_idle() -> None:
        crowd = Crowd(host, int(port), b"")
        while not ended.wait(1):
            crowd.gather(IDLE - crowd.look())
        crowd.leave()

    def compare_drafts(number: int) -> None:
        sent = {"X-Forwarded-For": f"10.1.0.{number + 1}"}
        with httpx.Client(base_url=address, headers=sent, timeout=120, trust_env=False) as http:
            while not ended.is_set():
                try:
                    status = http.post("/check", data={"text": DRAFT}).status_code
                except httpx.TimeoutException:
                    became["without an answer after 120 s"] += 1
                    continue
                became["answered" if status == 200 else f"told {status}"] += 1
                if status != 200:
                    ended.wait(1)

    threads = [
        threading.Thread(target=keep_idle),
        *(threading.Thread(target=compare_drafts, args=(n,)) for n in range(DRAFTS)),
    ]
    for one in threads:
        one.start()
    try:
        yield became
    finally:
        ended.set()
        for one in threads:
            one.join()


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    asked.add_argument("folder", type=Path, help="a library's folder")
    asked.add_argument("--seconds", type=int, default=12, help="of each number of readers")
    asked.add_argument("--beside", action="store_true", help="readers beside idle connections and drafts as well")
    asked.add_argument("--workers", type=int, nargs="+", default=WORKERS, help="numbers of processes that answer")
    asked.add_argument("--readers", type=int, nargs="+", default=CLIENTS, help="numbers of readers at once")
    told = asked.parse_args()
    with Library.open(Settings(data=told.folder, meaning="off"), elsewhere=True) as library:
        pages = addresses(library)
        print(f"{library.health().findings} findings; load {os.getloadavg()[0]:.1f}; {told.seconds} s each\n\n{HEAD}")
    for workers in told.workers:
        server = PageServer(ROOT, told.folder, {"KB_WORKERS": str(workers), "KB_PROXIES": "127.0.0.1"})
        try:
            for address in pages.values():  # the first visits are benchmarks.pages' business
                server.visit(address)
            for readers in told.readers:
                print(
                    row_of(workers, str(readers), run_readers(server.address, pages, readers, told.seconds)), flush=True
                )
            if told.beside:
                with crowd_beside(server.address) as became:
                    found = run_readers(server.address, pages, BESIDE, told.seconds)
                drafts = ", ".join(f"{number} {how}" for how, number in sorted(became.items()))
                print(row_of(workers, f"{BESIDE}, {IDLE} idle connections, drafts: {drafts}", found), flush=True)
        finally:
            server.stop()


if __name__ == "__main__":
    main()

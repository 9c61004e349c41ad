"""Add documents to a library, be killed in the middle, and look at what is left. Run as a script by tests/test_kill.py.

Every try has a copy of the same library of its own and a process of its own, killed as by `kill -9`: at the n-th call
that changes a file (fsync, rename, replace, unlink, ...), or at a moment by the clock. Prints a line of JSON for each.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.app.library import Library
from kb.core.settings import Settings
from search.port import Query
from tests.reading import read_anew, shared_reading

CALLS = ("fsync", "rename", "replace", "unlink", "mkdir", "ftruncate", "link")
_PAGE = 100


def main(prepared: Path, incoming: Path, work: Path, by_call: int, by_clock: int, seed: int) -> None:
    """Try moments of adding. Those by the clock also lie in reading; for the others the files were read before."""
    with shared_reading() as reader:
        reader.learn(incoming, Settings(data=work))
        try_moments(prepared, incoming, work, by_call, by_clock, seed)


def try_moments(prepared: Path, incoming: Path, work: Path, by_call: int, by_clock: int, seed: int) -> None:
    calls, seconds = measure_run(prepared, incoming, work / "whole")
    chance = random.Random(seed)
    moments = [chance.uniform(0, seconds) for _ in range(by_clock)]
    numbers = [round(1 + turn * (calls - 1) / max(by_call - 1, 1)) for turn in range(by_call)]
    for turn, (number, moment) in enumerate([(n, 0.0) for n in numbers] + [(0, m) for m in moments]):
        folder = work / str(turn)
        shutil.copytree(prepared, folder)
        killed = try_moment(folder, incoming, number, moment)
        print(
            json.dumps({"call": number, "moment": moment, "killed": killed} | looked_at(folder, incoming)), flush=True
        )
        shutil.rmtree(folder)


def measure_run(prepared: Path, incoming: Path, folder: Path) -> tuple[int, float]:
    """Return how many calls that change files, and how many seconds, an undisturbed run takes."""
    shutil.copytree(prepared, folder)
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        counted = count_calls(lambda number: None)
        read_anew(pytest.MonkeyPatch())
        begun = time.perf_counter()
        add(folder, incoming)
        os.write(tell, json.dumps([counted[0], time.perf_counter() - begun]).encode())
        os._exit(0)
    os.waitpid(child, 0)
    calls, seconds = json.loads(os.read(hear, 1000))
    return int(calls), float(seconds)


def try_moment(folder: Path, incoming: Path, number: int, moment: float) -> bool:
    """Run in a child that ends at a call or a moment; return whether it was killed."""
    child = os.fork()
    if child == 0:
        if number:
            count_calls(lambda call: os.kill(os.getpid(), signal.SIGKILL) if call == number else None)
        else:
            read_anew(pytest.MonkeyPatch())
        add(folder, incoming)
        os._exit(0)
    if moment:
        time.sleep(moment)
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def count_calls(at: Callable[[int], None]) -> list[int]:
    """Count the calls that change files from now on, and tell `at` the number of each before it is made."""
    counted = [0]

    def counting(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted_call(*arguments: Any, **others: Any) -> Any:
            counted[0] += 1
            at(counted[0])
            return call(*arguments, **others)

        return counted_call

    for name in CALLS:
        setattr(os, name, counting(getattr(os, name)))
    return counted


def add(folder: Path, incoming: Path) -> None:
    with Library.open(Settings(data=folder)) as library:
        library.add([incoming])


def looked_at(folder: Path, incoming: Path) -> dict[str, Any]:
    """Open what is left, look it over, then add again and look once more."""
    with Library.open(Settings(data=folder)) as library:
        whole = [whole_in(library, document.id) for document in library.documents()]
        left = {
            "held": len(whole),
            "whole": all(whole),
            "well": [fault.sentence for fault in library.doctor().faults if fault.grave],
            "search": agrees(library),
        }
        report = library.add([incoming])
        return left | {
            "kept_now": report.count("kept"),
            "refused_now": report.count("refused"),
            "held_after": len(library.documents()),
            "well_after": [fault.sentence for fault in library.doctor().faults if fault.grave],
            "search_after": agrees(library),
        }


def whole_in(library: Library, document_id: str) -> bool:
    """Return whether a document is there with its text, its original and all of its findings."""
    held, text = library.document(document_id), library.text(document_id)
    findings = library.findings(document=document_id)
    exact = all(text.words(one.finding.span) == one.finding.quotation for one in findings)
    return bool(library.original(document_id)) and exact and len(findings) == held.findings > 0


def agrees(library: Library) -> bool:
    """Return whether search finds exactly what is held."""
    pages = -(-library.search(Query(size=_PAGE)).total // _PAGE)
    found = [hit.id for page in range(1, pages + 1) for hit in library.search(Query(page=page, size=_PAGE)).hits]
    return sorted(found) == sorted(one.finding.id for one in library.findings())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), *(int(one) for one in sys.argv[4:7]))

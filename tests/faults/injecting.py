"""Let the disk fail, or the process be killed, inside each act on a library, and look at what is left.

Run as a script under LD_PRELOAD of the built `fail_writes.c`; prints a line of JSON for each try. The disk fails inside
SQLite, the search index and our own code alike, since the calls are failed in the C library. Each try has a copy of one
library and a process of its own, forked from this one so that nothing is imported again.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import random
import re
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kb.app.backup import restore, verify_backup
from kb.app.backup_rotation import backups_in, remove_old_backups
from kb.app.library import Library
from kb.core.errors import KbError
from kb.core.settings import Settings, sqlite_url
from tests.killing import agrees, whole_in
from tests.papers import paper
from tests.reading import SharedReader, shared_reading

ERRORS = (0, errno.EIO, errno.ENOSPC)  # 0: killed
SECRET = "quenchwater"  # stands in one document alone: its letters must be gone when the document is
_PLACES = ("flats", "hostels", "caravans", "barges", "cottages", "chalets")
_PEOPLE = ("health visitor", "district nurse", "school nurse", "key worker", "housing officer")
_REMEDY = re.compile(r"`kb (reindex|reprocess|rebuild)`")
State = Mapping[str, frozenset[str]]  # the ids of the findings of each document, by the document's name


@dataclass(frozen=True, slots=True)
class TryFolders:
    """The folders of one try: all that an act writes is below `root`."""

    root: Path

    @property
    def library(self) -> Path:
        return self.root / "library"

    @property
    def incoming(self) -> Path:
        return self.root / "incoming"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def new_library(self) -> Path:
        return self.root / "new-library"

    @property
    def moved_rows(self) -> Path:
        return self.root / "moved" / "library.sqlite3"

    @property
    def old_backups(self) -> Path:
        return self.root / "old"

    @property
    def old_backup(self) -> Path:
        return next(self.old_backups.glob("library-*"))


def add(place: TryFolders) -> None:
    with Library.open(Settings(data=place.library)) as library:
        library.add([place.incoming])


def withdraw(place: TryFolders) -> None:
    with Library.open(Settings(data=place.library)) as library:
        for held in library.documents():
            if held.name == "secret.md":
                library.withdraw(held.id, "asked for")


def reprocess(place: TryFolders) -> None:
    with Library.open(Settings(data=place.library)) as library:
        library.reread()


def reindex(place: TryFolders) -> None:
    with Library.open(Settings(data=place.library)) as library:
        library.reindex()


def back_up(place: TryFolders) -> None:
    with Library.open(Settings(data=place.library)) as library:
        library.back_up(place.backups)


def rotate(place: TryFolders) -> None:
    with Library.open(Settings(data=place.library)) as library:
        made = library.back_up(place.old_backups)
    remove_old_backups(made.folder, 1)


def restore_old(place: TryFolders) -> None:
    restore(place.old_backup, place.new_library)
    Library.open(Settings(data=place.new_library)).close()


def move(place: TryFolders) -> None:
    with Library.open(Settings(data=place.library)) as library:
        library.move(sqlite_url(place.moved_rows), lambda _: None)


ACTS: Mapping[str, Callable[[TryFolders], None]] = {
    "add": add,
    "withdraw": withdraw,
    "reprocess": reprocess,
    "reindex": reindex,
    "backup": back_up,
    "rotate": rotate,
    "restore": restore_old,
    "move": move,
}
# the rows that are there when such an act has ended, and not before
MAKES_NEW: Mapping[str, Callable[[TryFolders], Path]] = {
    "restore": lambda place: place.new_library / "library.sqlite3",
    "move": lambda place: place.moved_rows,
}


def main(shim: Path, work: Path, documents: int, tries: int, seed: int) -> None:
    """Make the tries. What fails is what the library writes: the readers, who write nothing, did their work before."""
    with shared_reading() as reader:
        make_tries(reader, ctypes.CDLL(str(shim)), work, documents, tries, seed)


def make_tries(reader: SharedReader, arm: Any, work: Path, documents: int, tries: int, seed: int) -> None:
    prepare(TryFolders(work / "prepared"), documents)
    reader.learn(TryFolders(work / "prepared").incoming, Settings(data=work))
    before = state_of(Settings(data=work / "prepared" / "library"))
    look_at_whole(work / "prepared" / "library")
    whole: dict[str, tuple[int, State]] = {}
    for name in ACTS:
        whole[name] = run_undisturbed(arm, work, name)
    chance = random.Random(seed)
    names = list(ACTS)
    for turn in range(tries):
        name = names[turn % len(names)]
        error = ERRORS[turn // len(names) % len(ERRORS)]
        calls, after = whole[name]
        told = try_act(arm, work, name, chance.randint(1, calls), error, chance.random() < 0.5, (before, after))
        print(json.dumps(told), flush=True)


def prepare(place: TryFolders, documents: int) -> None:
    """Make a library of invented papers, an older backup of it, and two papers to be added."""
    papers = place.root / "papers"
    for number in range(documents - 1):
        paper(papers, f"review-{number}.md", _words(number, ""))
    paper(papers, "secret.md", _words(documents, f" The bargee of {SECRET} said so."))
    for number in (documents + 1, documents + 2):
        paper(place.incoming, f"review-{number}.md", _words(number, ""))
    with Library.open(Settings(data=place.library)) as library:
        library.add([papers])
        library.back_up(place.old_backups)
        _forget_last_findings(library, papers)
    shutil.rmtree(papers)


def _forget_last_findings(library: Library, papers: Path) -> None:
    """Take the last finding from every other document, as an older reader might leave it: reading again adds it.

    So does the withdrawal of another document of its review, which not every try comes to: those of that review stay.
    """
    (secret,) = (one for one in library.documents() if one.name == "secret.md")
    for document in [one for one in library.documents() if one.review != secret.review][::2]:
        reading = library.trace(papers / document.name)
        library._store.reread(document, replace(reading, findings=reading.findings[:-1], answers=()))
    library.reindex()


def _words(number: int, more: str) -> str:
    place, person = _PLACES[number % len(_PLACES)], _PEOPLE[number % len(_PEOPLE)]
    return f"""# Learning review: Child {number}

Exby Safeguarding Children Partnership

Published: March {2001 + number % 20}

## Lessons learned

- Practitioners did not tell the {person} that the family of child {number} moved between {place}.{more}
- The {person} of child {number} changed {2 + number} times, and each time the family's history was lost.

## Recommendations

1. Exby Council should make sure that the {person} hears when the family of child {number} moves.
"""


def state_of(settings: Settings) -> State:
    with Library.open(settings) as library:
        return _state(library)


def look_at_whole(folder: Path) -> None:
    """Look at the library once in this process, so that no forked try makes word lists of the vocabulary anew."""
    with Library.open(Settings(data=folder)) as library:
        if any(fault.grave for fault in library.doctor().faults) or not agrees(library):
            raise SystemExit("The library that the tries start from is not whole.")


def _state(library: Library) -> State:
    return {
        held.name: frozenset(one.finding.id for one in library.findings(document=held.id))
        for held in library.documents()
    }


def run_undisturbed(arm: Any, work: Path, name: str) -> tuple[int, State]:
    """Return how many calls an act makes when nothing fails, and the state that it leaves."""
    place = TryFolders(work / "undisturbed")
    shutil.copytree(work / "prepared", place.root)
    told = in_child(lambda: _count_calls(arm, place, name))
    state = state_of(_result(place, name))
    shutil.rmtree(place.root)
    return int(told["calls"]), state


def _count_calls(arm: Any, place: TryFolders, name: str) -> dict[str, Any]:
    arm.arm(os.fsencode(place.root), ctypes.c_long(0), 0, 0)
    ACTS[name](place)
    return {"calls": int(arm.counted())}


def _result(place: TryFolders, name: str) -> Settings:
    """Return where the library is that an act ends with."""
    if name == "move":
        return Settings(data=place.library, database=sqlite_url(place.moved_rows))
    return Settings(data=place.new_library if name == "restore" else place.library)


def try_act(
    arm: Any, work: Path, name: str, call: int, error: int, lasting: bool, states: tuple[State, State]
) -> dict[str, Any]:
    """Run one act with a failure inside, look at what is left, run it again, and return all that was seen."""
    place = TryFolders(work / "try")
    shutil.copytree(work / "prepared", place.root)
    told: dict[str, Any] = {"act": name, "call": call, "error": errno.errorcode.get(error, "KILL")}
    told |= {"end": in_child(lambda: _run_failing(arm, place, name, call, error, lasting)).get("end", "killed")}
    told |= in_child(lambda: look_at(place, name, *states))
    shutil.rmtree(place.root)
    return told


def _run_failing(arm: Any, place: TryFolders, name: str, call: int, error: int, lasting: bool) -> dict[str, Any]:
    arm.arm(os.fsencode(place.root), ctypes.c_long(call), error, int(lasting))
    try:
        ACTS[name](place)
    except KbError as problem:
        end = f"sentence: {problem}"
    except Exception:
        end = f"traceback: {traceback.format_exc()}"
    else:
        end = "done"
    arm.arm(b"", ctypes.c_long(0), 0, 0)
    return {"end": end}


def in_child(act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run in a forked process and return what it tells; empty where it was killed."""
    hear, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hear)
        try:
            told = act()
        except BaseException:
            told = {"broken": traceback.format_exc()}
        with os.fdopen(tell, "w") as out:
            json.dump(told, out)
            out.flush()
        os._exit(0)
    os.close(tell)
    with os.fdopen(hear) as come:
        heard = come.read()
    os.waitpid(child, 0)
    return json.loads(heard) if heard else {}


def look_at(place: TryFolders, name: str, before: State, after: State) -> dict[str, Any]:
    """Return what is wrong after the failure and after doing it again, and the doctor's remedies in between."""
    wrong = list(_wrong_backups(place))
    remedies: list[str] = []
    if name == "move":
        wrong += look_into(Settings(data=place.library), before, before, remedies)
    if name not in MAKES_NEW or MAKES_NEW[name](place).exists():
        wrong += look_into(_result(place, name), {} if name in MAKES_NEW else before, after, remedies)
    wrong += do_again(place, name, after)
    return {"wrong": wrong, "remedies": remedies}


def look_into(settings: Settings, before: State, after: State, remedies: list[str]) -> list[str]:
    for _ in range(2):  # each time opened anew, which is a remedy too
        with Library.open(settings) as library:
            grave = [fault for fault in library.doctor().faults if fault.grave]
            for fault in grave:
                remedies.append(fault.remedy)
                apply_remedy(library, fault.remedy)
        if not grave:
            break
    with Library.open(settings) as library:
        wrong = [f"doctor: {fault.sentence}" for fault in library.doctor().faults if fault.grave]
        wrong += [f"{held.name} is not whole" for held in library.documents() if not whole_in(library, held.id)]
        wrong += [] if agrees(library) else ["search and store disagree"]
        state = _state(library)
    for name in before.keys() | after.keys() | state.keys():
        if state.get(name) not in (before.get(name), after.get(name)):
            wrong.append(f"{name} is neither as before nor as after")
    if "secret.md" not in state and "secret.md" not in after:
        wrong += [f"words of what was withdrawn are in {path.name}" for path in holding_secret(settings.data)]
    return wrong


def apply_remedy(library: Library, remedy: str) -> None:
    found = _REMEDY.search(remedy)
    act = found.group(1) if found else ""
    if act == "reindex":
        library.reindex()
    elif act == "reprocess":
        library.reread()
    elif act == "rebuild":
        library.rebuild()


def holding_secret(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and SECRET.encode() in path.read_bytes():
            yield path


def _wrong_backups(place: TryFolders) -> Iterator[str]:
    """Yield what is wrong with the backups that the act left under their final name; one of those before stays."""
    if not backups_in(place.old_backups):
        yield "no backup is left"
    for backup in (*place.backups.glob("library-*"), *place.old_backups.glob("library-*")):
        try:
            verify_backup(backup)
        except KbError as error:
            yield f"half a backup: {error}"


def do_again(place: TryFolders, name: str, after: State) -> list[str]:
    """Do the act once more without a failure; return what differs from the undisturbed end."""
    if name in MAKES_NEW and MAKES_NEW[name](place).exists():
        return []  # it was made whole, and nothing is put over it a second time
    ACTS[name](place)
    with Library.open(_result(place, name)) as library:
        wrong = [f"doctor, at the end: {fault.sentence}" for fault in library.doctor().faults if fault.grave]
        wrong += [] if _state(library) == after else ["doing it again does not end as it should"]
        wrong += [] if agrees(library) else ["search and store disagree at the end"]
    wrong += [str(path) for path in place.backups.glob(".*.part")]
    left = sorted(one.name for one in place.old_backups.glob("*library-*"))
    if name == "rotate" and len(left) != 1:
        wrong.append(f"one backup was to be kept, and there are {left}")
    if name == "withdraw":
        wrong += [f"words of what was withdrawn are in {path.name}" for path in holding_secret(place.library)]
    return wrong


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *(int(one) for one in sys.argv[3:6]))

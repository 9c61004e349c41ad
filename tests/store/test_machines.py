"""Several machines on one database: each a server with a folder and an index of its own, through real ports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, make_url, text

from kb.app.library import Library
from kb.core.settings import Settings
from tests.papers import child_z, mr_v, paper
from tests.store.conftest import clear
from tests.waiting import PATIENCE, unused_port, within

pytestmark = [pytest.mark.postgres, pytest.mark.system]
SEARCH = "/api/v1/search"


class Machine:
    """A server of the library with a folder of its own; the original files are in a folder that all share."""

    def __init__(self, folder: Path, database: str, name: str) -> None:
        self.settings = Settings(
            data=folder / name, database=database, originals_folder=folder / "originals", meaning="off"
        )
        self._port = unused_port()
        self.http = httpx.Client(
            base_url=f"http://127.0.0.1:{self._port}", timeout=PATIENCE, trust_env=False, follow_redirects=True
        )
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        told = {
            "KB_DATA": str(self.settings.data),
            "KB_DATABASE": self.settings.database,
            "KB_ORIGINALS_FOLDER": str(self.settings.originals_folder),
            "KB_MEANING": "off",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kb.cli", "serve", "--port", str(self._port)],
            env=os.environ | told,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # so that a kill takes all its processes, as a loss of power does
        )
        assert within(self.answers)

    def answers(self) -> bool:
        try:
            return self.http.get("/help").status_code == 200
        except httpx.TransportError:
            return False

    def finds(self, words: str) -> bool:
        """Return whether a search has results. A server that is in trouble has none."""
        try:
            answer = self.http.get(SEARCH, params={"q": words})
        except httpx.TransportError:
            return False
        return answer.status_code == 200 and answer.json()["total"] > 0

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, how)
            self._process.wait(PATIENCE)
            self._process = None


@pytest.fixture(scope="module")
def database(postgres: str) -> str:
    clear(postgres, ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"])
    return postgres


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the machines' folders and the originals, which they share, are in."""
    return tmp_path_factory.mktemp("machines")


@pytest.fixture(scope="module")
def machines(database: str, folder: Path) -> Iterator[tuple[Machine, Machine]]:
    """Two machines for all tests of this file, each of which adds papers of its own; both serve when a test ends."""
    one, other = (Machine(folder, database, name) for name in ("one", "other"))
    with ExitStack() as stack:
        for machine in (one, other):
            stack.callback(machine.http.close)
            stack.callback(machine.end)
            machine.start()
        yield one, other


def files_with(folder: Path, words: bytes) -> list[str]:
    return [str(one) for one in folder.rglob("*") if one.is_file() and words in one.read_bytes()]


def test_what_comes_and_goes_on_one_machine_comes_and_goes_on_the_other(
    machines: tuple[Machine, Machine], folder: Path, tmp_path: Path
) -> None:
    one, other = machines
    before = len(files_with(folder / "originals", b""))
    with Library.open(one.settings, elsewhere=True) as library:
        held = library.add([child_z(tmp_path / "in"), mr_v(tmp_path / "in")]).outcomes[0].document_id
        finding = library.findings(document=held)[0].finding
        assert within(lambda: one.finds("temporary flats") and other.finds("temporary flats"))
        assert within(lambda: not library.behind())
        assert "Mr V" in other.http.get(f"/findings/{finding.id}").text  # what recurs is linked once, for both
        assert other.http.get(f"/documents/{held}/original").content == child_z(tmp_path / "in").read_bytes()
        assert within(lambda: files_with(other.settings.data / "index", b"officer"))
        assert within(lambda: is_ready(other))
        library.withdraw(held, "asked for", "anna")
    for machine in machines:
        assert not machine.finds('"key workers change"')  # the first question after it: nobody has to be told first
    assert within(lambda: is_ready(other))
    for machine in machines:
        assert machine.http.get(f"/findings/{finding.id}").status_code == 410
        assert machine.http.get(f"/documents/{held}/original").status_code == 410
        assert within(partial(is_forgotten, machine, held))
    assert len(files_with(folder / "originals", b"")) == before + 1  # of the two papers, the one that stays


def is_ready(machine: Machine) -> bool:
    """Return whether the machine's own index has every change of the library."""
    return machine.http.get("/readyz").status_code == 200


def is_forgotten(machine: Machine, document: str) -> bool:
    """Return whether a machine has listed a withdrawal, and none of its files has a word of that document alone."""
    listed = files_with(machine.settings.data, document.encode())
    return any(one.endswith("withdrawn.jsonl") for one in listed) and not files_with(machine.settings.data, b"officer")


def test_machines_go_on_when_the_database_is_back(
    machines: tuple[Machine, Machine], database: str, tmp_path: Path
) -> None:
    with Library.open(machines[0].settings, elsewhere=True) as library:
        library.add([paper(tmp_path / "in", "before.md", BEFORE)])
    assert within(lambda: all(machine.finds("lighthouse") for machine in machines))
    statuses: set[int] = set()
    stopping = threading.Event()

    def read(machine: Machine) -> None:
        with httpx.Client(base_url=machine.http.base_url, timeout=PATIENCE, trust_env=False) as http:
            while not stopping.is_set():
                statuses.add(http.get("/search", params={"q": "moves"}).status_code)

    readers = [threading.Thread(target=read, args=(machine,)) for machine in machines]
    for reader in readers:
        reader.start()
    close_database(database, seconds=3)
    assert within(lambda: all(machine.finds("lighthouse") for machine in machines))
    stopping.set()
    for reader in readers:
        reader.join()
    assert statuses <= {200, 503}, statuses  # a reader is told to come back, never that something broke
    with Library.open(machines[1].settings, elsewhere=True) as library:
        library.add([paper(tmp_path / "in", "after.md", AFTER)])
    assert within(lambda: all(machine.finds("locksmith") for machine in machines))


def close_database(database: str, seconds: float) -> None:
    """Let a database end every connection and take no new one for a while, as when its server starts again."""
    name = make_url(database).database
    server = create_engine(make_url(database).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        try:
            ended = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name")
            assert connection.scalar(ended, {"name": name})
            time.sleep(seconds)
        finally:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    server.dispose()


def test_one_machine_goes_on_when_the_other_is_killed(machines: tuple[Machine, Machine], tmp_path: Path) -> None:
    one, other = machines
    with Library.open(one.settings, elsewhere=True) as library:
        library.add([paper(tmp_path / "in", "night.md", NIGHT)])
        one.end(signal.SIGKILL)  # in the middle of indexing and linking, which the other then does
        assert within(lambda: other.finds("ferryman"))
        library.add([paper(tmp_path / "in", "kitchen.md", KITCHEN)])
        assert within(lambda: other.finds("ambulance"))
        assert within(lambda: not library._upkeep._linker.behind())
    one.start()
    assert within(lambda: one.finds("ambulance"))


def lesson(name: str, sentence: str) -> str:
    return f"# Learning review: {name}\n\nExby Safeguarding Children Partnership\n\n## Lessons learned\n\n- {sentence}"


BEFORE = lesson("Child N", "The lighthouse keeper did not tell the school that the child came alone at night.")
AFTER = lesson("Child O", "Nobody asked the locksmith why the family changed the locks of the children's room.")
NIGHT = lesson("Child P", "The ferryman was not asked what the child had told him about the crossings.")
KITCHEN = lesson("Child Q", "The ambulance crew did not tell the school nurse what they had seen in the kitchen.")

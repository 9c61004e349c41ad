"""What an installation brings along: named with its licence, pinned with its hash; Whoosh as it was reviewed."""

from __future__ import annotations

import hashlib
import re
from importlib.metadata import distribution
from pathlib import Path

from deploy import notices

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+?)(?: \\)?$", re.MULTILINE)
# Of every file of whoosh3 3.54.0, as reviewed in decision record 0002: one automated account publishes it.
REVIEWED_WHOOSH = "b155bbed56e815e421d99f64c1ba4449c80ff79d683268cbca84c5ca05ce1e33"


def test_every_package_that_comes_along_is_in_the_notices() -> None:
    told = notices.FILE.read_text(encoding="utf-8").partition(notices.HEADING)[2]
    named = {line.split()[0] for line in told.splitlines() if line.strip()}
    assert named >= notices.packages().keys()


def test_no_package_may_be_used_only_under_the_gpl_or_agpl() -> None:
    licences = {name: notices.licence(one) for name, one in notices.packages().items()}
    assert {name: told for name, told in licences.items() if notices._binds(told) or told == "UNKNOWN"} == {}


def test_every_pin_of_the_lock_has_a_hash_and_is_the_pin_of_the_tests() -> None:
    lock = (ROOT / "deploy/requirements.lock").read_text(encoding="utf-8")
    pins = dict(PIN.findall((ROOT / "constraints.txt").read_text(encoding="utf-8")))
    pins = {notices._normal(name): version for name, version in pins.items()}
    locked = {notices._normal(name): version for name, version in PIN.findall(lock)}
    assert locked.items() <= pins.items()
    assert locked.keys() >= notices.packages().keys() - {"colorama", "pywin32"}
    for entry in re.split(r"\n(?=[A-Za-z0-9])", lock.partition("\n\n")[2] or lock):
        if PIN.match(entry):
            assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_the_search_library_is_the_one_that_was_reviewed() -> None:
    files = distribution("whoosh3").files or ()
    kept = sorted((str(one), one.hash.value) for one in files if one.hash and one.suffix == ".py")
    assert hashlib.sha256(repr(kept).encode()).hexdigest() == REVIEWED_WHOOSH

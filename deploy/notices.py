"""Write the list of packages that an installation brings along into THIRD_PARTY_NOTICES, from their own metadata.

Run in an environment that has the library with its extras [meaning], [postgres], [harvest] and [oidc]: `make notices`.
tests/test_supply_chain.py holds the file to the same walk.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

PROJECT, EXTRAS = "learning-library", ("meaning", "postgres", "harvest", "oidc")
FILE = Path(__file__).resolve().parent.parent / "THIRD_PARTY_NOTICES"
HEADING = "Installed beside it, not included (written by `make notices` from the packages' own metadata)\n"
_CLASSIFIER = "License :: OSI Approved :: "
_VAGUE = ("", "UNKNOWN")
# What a package's metadata says in an odd way, read in its own licence file.
_READ = {"pyphen": "MPL-1.1 or LGPL-2.1+ or GPL-2.0+ (taken under MPL-1.1)"}
COPYLEFT = re.compile(r"\bA?GPL", re.IGNORECASE)


def packages(name: str = PROJECT, extras: tuple[str, ...] = EXTRAS) -> dict[str, Distribution]:
    """Return every package that installing `name` with `extras` brings along here, by its name, `name` left out."""
    found: dict[str, Distribution] = {}
    waiting = [(name, extras)]
    while waiting:
        wanted, wanted_extras = waiting.pop()
        for requirement in _requirements(wanted, wanted_extras):
            key = _normal(requirement.name)
            if key in found:
                continue
            try:
                found[key] = distribution(requirement.name)
            except PackageNotFoundError:  # for another system, or an alternative that is not installed
                continue
            waiting.append((requirement.name, tuple(requirement.extras)))
    return dict(sorted(found.items()))


def licence(package: Distribution) -> str:
    """Return the licence of a package in a few words."""
    name = _normal(package.metadata["Name"])
    stated = _field(package, "License-Expression")
    classed = [
        one.removeprefix(_CLASSIFIER)
        for one in package.metadata.get_all("Classifier") or ()
        if one.startswith(_CLASSIFIER)
    ]
    field = _field(package, "License").strip().splitlines()
    return _READ.get(name) or stated or "; ".join(classed) or (field[0] if field else "UNKNOWN")


def _field(package: Distribution, name: str) -> str:
    return str((package.metadata.get_all(name) or [""])[0])


def notices() -> str:
    """Return the section of THIRD_PARTY_NOTICES: one package a line, with its version and licence."""
    lines = (f"  {name} {one.version}  {licence(one)}" for name, one in packages().items())
    return HEADING + "\n".join(lines) + "\n"


def main() -> int:
    """Write the section anew; refuse where a licence is unknown or allows no other use than under the GPL."""
    unfit = [name for name, one in packages().items() if licence(one) in _VAGUE or _binds(licence(one))]
    if unfit:
        sys.stderr.write(f"Read the licences of {', '.join(unfit)} and state them in {Path(__file__).name}.\n")
        return 1
    before = FILE.read_text(encoding="utf-8").partition(HEADING.partition(" (")[0])[0]
    FILE.write_text(before + notices(), encoding="utf-8")
    return 0


def _binds(stated: str) -> bool:
    return bool(COPYLEFT.search(stated)) and " or " not in stated.casefold()


def _requirements(name: str, extras: tuple[str, ...]) -> Iterator[Requirement]:
    for line in _own_requirements(extras) if name == PROJECT else distribution(name).requires or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


def _own_requirements(extras: tuple[str, ...]) -> Iterator[str]:
    """Give what pyproject.toml asks for now, which an environment made earlier may not know of."""
    project = tomllib.loads((FILE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    yield from project["dependencies"]
    for extra in extras:
        yield from project["optional-dependencies"][extra]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main())

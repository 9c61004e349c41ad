"""What was withdrawn and reinstated, as a file beside the rows, so that an old copy of them cannot bring it back.

A line is a withdrawal, or a reinstatement: {"document": id, "reinstated": time}; one of a single finding names it as
"finding" as well, and its words by a digest. Lines of several files may be put together in any order: what happened
last to a document or finding counts, by its time, and within one second by its turn.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kb.core.disk import flush, read_if_there, replacing
from kb.core.errors import LibraryUnavailable
from kb.store.ledger import Withdrawal

FILE = "withdrawn.jsonl"


@dataclass(frozen=True, slots=True)
class Takedown:
    """A withdrawal of a document or of one finding of it or, where `gone` is None, a reinstatement; `turn` counts those
    of one subject.
    """

    document: str
    at: str
    turn: int = 0
    gone: Withdrawal | None = None
    finding: str = ""

    @property
    def subject(self) -> str:
        """The id of what was withdrawn."""
        return self.finding or self.document

    @property
    def order(self) -> tuple[str, int]:
        """What sorts the acts on one document: their time as ISO, then `turn`, which counts from 0."""
        return self.at, self.turn


def read_withdrawals(path: Path) -> tuple[Takedown, ...]:
    """Return what the file at `path` lists. Raises LibraryUnavailable where it cannot be understood."""
    try:
        lines = read_if_there(path).splitlines()
        return tuple(_of(json.loads(line)) for line in lines if line.strip())
    except (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise LibraryUnavailable(
            f"{path} holds the list of withdrawn documents and cannot be read ({error}). Restore it from a backup; "
            "without it, what was withdrawn could show again."
        ) from error


def latest_takedowns(acts: Iterable[Takedown]) -> Mapping[str, Takedown]:
    """Return what happened last to each document and finding, by its id; of two at once a withdrawal counts."""
    last: dict[str, Takedown] = {}
    for act in acts:
        held = last.get(act.subject)
        if held is None or (act.order, act.gone is not None) > (held.order, held.gone is not None):
            last[act.subject] = act
    return last


def next_act(acts: Iterable[Takedown], document: str, at: str, gone: Withdrawal | None, finding: str = "") -> Takedown:
    """Return an act on a document, or a finding of it, that comes after all that is listed of it, also where a clock
    was set back.
    """
    before = latest_takedowns(acts).get(finding or document)
    if before is None:
        return Takedown(document, at, 1, gone, finding)
    return Takedown(document, max(at, before.at), before.turn + 1, gone, finding)


def write(path: Path, acts: Iterable[Takedown]) -> None:
    """Make the file at `path` hold exactly these, each once, safe on disk. Raises LibraryUnavailable."""
    lines = "".join(f"{line}\n" for line in dict.fromkeys(map(_line, acts)))
    try:
        with replacing(path) as beside:
            beside.touch()
            beside.chmod(0o600)
            beside.write_text(lines, encoding="utf-8", newline="")
            flush(beside)
    except OSError as error:
        raise LibraryUnavailable(
            f"The list of withdrawn documents could not be written ({error.strerror}: {path}). Make room or "
            "give permission, then run any `kb` command, which writes it."
        ) from error


def _of(told: dict[str, object]) -> Takedown:
    turn = told.pop("turn", 0)
    if not isinstance(turn, int):
        raise TypeError("a turn is no number")
    finding = str(told.pop("finding", ""))
    if "reinstated" in told:
        return Takedown(str(told["document"]), str(told["reinstated"]), turn, finding=finding)
    gone = Withdrawal(**{name: str(value) for name, value in told.items()})
    return Takedown(gone.document, gone.at, turn, gone, finding)


def _line(act: Takedown) -> str:
    told: dict[str, object]
    told = {"document": act.document, "reinstated": act.at} if act.gone is None else asdict(act.gone) | {"at": act.at}
    more = ({"finding": act.finding} if act.finding else {}) | ({"turn": act.turn} if act.turn else {})
    return json.dumps(told | more)

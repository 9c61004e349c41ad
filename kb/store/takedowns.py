"""The list of what was withdrawn as a file beside the rows, so that an old copy of the rows cannot bring it back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from kb.errors import Unwell
from kb.store.ledger import Withdrawal

FILE = "withdrawn.jsonl"


def listed(path: Path) -> Mapping[str, Withdrawal]:
    """Return the withdrawals in the file at `path`, by document. Raises Unwell where it cannot be understood."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        gone = [Withdrawal(**json.loads(line)) for line in lines if line.strip()]
    except (OSError, ValueError, TypeError) as error:
        raise Unwell(
            f"{path} holds the list of withdrawn documents and cannot be read ({error}). Restore it from a backup; "
            "without it, what was withdrawn could show again."
        ) from error
    return {one.document: one for one in gone}


def write(path: Path, withdrawals: Iterable[Withdrawal]) -> None:
    """Make the file at `path` hold exactly these, safe on disk."""
    lines = "".join(json.dumps(asdict(one)) + "\n" for one in withdrawals)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())
    beside.chmod(0o600)
    beside.rename(path)

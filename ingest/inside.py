"""What runs in the process that reads one untrusted file. It is started as a script by ingest/worker.py.

First it gives up what it will not need: memory, time, files, the network, new privileges. Only then is a reader loaded.
The file comes as standard input, the job as an argument, and the answer leaves as JSON on standard output.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

_END_WITH_PARENT, _NO_NEW_PRIVS = 1, 38
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_OOM_FIRST = b"500"


def confine(memory: int, cpu: int) -> None:
    """Give up for good what reading a file does not need."""
    _isolate()
    for what, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, 0, 0),  # it writes to its pipe and nowhere else
        (resource.RLIMIT_NOFILE, 64, 64),
        (resource.RLIMIT_CPU, cpu, cpu + 2),
        (resource.RLIMIT_AS, memory, memory),
    ):
        resource.setrlimit(what, (soft, hard))


def _isolate() -> None:
    """Leave the network and the chance of new privileges behind, as far as this machine allows."""
    with contextlib.suppress(OSError):  # short of memory, the system ends this process first
        Path("/proc/self/oom_score_adj").write_bytes(_OOM_FIRST)
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        if libc.unshare(_NEW_NET) != 0:
            libc.unshare(_NEW_USER | _NEW_NET)
        libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)


def plain(value: Any) -> Any:
    """Return a value as what JSON can say, fields that have their defaults left out, text that UTF-8 can hold."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if not value.isascii() else value
    if is_dataclass(value) and not isinstance(value, type):
        told = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: plain(part) for field, part in told if part != field.default}
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    return value


def work(job: dict[str, Any]) -> dict[str, Any]:
    """Do the job on standard input; return the answer, or why the file is refused."""
    from kb.errors import Refused

    try:
        with os.fdopen(0, "rb") as file:
            data = file.read()
        return _picture(job, data) if job["job"] == "picture" else _document(job, data)
    except Refused as refused:
        return {"refused": {"code": refused.code, "sentence": plain(str(refused))}}
    except MemoryError:
        return {"refused": {"code": "memory", "sentence": ""}}
    except RecursionError:
        return {"refused": {"code": "damaged", "sentence": f"{job['name']} is nested too deeply to be read."}}


def _document(job: dict[str, Any], data: bytes) -> dict[str, Any]:
    from ingest.readers import Limits, read

    return {"document": plain(read(data, job["name"], Limits(**job["limits"])))}


def _picture(job: dict[str, Any], data: bytes) -> dict[str, Any]:
    import base64

    from ingest.readers.picture import page_picture

    picture = page_picture(data, job["page"], job["width"], job["outlines"])
    return {"picture": base64.b64encode(picture).decode()}


def main() -> None:
    """Confine this process, do the job, print the answer."""
    job = json.loads(sys.argv[1])
    confine(job["memory"], job["cpu"])
    # -I keeps the caller's folder and variables out; our own packages are beside this file's folder
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    answer = json.dumps(work(job)).encode()
    with os.fdopen(1, "wb") as out:
        out.write(answer)
    os._exit(0)  # nothing to tidy, and a hostile file's leftovers need no destructors


if __name__ == "__main__":
    main()

"""The code that runs in the process that reads one untrusted file. ingest/sandbox/pool.py starts it as a script.

First it gives up what it will not need: memory, time, files, the network, new privileges. Only then is the file looked
at. The file comes as standard input and the answer leaves as JSON on standard output. Started to wait, it loads the
readers once and then parts into a fresh process for every file, so that many short files do not wait for the loading.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import signal
import socket
import sys
import time
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any, NoReturn

WAIT = "--wait"
_END_WITH_PARENT, _NO_NEW_PRIVS = 1, 38
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_OOM_FIRST = b"500"
_MESSAGE = 1 << 16
LINUX = sys.platform == "linux"
_PAUSE = 0.002  # seconds


def isolate() -> None:
    """Leave the network and the chance of new privileges behind, as far as this machine allows."""
    with contextlib.suppress(OSError):  # short of memory, the system ends this process first
        Path("/proc/self/oom_score_adj").write_bytes(_OOM_FIRST)
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        if libc.unshare(_NEW_NET) != 0:
            libc.unshare(_NEW_USER | _NEW_NET)
        libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)


def confine(memory: int, cpu: int) -> None:
    """Give up for good what reading needs not, all but `memory` bytes and `cpu` seconds of processor among it."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    try:
        import resource
    except ImportError:  # Windows: only the time that is waited for an answer is limited
        return
    for what, soft, hard in (
        ("RLIMIT_CORE", 0, 0),
        ("RLIMIT_FSIZE", 0, 0),  # it writes to its pipe and nowhere else
        ("RLIMIT_NOFILE", 64, 64),
        ("RLIMIT_CPU", cpu, cpu + 2),
        ("RLIMIT_AS", memory, memory),
    ):
        if LINUX:
            resource.setrlimit(getattr(resource, what), (soft, hard))
            continue
        with contextlib.suppress(AttributeError, OSError, ValueError):  # macOS knows some and refuses some
            resource.setrlimit(getattr(resource, what), (soft, hard))


def to_json_value(value: Any) -> Any:
    """Return a value as what JSON can say, fields that have their defaults left out, text that UTF-8 can hold."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if is_dataclass(value) and not isinstance(value, type):
        told = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: to_json_value(part) for field, part in told if part != field.default}
    if isinstance(value, tuple | list):
        return [to_json_value(part) for part in value]
    return value


def work(job: dict[str, Any]) -> dict[str, Any]:
    """Do the job on standard input; return the answer, or why the file is refused."""
    from kb.core.errors import FileRefused

    try:
        with os.fdopen(0, "rb") as file:
            data = file.read()
        return {"read": _document, "picture": _picture, "enclosed": _enclosed_files}[job["job"]](job, data)
    except FileRefused as refused:
        return {"refused": {"code": refused.code, "sentence": to_json_value(str(refused))}}
    except MemoryError:
        return {"refused": {"code": "memory", "sentence": ""}}
    except RecursionError:
        return {"refused": {"code": "damaged", "sentence": f"{job['name']} is nested too deeply to be read."}}


def _document(job: dict[str, Any], data: bytes) -> dict[str, Any]:
    from ingest.readers import Limits, read

    return {"document": to_json_value(read(data, job["name"], Limits(**job["limits"])))}


def _picture(job: dict[str, Any], data: bytes) -> dict[str, Any]:
    import base64

    from ingest.readers.pdf.page_image import page_picture

    picture = page_picture(data, job["page"], job["width"], job["outlines"])
    return {"picture": base64.b64encode(picture).decode()}


def _enclosed_files(job: dict[str, Any], data: bytes) -> dict[str, Any]:
    import base64

    from ingest.readers import Limits
    from ingest.readers.enclosures import enclosed_files

    files = enclosed_files(data, job["name"], Limits(**job["limits"]))
    return {
        "enclosed": [{"name": to_json_value(one.name), "data": base64.b64encode(one.data).decode()} for one in files]
    }


def run_once(job: dict[str, Any]) -> NoReturn:
    """Confine this process, do the job, print the answer, end."""
    confine(job["memory"], job["cpu"])
    try:
        answer = json.dumps(work(job)).encode()
        with os.fdopen(1, "wb") as out:
            out.write(answer)
        os._exit(0)  # nothing to tidy, and a hostile file's leftovers need no destructors
    finally:
        os._exit(1)


def wait(channel: socket.socket) -> None:
    """For every job that comes with a file and a way to answer, part into a process that does it; tell how it ended."""
    load()
    gc.freeze()  # what is loaded by now stays in memory that all the processes share
    while True:
        message, handles, _, _ = socket.recv_fds(channel, _MESSAGE, 2)
        if not message:
            return
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            channel.close()
            os.dup2(handles[0], 0)
            os.dup2(handles[1], 1)
            os.closerange(3, 256)
            run_once(json.loads(message))
        for handle in handles:
            os.close(handle)
        with contextlib.suppress(OSError):  # already done by the child itself
            os.setpgid(child, child)
        grace = channel.recv(_MESSAGE)  # comes when nothing more is expected of the child, or when we are left alone
        channel.send(json.dumps(_end(child, float(grace or 0))).encode())


def _end(child: int, grace: float) -> tuple[int, bool]:
    """Return the exit status of a child and whether it outlived its grace; it and its own children are gone then."""
    deadline = time.monotonic() + grace
    late = False
    while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None and not late:
        late = time.monotonic() >= deadline
        time.sleep(_PAUSE)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), late


def load() -> None:
    """Load every reader with all that it leans on."""
    import importlib
    import pkgutil

    import ingest.readers

    for module in pkgutil.walk_packages(ingest.readers.__path__, "ingest.readers."):
        importlib.import_module(module.name)


def main() -> None:
    """Do the one job given as an argument, or wait for jobs on standard input."""
    # -I keeps the caller's folder and variables out; our own packages are beside this file's folder
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    isolate()
    if sys.argv[1] == WAIT:
        channel = socket.socket(fileno=os.dup(0))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        wait(channel)
    else:
        run_once(json.loads(sys.argv[1]))


if __name__ == "__main__":
    main()

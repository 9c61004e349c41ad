"""Have a virus scanner look at a file before it is read, by the protocol of ClamAV's clamd (INSTREAM)."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

from kb.core.errors import FileRefused, LibraryUnavailable

_CHUNK = 64 * 1024  # bytes sent at a time
_PATIENCE = 60.0  # seconds for each step of the talk
_LONGEST_ANSWER = 4096  # bytes


def refuse_infected(path: Path, name: str, address: str) -> None:
    """Return where the scanner at `address` finds nothing in the file at `path`; without an address nobody is asked.

    `address` is "host:port", or the path of a Unix socket. Raises FileRefused where something is found, and
    LibraryUnavailable where the scanner does not answer or cannot tell: what was not looked at is not kept.
    """
    if not address:
        return
    try:
        answer = _ask(path, address)
    except OSError as error:
        raise LibraryUnavailable(
            f"The virus scanner at {address} does not answer ({error.strerror or error}), so nothing is added. "
            "Start it, or unset KB_CLAMD."
        ) from error
    if answer.endswith(" FOUND"):
        found = answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise FileRefused("infected", f"{name} is refused: the virus scanner found {found} in it.")
    if answer != "stream: OK":
        raise LibraryUnavailable(
            f"The virus scanner at {address} could not look at {name} (it said {answer!r}), so nothing is added. "
            "Its limit of size (StreamMaxLength) must be at least KB_READ_FILE."
        )


def _ask(path: Path, address: str) -> str:
    """Send the file to the scanner and return its answer without the closing zero byte. Raises OSError."""
    with _connect(address) as talk, path.open("rb") as file:
        talk.sendall(b"zINSTREAM\0")
        try:
            while chunk := file.read(_CHUNK):
                talk.sendall(struct.pack("!I", len(chunk)) + chunk)
            talk.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # it answers and hangs up once a file is too long for it
        answer = b""
        while len(answer) < _LONGEST_ANSWER and not answer.endswith(b"\0"):
            came = talk.recv(_LONGEST_ANSWER)
            if not came:
                break
            answer += came
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connect(address: str) -> socket.socket:
    host, colon, port = address.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host.strip("[]"), int(port)), _PATIENCE)
    talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    talk.settimeout(_PATIENCE)
    try:
        talk.connect(address)
    except OSError:
        talk.close()
        raise
    return talk

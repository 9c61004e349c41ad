"""Wait for a state and not for a time: a busy machine takes as long as it takes, and only a fault never comes about."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from random import Random

PATIENCE = 120.0  # seconds until what is waited for is taken for stuck
_BELOW_CLIENTS = range(15_000, 30_000)  # ports that no system gives to a client or to who asks for any port


def within(holds: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Return whether something comes to hold in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def unused_port() -> int:
    """Return a port of this machine that nobody listens on, for a program that must be told its port beforehand.

    A port that the system chose would be free again until that program takes it, and any client of another test might
    be given it meanwhile.
    """
    for port in Random(os.urandom(8)).sample(_BELOW_CLIENTS, 200):
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError(f"no port from {_BELOW_CLIENTS.start} to {_BELOW_CLIENTS.stop} is free")

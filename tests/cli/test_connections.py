"""A client's connection as the server takes it."""

from __future__ import annotations

import socket

from kb.cli.connections import counting


def test_an_answer_in_two_pieces_waits_for_nobody() -> None:
    """Whatever the server writes is sent at once, though its listening socket names no protocol."""
    listening = socket.socket(socket.AF_INET)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    with counting(listening, 0, frozenset()) as counted, socket.create_connection(counted.getsockname()):
        client, _ = counted.accept()
        with client:
            assert client.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

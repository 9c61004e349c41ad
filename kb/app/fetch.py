"""Fetch what is public on the web, and nothing else: the one place from which this program asks others for anything.

An address that a person gives could be one inside the network that this machine is in. So the name is resolved here,
every address that it gives must be a public one, and the connection goes to the address that was looked at: a name that
means something else a moment later leads nowhere. Each redirect is looked at like a first address.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from socket import AF_INET, AF_INET6, SOCK_STREAM, gaierror, getaddrinfo
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import httpcore

from kb.core.errors import FetchRefused

AGENT = "learning-library"
AGENT_LINE = f"{AGENT} (collects published learning reviews; asks robots.txt first)"
MOST_REDIRECTS = 5
MOST_SECONDS = 120.0  # for one answer, however slowly it drips
_TIMEOUT = {"connect": 10.0, "read": 20.0, "write": 10.0, "pool": 10.0}
_PORTS = {"http": 80, "https": 443}
_LONGEST_ADDRESS = 1000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})

_NAT64 = IPv6Network("64:ff9b::/96")
_NOT_PUBLIC = (  # Python takes both for public
    IPv6Network("fec0::/10"),  # of one site
    IPv6Network("3fff::/20"),  # of examples
)
_ISATAP = (0x00005EFE, 0x02005EFE)  # before an IPv4 address in the last 64 bits: a tunnel to that address

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """An answer: its status, where it came from in the end, and what it holds."""

    address: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)  # names in small letters
    data: bytes = b""

    @property
    def media_type(self) -> str:
        """The type that the server gives it, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def is_public(address: Address) -> bool:
    """Return whether an address is one of the public internet: no private, loopback, link-local or reserved one.

    Of IPv6, addresses that stand for IPv4 ones count as those.
    """
    if isinstance(address, IPv6Address):
        for inside in (address.ipv4_mapped, address.sixtofour, address.teredo and address.teredo[1]):
            if inside is not None:
                return is_public(inside)
        last = IPv4Address(int(address) & 0xFFFFFFFF)
        if address in _NAT64:
            return is_public(last)
        if any(address in one for one in _NOT_PUBLIC):
            return False
        if (int(address) >> 32) & 0xFFFFFFFF in _ISATAP and not is_public(last):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class _TimedStream(httpcore.NetworkStream):
    """A connection that is read until a moment, however slowly it drips: first lines and headers as well as a body."""

    def __init__(self, stream: httpcore.NetworkStream, host: str, end: float) -> None:
        self._stream = stream
        self._host = host
        self._end = end

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return at most `max_bytes` that come next, within `timeout` seconds. Raises FetchRefused from that moment."""
        left = self._end - time.monotonic()
        if left > 0:
            try:
                return self._stream.read(max_bytes, left if timeout is None else min(timeout, left))
            except httpcore.ReadTimeout:
                if time.monotonic() < self._end:
                    raise
        raise FetchRefused(f"{self._host} took longer than {MOST_SECONDS:.0f} seconds.")

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        """Let go."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on in secret, until the same moment."""
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._host, self._end)

    def get_extra_info(self, info: str) -> object:
        """Return what the connection knows about itself."""
        return self._stream.get_extra_info(info)


class _CheckedNetwork(httpcore.NetworkBackend):
    """Connects to addresses that were looked at, and to no other."""

    def __init__(self, may_connect: Callable[[Address], bool]) -> None:
        self._may_connect = may_connect
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a name; all of them must be allowed. Raises FetchRefused."""
        found = _resolve(host, port)
        if not all(map(self._may_connect, found)):
            raise FetchRefused(f"{host} is not a public address.")
        stream = self._plain.connect_tcp(str(found[0]), port, timeout, local_address, socket_options)
        return _TimedStream(stream, host, time.monotonic() + MOST_SECONDS)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 httpcore's signature
    ) -> httpcore.NetworkStream:
        """Refuse: no site is reached so."""
        raise FetchRefused(f"{path} is no address on the web.")


def _resolve(host: str, port: int) -> list[Address]:
    try:
        found = getaddrinfo(host.strip("[]"), port, type=SOCK_STREAM)
    except (gaierror, UnicodeError) as error:
        raise FetchRefused(f"{host} is not known.") from error
    numbers = [str(place[0]).partition("%")[0] for family, *_, place in found if family in (AF_INET, AF_INET6)]
    if not numbers:
        raise FetchRefused(f"{host} is not known.")
    return [ip_address(one) for one in numbers]


def _reason(error: Exception) -> str:
    """Return in words why nothing came."""
    if isinstance(error, httpcore.ConnectError | ssl.SSLError):
        return f"no connection could be made ({str(error)[:200] or type(error).__name__})"
    if isinstance(error, httpcore.TimeoutException):
        return "its server did not answer in time"
    return "the connection broke off"


def _join(address: str, onward: str) -> str:
    try:
        return urljoin(address, onward)
    except ValueError as error:
        raise FetchRefused(f"{address} leads to what is not an address.") from error


class Fetcher:
    """Fetches files by http and https. `may_connect` and `any_port` are for tests, whose server is on this machine."""

    def __init__(
        self,
        may_connect: Callable[[Address], bool] = is_public,
        *,
        any_port: bool = False,
    ) -> None:
        self._any_port = any_port
        self._pool = httpcore.ConnectionPool(
            network_backend=_CheckedNetwork(may_connect),
            max_connections=1,
            max_keepalive_connections=0,
        )

    def close(self) -> None:
        """Let go of connections."""
        self._pool.close()

    def fetch(
        self,
        address: str,
        most: int,
        headers: Mapping[str, str] | None = None,
        allowed: Callable[[str], None] = lambda _address: None,
    ) -> FetchedFile:
        """Return what an address answers, redirects followed. Raises FetchRefused.

        `most` is how many bytes may come; `allowed` raises FetchRefused for an address that may not be asked, and is
        called before each redirect too.
        """
        for _ in range(MOST_REDIRECTS + 1):
            address = self.check(address)
            allowed(address)
            answer = self._ask(address, most, headers or {})
            if answer.status not in _REDIRECTS or not (onward := answer.headers.get("location")):
                return answer
            address = _join(address, onward)
        raise FetchRefused(f"{address} leads on more than {MOST_REDIRECTS} times.")

    def check(self, address: str) -> str:
        """Return an address as it is asked; raise FetchRefused for what is no plain address on the web."""
        try:
            parts = urlsplit(address.strip())
            port = parts.port
        except ValueError as error:
            raise FetchRefused(f"“{address[:200]}” is not an address.") from error
        if parts.scheme not in _PORTS or not parts.hostname or len(address) > _LONGEST_ADDRESS:
            raise FetchRefused(f"“{address[:200]}” is not an address that begins with http:// or https://.")
        if parts.username is not None or parts.password is not None:
            raise FetchRefused("An address with a name or password in it is not asked.")
        if port not in (None, _PORTS[parts.scheme]) and not self._any_port:
            raise FetchRefused(f"{parts.hostname} is asked at the usual ports alone, not at {port}.")
        return urlunsplit(SplitResult(parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))

    def _ask(self, address: str, most: int, headers: Mapping[str, str]) -> FetchedFile:
        sent = {"User-Agent": AGENT_LINE, "Accept-Encoding": "identity", "Accept": "*/*", **headers}
        try:
            with self._answer(address, {"Host": urlsplit(address).netloc, **sent}) as answer:
                named = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in answer.headers}
                if named.get("content-encoding", "identity") != "identity":
                    raise FetchRefused(f"{address} came packed, though it was asked for as it is.")
                data = bytearray()
                for some in answer.iter_stream():
                    data += some
                    if len(data) > most:
                        raise FetchRefused(f"{address} is larger than {most // 1_000_000} MB.")
                return FetchedFile(address, answer.status, named, bytes(data))
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, ssl.SSLError) as error:
            raise FetchRefused(f"{address} could not be fetched: {_reason(error)}.") from error

    @contextmanager
    def _answer(self, address: str, headers: Mapping[str, str]) -> Iterator[httpcore.Response]:
        try:
            url = address.encode("ascii")
        except UnicodeEncodeError as error:
            raise FetchRefused(f"“{address[:200]}” has letters that an address cannot have.") from error
        with self._pool.stream("GET", url, headers=list(headers.items()), extensions={"timeout": _TIMEOUT}) as answer:
            yield answer

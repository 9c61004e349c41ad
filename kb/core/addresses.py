"""Names and addresses of machines, as settings give them."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def loopback(host: str) -> bool:
    """Return whether a name or an address means the machine itself."""
    name = host.strip("[]").casefold()
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def host_names(hosts: str) -> tuple[str, ...]:
    """Return the names or addresses that stand between commas, in small letters."""
    return tuple(name for one in hosts.split(",") if (name := one.strip().casefold()))


def check_server(address: str) -> None:
    """Check the address of a server that is sent words and a password. Raises ValueError, which repeats no password."""
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc:
        raise ValueError(
            "one of the addresses does not begin with https:// or http://, or has a name and password in it. "
            "Write such as 'https://search1.example:9200', and the name in KB_SEARCH_USER"
        )
    if parts.netloc.endswith(":") or parts.port == 0:  # `port` itself refuses what is no number or is too large
        raise ValueError(f"{address!r} has no port behind its colon. Write such as 'https://search1.example:9200'")
    if parts.scheme == "http" and not loopback(parts.hostname):
        raise ValueError(f"{address!r} would send words and passwords over the network as they are. Write https://")

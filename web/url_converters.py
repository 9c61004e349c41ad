"""The pattern of a finding's id in an address, so that it is never taken for the name of a page."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor


class FindingId(Convertor[str]):
    """Sixteen hexadecimal digits."""

    regex = "[0-9a-f]{16}"

    def convert(self, value: str) -> str:
        """Return the id in an address."""
        return value

    def to_string(self, value: str) -> str:
        """Return the id as written in an address."""
        return value


def register() -> None:
    """Make `{name:id}` known to routes."""
    register_url_convertor("id", FindingId())

"""Patterns for parts of an address: a finding's id, so that it is never taken for a page's name, and whole numbers."""

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


class WholeNumber(Convertor[int]):
    """A number short enough for every database; an address with a longer one has no page."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        """Return the number in an address."""
        return int(value)

    def to_string(self, value: int) -> str:
        """Return the number as written in an address."""
        return str(value)


def register() -> None:
    """Make `{name:id}` and `{name:whole}` known to routes."""
    register_url_convertor("id", FindingId())
    register_url_convertor("whole", WholeNumber())

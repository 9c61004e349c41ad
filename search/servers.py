"""Where search servers are and how to sign in to them: what an engine on servers is opened with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SearchServers:
    """Servers of one OpenSearch cluster. Several libraries may share one cluster, each under an `index` of its own."""

    hosts: tuple[str, ...]  # each "https://name:port"; any of them is asked, and the others where it does not answer
    index: str = "learning-library"
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)  # in place of a user
    authorities: Path | None = None  # certificates to check the servers' own with; None: those of this machine
    shards: int = 1  # parts that an index is made of; each lies on up to three nodes

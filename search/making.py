"""Fingerprint of the code that builds an index: the analysis and the packages under it.

An index is only believed by the very code that made it; anything else has it rebuilt. So nobody has to remember to
raise a version number when the analysis, a facet or the form of an entry changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from kb.text import american_spelling, stemming, tokens
from search import facets, port

_ALWAYS = (american_spelling, stemming, tokens, facets, port)


def made_by(modules: Iterable[ModuleType], packages: Iterable[str] = (), *more: str) -> str:
    """Return a digest of the analysis, of an engine's own modules that make its index, and of their packages."""
    digest = hashlib.sha256()
    for module in (*_ALWAYS, *modules):
        digest.update(Path(str(module.__file__)).read_bytes())
    digest.update(" ".join((*map(version, (*packages, "snowballstemmer")), *more)).encode())
    return digest.hexdigest()[:16]

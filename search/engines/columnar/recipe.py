"""What an index was made by. An index is only read by the very code that wrote it; anything else has it rebuilt.

So nobody has to remember to raise a version number when the analysis, a facet or the form of a file changes.
"""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from search import analysis, facets, port
from search.engines.columnar import arrays, codec, collecting, inverting, packing, shelving

_MADE_BY = (analysis, facets, port, arrays, codec, collecting, inverting, packing, shelving)


@cache
def recipe() -> str:
    """Return a digest of the code that makes an index and of the packages that it uses."""
    digest = hashlib.sha256()
    for module in _MADE_BY:
        digest.update(Path(str(module.__file__)).read_bytes())
    digest.update(f"{version('whoosh3')} {version('snowballstemmer')} {sys.byteorder}".encode())
    return digest.hexdigest()[:16]

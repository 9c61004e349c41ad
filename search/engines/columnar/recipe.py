"""What an index was made by. An index is only read by the very code that wrote it; anything else has it rebuilt.

So nobody has to remember to raise a version number when the analysis, a facet or the form of a file changes.
"""

from __future__ import annotations

import sys
from functools import cache

from search.engines.columnar import arrays, codec, collecting, inverting, packing, shelving
from search.making import made_by

_MADE_BY = (arrays, codec, collecting, inverting, packing, shelving)


@cache
def recipe() -> str:
    """Return a digest of the code that makes an index and of the packages that it uses."""
    return made_by(_MADE_BY, ("whoosh3",), sys.byteorder)

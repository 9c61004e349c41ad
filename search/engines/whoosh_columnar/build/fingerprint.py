"""What an index was made by. An index is only read by the very code that wrote it; anything else has it rebuilt.

So nobody has to remember to raise a version number when the analysis, a facet or the form of a file changes.
"""

from __future__ import annotations

import sys
from functools import cache

from kb.core import array_file
from search.engines.whoosh_columnar.build import collect, columns, invert, whoosh_codec
from search.engines.whoosh_columnar.storage import columns as kept_columns
from search.engines.whoosh_columnar.storage import packing, segment
from search.making import made_by

_MADE_BY = (array_file, packing, segment, kept_columns, whoosh_codec, collect, invert, columns)


@cache
def recipe() -> str:
    """Return a digest of the code that makes an index and of the packages that it uses."""
    return made_by(_MADE_BY, ("whoosh3",), sys.byteorder)

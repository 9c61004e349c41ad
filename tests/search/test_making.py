"""By what an index is known to be made by other code."""

from __future__ import annotations

import re
from pathlib import Path

from search import making


def test_all_that_makes_a_stem_is_part_of_what_an_index_is_known_by() -> None:
    sources = {one.__name__: Path(str(one.__file__)).read_text(encoding="utf-8") for one in making._ALWAYS}
    used = {name for source in sources.values() for name in re.findall(r"^from (kb\.text\.\w+) import", source, re.M)}
    assert "kb.text.american_spelling" in used
    assert used <= sources.keys()

from __future__ import annotations

import pickle
from typing import Any

import pytest

from kb.core.model import Kind


def test_a_kind_that_only_a_vocabulary_knows_is_one_kind_everywhere() -> None:
    added = Kind("near_miss")
    assert added is Kind("near_miss")
    assert added is pickle.loads(pickle.dumps(added))
    assert (added.value, f"{added}") == ("near_miss", "near_miss")
    assert added not in set(Kind)


@pytest.mark.parametrize("value", ["", "Near miss", "near-miss", "near__miss", 3])
def test_what_is_no_slug_is_no_kind(value: Any) -> None:
    with pytest.raises(ValueError, match="is not a valid Kind"):
        Kind(value)

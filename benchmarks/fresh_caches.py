"""A plugin of pytest for mutation testing: what was worked out before the change is not remembered after it.

mutmut forks a process in which the tests have run once, so a cached result of the unchanged code would hide the change.
The vocabulary, which takes long to read and is not mutated, stays.
"""

from __future__ import annotations

import functools
import gc


def pytest_sessionstart() -> None:
    """Empty the caches of every function outside of the vocabulary."""
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and not one.__module__.startswith("kb.vocabulary"):
            one.cache_clear()

"""Find the modules of a package that are plugins, so that adding a file is enough."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def modules(package: ModuleType) -> tuple[ModuleType, ...]:
    """Import and return every public module directly inside `package`, sorted by name."""
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_"))
    return tuple(importlib.import_module(f"{package.__name__}.{name}") for name in names)

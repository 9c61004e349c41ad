"""The learning-review knowledge base: values, store, application layer and command line."""

from __future__ import annotations

import os

__version__ = "0.2.0"

# before numpy is loaded: its own threads wait by spinning, which takes from the other processes of a server
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

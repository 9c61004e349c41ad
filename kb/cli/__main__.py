"""`python -m kb.cli`: the same as `kb`."""

from __future__ import annotations

import sys

from kb.cli import main

if __name__ == "__main__":  # a server's further processes import this file too
    sys.exit(main())

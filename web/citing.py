"""How to cite a finding or a review; kept where exports can use it as well."""

from __future__ import annotations

from kb.citing import Citation, document, finding

__all__ = ["Citation", "document", "finding"]

"""How an action is marked that is one only because it answers the review of its document.

The mark stands at the beginning of its reason, where people read it; nothing else of the finding says so.
"""

from __future__ import annotations

from kb.core.model import Finding, Kind

MARK = "inferred in the light of its review: "


def is_inferred(finding: Finding) -> bool:
    """Return whether a finding is an action only because it answers its review."""
    return finding.kind is Kind.ACTION and finding.why.startswith(MARK)

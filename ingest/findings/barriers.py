"""What a change that was made keeps from happening: "changed so that it cannot be sent until a name is written".

It says what the change is, and holds nothing back of its being done. Only where a change of how something works comes
first, and the rest explains it: "The policy was written, and cannot be used until the Board agrees" holds back.
"""

from __future__ import annotations

import re

from kb.core.expressions import expression

_BARRIER = expression(
    r"(?P<change>\b(?:(?:was|were|been)\s+(?:\w+ly\s+)?|(?:we|has|have)\s+(?:now\s+|also\s+)?)"
    r"(?:changed|altered|amended|rebuilt|rewritten|reworded|redesigned|reprogrammed|corrected|fixed|mended|locked|set|"
    r"configured|adjusted|adapted|modified|updated|revised)\b[^.;:,]*)"
    r"(?:\s+so\s+that\s+[^.;:,]*?\b(?:can\s*not|could\s+not|can\s+no\s+longer|could\s+no\s+longer)\b|"
    r":\s*(?:[\w-]+\s+){1,3}?(?:(?:will|does|do|now)\s+)?no\s+longer\s+(?:lets?|allows?|permits?|accepts?)\b)"
    r"[^.;]*",
    re.IGNORECASE,
)


def without_barriers(text: str) -> str:
    """Return a text without what it says a change keeps from happening."""
    return _BARRIER.sub(r"\g<change>", text)

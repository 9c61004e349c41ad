"""Headings of practice whose words elsewhere name a part of a report: "Remote contact", "Scope for improvement".

What stands below them is told like all else. Taken for an address list, a glossary or a method it would be lost
without a word.
"""

from __future__ import annotations

import re

from kb.core.expressions import expression

_NUMBER = r"^\W*(?:[\d.]+\)?\s+|[a-z]\)\s+)?"
_CONTACT = expression(r"\bcontacts?\b", re.IGNORECASE)
_ADDRESSES = expression(
    rf"{_NUMBER}(?:(?:useful|key|main|local|national|emergency|press|media|our|further|other|list\s+of|the|your|nominated|board|partnership)\s+)*"
    r"contacts?(?:\s+(?:details?|us|me|information|numbers?|list|lists|points?|persons?|officers?|and|or|for|to|of|help|support|advice|links|resources|"
    r"enquir\w+|queries|questions|more|further|publications?|complaints?|websites?|addresses))*\W*$|"
    r"\b(?:how|who|whom|where)\s+to\s+contact\b|\bcontact\s+(?:us|details|information|the\s+(?:team|board|partnership|author|report))\b|"
    r"\bpoints?\s+of\s+contact\b|\breport\s+contact\b|"
    r"\b(?:summary|chronology|timeline|table|list|overview|history|record|details)\s+of\b.*\bcontacts?\b|\bcontacts?\s+(?:summary|history|timeline)\b",
    re.IGNORECASE,
)
_PRACTICE = expression(
    rf"{_NUMBER}(?:(?:the|a|an)\s+)?(?:"
    r"references?\s+to\s+(?!(?:legislation|documents?|sources?|literature|guidance)\b)|"
    r"(?:lack|shortage|allocation|absence|want)\s+of\s+(?:\w+\s+){0,2}resources\b|"
    r"(?:limited|stretched|scarce|competing|insufficient)\s+resources\b|resources?,?\s+(?:and|&)\s+(?:capacity|workloads?|demand|staffing|pressures?|thresholds?)\b|"
    r"scope\s+for\s+(?!the\s+(?:review|report)\b)|sense\s+of\s+purpose\b|purpose\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:visits?|visiting|plans?|placements?|supervision|meetings?)\b|"
    r"introduction\s+of\s+(?!(?:the|this|our)\s+(?:report|review|panel|author))|"
    r"methods?\s+of\s+(?!(?:the\s+|this\s+)?(?:review|enquiry|inquiry|working|investigation|analysis|data|approach|learning|engagement)\b)|"
    r"contents?\s+of\s+(?:the\s+|his\s+|her\s+|each\s+)?(?:\w+\s+)?(?:plans?|records?|referrals?|assessments?|supervision|letters?|meetings?)\b|"
    r"how\s+to\s+use\s+(?!(?:this|these|our|the\s+(?:briefing|report|document|pack|guide|resources?|slides?))\b)\w|"
    r"help\s+and\s+support\s+(?:for|offered|given|to)\s+(?!(?:you|anyone|readers?|those\s+affected|staff\s+affected)\b)|"
    r"acknowledge?ments?\s+of\s+(?:harm|risks?|abuse|neglect|need|the\s+(?:risks?|harm|abuse))\b|"
    r"(?:more|further)\s+information\s+(?:was|were|requests?|sharing|needed|sought)\b|"
    r"use\s+of\s+(?:the\s+)?background\b|background\s+checks?\b|confidentiality\s+(?:as|versus)\b|"
    r"dissemination\s+of\s+(?:intelligence|information\s+(?:about|between|to)|warnings?|alerts?|markers?)\b)",
    re.IGNORECASE,
)


def names_practice(heading: str) -> bool:
    """Return whether a heading names what was done for somebody, and no part of the report that it stands in."""
    if _CONTACT.search(heading) and not _ADDRESSES.search(heading):
        return True
    return bool(_PRACTICE.search(heading))

"""Sentences that publishers set in every report: duties of law, the review's own procedure, thanks and privacy.

They are nobody's lesson, however often they come again. They are known by what they speak of, the review itself or a
statute, and not by what any single document prints; what a library shows to be somebody's standing words by
repetition alone is found in `similarity_index.py`.
"""

from __future__ import annotations

import re

from kb.core.expressions import expression

FORMULA_WORDS = (
    45  # words up to which one such clause makes the whole finding a formula; longer ones say more beside it
)

_PAPER = r"(?:this|the|these|our|its|their|individual|single[ -]agency|multi[ -]agency|overview|management)"
_REVIEW = (
    r"(?:(?:domestic homicide|domestic abuse related death|safeguarding adults?|serious case|case|child practice|"
    r"child safeguarding practice|local|rapid|learning|thematic|management) )*"
    r"(?:reviews?|reports?|visits?|inspections?|inquir(?:y|ies)|SARs?|DHRs?|IMRs?|letters?)"
)
_FORMULA = expression(
    r"\bwritten statement of (?:proposed )?action\b"
    r"|\b(?:commissioned|undertaken|conducted|established|carried out|made|held) (?:under|in accordance with|"
    r"in line with|pursuant to) (?:section|regulation|paragraph|part|schedule|statutory|the (?:care|children|"
    r"domestic|statutory|home office|coroners|social services))\b"
    r"|\bunder (?:a )?(?:statutory )?duty to respond\b|\bunder (?:paragraph|regulation|schedule) \d"
    r"|\bcondolences\b|\bthanks? (?:[\w'’]+ ){0,6}(?:for (?:their|taking|contribut)|who (?:took part|contribut))"
    r"|\bhindsight bias\b"
    r"|\b(?:names?|initials|pseudonyms?)\b[^.]{0,60}\b(?:changed|anonymi[sz]ed|altered|used)\b[^.]{0,60}"
    r"\b(?:privacy|identit\w+|confidential\w*|anonym\w+|protect)\b|\bhas been anonymi[sz]ed\b"
    rf"|\b(?:accepts?|accepted|endorses?|agrees?) (?:all (?:of )?)?{_PAPER} (?:findings and )?recommendations\b"
    rf"|\b(?:action plans?|(?:these|this|the) actions?|(?:the|all|these)(?: of the)? recommendations)\b[^.]{{0,50}}"
    r"\b(?:monitored|overseen|reported|read (?:beside|together|alongside|with)|tracked|implemented|carried out|"
    r"completed?)\b"
    rf"|\b(?:all|its|their|these|review|report)(?: the)? recommendations\b[^.]{{0,80}}"
    r"\b(?:are|were|be|been) (?:complete|completed|implemented|carried out|met)\b"
    r"|\bprogress (?:on|against|with) (?:these|this|the|all) (?:actions?|action plans?|recommendations)\b"
    rf"|\b(?:learning|lessons|findings|summary)\b[^.]{{0,40}}\b{_PAPER} {_REVIEW}\b[^.]{{0,60}}"
    r"\b(?:shared|disseminated|circulated|published|briefings?|sent)\b"
    rf"|\b(?:copy|summary) of {_PAPER}(?: {_REVIEW}|[\w'’ ]{{0,30}}\bfindings)\b[^.]{{0,60}}"
    r"\b(?:sent|published|provided)\b"
    rf"|\b{_PAPER} {_REVIEW}\b[^.]{{0,40}}\b(?:sent|submitted) to the (?:home office|secretary of state|national)\b"
    r"|\b(?:summary|findings)\b[^.]{0,60}\bsent to the secretary of state\b|\bwrite to the secretary of state\b"
    r"|\b(?:author|chair|reviewer|independent chair)\b[^.]{0,40}\bindependent of\b"
    rf"|\b(?:publish|published)\b[^.]{{0,30}}\b(?:response|letter)\b|\b(?:response|letter)\b[^.]{{0,20}}\bpublished\b"
    r"|\bnext (?:inspection|visit)\b|\bnext (?:inspect|visit)\b"
    r"|\b(?:send|submit|return) (?:a |an |the |your )?(?:\w+ )?plan\b[^.]{0,60}\bwithin \d+ (?:working )?days\b"
    r"|\bwithin \d+ (?:working )?days of receiving this (?:letter|report)\b"
    r"|\b(?:completed|provided|submitted|prepared|wrote)\b[^.]{0,40}\b(?:individual management reviews?|IMRs?|"
    r"chronolog(?:y|ies))\b[^.]{0,60}\b(?:contact|involvement|individual management reviews?|IMRs?|review)\b",
    re.IGNORECASE,
)


_ANY_LENGTH = expression(  # what follows such words is set by law or by an inspectorate's framework as well
    r"\bwritten statement of (?:proposed )?action\b"
    r"|\barrangements (?:typically )?lead to [\w ]{0,40}experiences and outcomes for (?:children|adults|people)\b"
    r"|\bwidespread and/or systemic failings\b",
    re.IGNORECASE,
)


def is_formula(text: str) -> bool:
    """Return whether a finding is a publisher's standing sentence: such words fill most of it."""
    if _ANY_LENGTH.search(text):
        return True
    found = _FORMULA.search(text)
    return found is not None and len(text.split()) <= FORMULA_WORDS

"""Labels of a day that dates a document: before it, that it was agreed, finished or issued; behind it, what it is."""

from __future__ import annotations

import re

from ingest.metadata.gazetteer import is_listed
from kb.core.expressions import expression

_AT_A_MEETING = expression(  # on what day a body met to agree the document
    r"^\W*(?:report\s+|review\s+)?(?:agreed|approved|ratified|endorsed|adopted|accepted|presented|considered|received|noted|laid|tabled|"
    r"discussed|delivered|circulated|disseminated|signed\s+off)\s+"
    r"(?:at|by|to|before|with)\s+(?:(?:the|a|an|its|our)\s+)?[^.;:\d]{0,80}?\b(?:meeting|panel|board|committee|group|partnership|"
    r"assembly|parliament|senedd|executive|cabinet|council|forum|ministers?|members|chief\s+officers|partners)\b[^.;:\d]{0,60}$|"
    r"^\W*date\s+of\s+(?:the\s+)?(?:[\w’'&-]+\s+){0,5}?(?:board|committee|cabinet|council|executive|partnership|assembly)\s+meeting\W*$",
    re.IGNORECASE,
)
_ON_A_PERSON = expression(  # a body that meets about one person or family, so that its day is one of the case
    r"\b(?:strategy\s+meeting|conference|core\s+group|marac|mash|mappa|mdt|multi-?disciplinary|fostering|adoption|threshold|allocation|placement|"
    r"funding|legal|court|ward|professionals|discharge|planning|best\s+interests?|family\s+group|channel|team\s+around)\b",
    re.IGNORECASE,
)
_FROM_A_BODY = expression(  # who issued or wrote it, and then the day: "Issued by the Committee, 3 May 2019"
    r"^\W*(?:(?:report|review|briefing|summary|letter)\s+)?(?:issued|released|prepared|produced|written|compiled|drafted)\s+(?:by|for)\b"
    r"(?=.*(?:\b(?:board|partnership|committee|panel|council|trust|forum|executive|commission|team|authors?|reviewers?|chair)\b|"
    r"\b(?:sir|dame|dr|prof(?:essor)?)\.?\s))"
    r"[^\d;:]{2,90}(?:[,(–—|-]|\b(?:on|in))\s*$",
    re.IGNORECASE,
)
_LAST_VERSION = expression(  # a last version, whatever is said of it before its day
    r"^\W*(?:(?:formally|finally|unanimously|duly)\s+)?(?:adopted|accepted|tabled)\W*$|"
    r"^\W*(?:first\s+)?(?:circulated|disseminated|distributed|written|edition)(?:\s+(?:to|with|among)\s+(?:(?:all|our)\s+)?(?:partners?|partner\s+agencies|agencies|members))?\W*$|"
    r"^\W*shared\s+with\s+(?:(?:all|our)\s+)?(?:partners|partner\s+agencies|agencies)\W*$|"
    r"^\W*final\s*(?:[–—,(-]|(?:(?!warning|notice|order|offer|demand|contact|visit|hearing|payment)\w+\s+){0,2}?(?:reports?|versions?|overview|review|copy|text|edition|paper|briefing|summary)\b)"
    r"[^\d]{0,60}(?:[–—,(|-]|\b(?:on|of))\s*$",
    re.IGNORECASE,
)
_SIGNED_NAME = expression(  # an author's name, and then the day: "Dr Una Hale, 3 May 2019"
    r"^\W*(?:by\s+)?(?:Sir|Dame|Dr|Prof(?:essor)?|Lord|Lady|Baroness|Rev(?:erend)?|Cllr|Councillor|HHJ|Judge)\.?\s+"
    r"(?:[A-Z]\.?\s*)*[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){1,3}(?:\s+(?:CBE|OBE|MBE|QC|KC|QPM))*\W*$"
)
# how a letter is dated: "London, 8 April 2022"
_FROM_A_PLACE = expression(r"^\W*(?P<place>[A-Z][^\d:;|]{2,40}?),\s*(?:the\s+)?$")
_LABELS_BEHIND = expression(  # "3 May 2019 – first published", "(publication date)"
    r"^(?:(?:first|report|date|originally)\s+(?:of\s+)?)*(?:published|publication(?:\s+date)?|released|issued)(?:\s+(?:by|on|in)\b[^.;\d]{0,60})?$",
    re.IGNORECASE,
)
_AGREED_BEHIND = expression(
    r"^(?:approved|agreed|signed\s+off|ratified|endorsed|accepted|cleared)\s+(?:for\s+publication|(?:by|at)\s+(?:the\s+)?(?=[^.;\d]{0,60}?"
    r"(?:\b(?:board|partnership|committee|panel|executive|council)\b|\b(?-i:[A-Z]{3,6})\b))[^.;\d]{0,60})$",
    re.IGNORECASE,
)
_REVIEW_BEHIND = expression(
    r"^(?:(?:the|a|an|our)\s+)?(?:serious\s+case\s+review|safeguarding\s+adults?\s+review|domestic\s+homicide\s+review|child\s+practice\s+review|"
    r"significant\s+case\s+review|learning\s+(?:review|summary|brief\w*)|(?:local\s+)?child\s+safeguarding\s+practice\s+review|overview\s+report|"
    r"executive\s+summary|news|(?-i:SAR|SCR|DHR|LCSPR|CSPR|CPR)|(?:v|version)\s*\d[\d.]*(?:\s+final)?$|©)(?=\W|$)[^.;\d]{0,60}$",
    re.IGNORECASE,
)
_HEADS_TITLE = expression(
    r"^\W*(?:(?:annual|yearly)\s+(?:report|review|account)|report|review|press\s+release|letter|minutes|newsletter|briefing|bulletin|paper)\b\D{0,60}$",
    re.IGNORECASE,
)


def label_of_issue(label: str) -> str:
    """Return what a label before a day makes of it: "final", "titled", the weaker "year", or "" for nothing."""
    if _AT_A_MEETING.match(label) and not _ON_A_PERSON.search(label):
        return "final"
    if _LAST_VERSION.match(label):
        return "final"
    if _FROM_A_BODY.match(label):
        return "titled"
    if (sent := _FROM_A_PLACE.match(label)) and is_listed(sent["place"]):
        return "titled"
    return "year" if _SIGNED_NAME.match(label) else ""


def label_behind(rest: str, sort: str) -> str:
    """Return what the words after a date that begins its line make of it: "published", "final", "titled" or "".

    `sort` is the date's: a year alone heads no title, and a month only one that names a review.
    """
    if _LABELS_BEHIND.match(rest):
        return "published"
    if _AGREED_BEHIND.match(rest):
        return "final"
    if sort == "year":
        return ""
    heads = _REVIEW_BEHIND.match(rest) or (_HEADS_TITLE.match(rest) and sort in ("day", "period"))
    return "titled" if heads else ""

"""How firmly the words around a date say that it is the document's; each rule speaks or leaves it to the next.

To add one, write a function of a `DateInLine` that gives a weight, 0 where the date is something else's, or None, and
enter it in `_RULES` before those that it goes before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ingest.metadata.date_labels import label_behind, label_of_issue
from kb.core.expressions import expression
from kb.text.printed_dates import DateMention

_PUBLISHED = expression(
    r"\b(?:(?<!re-)publi(?:shed|cation|sh)|released?(?!\s+(?:from|on\s+(?:licen[cs]e|bail|temporary)|under|into|early|after|to\s+(?:his|her|their|approved|a\s+(?:hostel|bail|probation)))\b)|date\s+published|embargo(?:ed)?|upload(?:ed)?|posted|pub(?:\.|lication)?\s*date|date\s+(?:pub\b|added)|added\s+to\s+(?:the\s+|our\s+)?(?:web\s?site|site|library)|"
    r"ordered\b[^.;:]{0,60}\bto\s+be\s+printed|made\s+(?:public|available(?!\s+to\s+(?:the\s+)?(?:panel|reviewers?|court|police|family)))|(?<![a-z]\s)(?:went|goes)\s+live(?!\s+with)|"
    r"(?:put|placed|posted|available)\s+(?:online|on\s+(?:(?:the|our|its)\s+)?(?:web\s?site|internet))|cyhoedd\w*)\b",
    re.IGNORECASE,
)
_REPORTED = expression(
    r"\b(?:issued?|issue\s+date|report\s+dated?|dated?\s+of\s+(?:this\s+|the\s+)?(?:report|letter|document|briefing|issue|summary)|"
    r"date\s+report|dated|handed\s+down|produced(?!\s+by)|(?:sent|gone|went)\s+(?:for\s+printing|to\s+(?:print|press|the\s+printers?))|letter\s+dated?|report|(?:document|doc\.?|paper|file)\s+date|(?:date|document|version)\s+created|(?<![a-z]\s)created|signature\s+date|date\s+of\s+signature|dyddiad)\b",
    re.IGNORECASE,
)
_FINAL = expression(
    r"\b(?:(?:presented|accepted|adopted|considered|submitted|sent|received)\s+(?:to|by|at)|final(?!\s+(?-i:[a-z]))|final(?=\s+(?:reports?|versions?|drafts?|overview|review|copy|text|edition|papers?|briefing|summary|plan|document|publication|sign\w*|approv\w*|agree\w*|for|and|on|by)\b)|finali[sz]ed|version|v\.?\s?\d+(?:\.\d+)*|complet(?:ed|ion)|approv(?:ed|al)|signed|sign[\s-]+off|ratified|"
    r"agreed|submitted|endorsed|draft\s+\d+|revision|rev)\b",
    re.IGNORECASE,
)
_UPDATED = expression(
    r"\b(?:last\s+)?(?:updated|revised|amended|modified|reviewed|refreshed|re-?(?:issued|published|publication|printed)|saved)\b",
    re.IGNORECASE,
)
LABEL = expression(r"^\W*(?:(?:cover\s+)?dates?|month(?:\s*(?:and|/|&)\s*year)?)\W*$", re.IGNORECASE)
_WRITTEN_BY = expression(
    r"^\W*(?:report\s+)?(?:authors?|authored\s+by|by|prepared\s+by|written\s+by|(?:lead\s+|independent\s+)*reviewers?)\b[^\d]{0,80}$",
    re.IGNORECASE,
)
_ITS_DAY = expression(  # words that mean another day where they stand elsewhere: "completion date", "before"
    r"\breport\s+completion\s+date\b|\bcompletion\s+date\s+of\s+(?:the\s+|this\s+)?report\b|\bdate\s+of\s+(?:our|this)\s+(?:response|reply)\b|"
    r"\b(?:our|this)\s+(?:response|reply)\s+dated\b|\blaid\s+before\s+(?:the\s+|both\s+)?(?:houses|house|parliament|assembly|senedd)\b",
    re.IGNORECASE,
)
_TO_PARTNERS = expression(
    r"^\s+(?:to|with|among)\s+(?:(?:all|our|the)\s+)?(?:partners?|partner\s+agencies|agencies|members|board\s+members)\W*$",
    re.IGNORECASE,
)
_LIFE_DATE = expression(r"\b[bd]\.\s*$")  # "(d. 2018)"
_PAPERS_RECEIVED = expression(
    r"\b(?:letters?|feedback|comments|responses?|approval|advice|evidence|reports)\s+(?:was\s+|were\s+)?received\b(?!\s+(?:by|at)\b)",
    re.IGNORECASE,
)
_DATES_OF = expression(r"^\W*dates\s+of\b(?!\s+(?:the\s+|this\s+)?(?:publication|report|issue))", re.IGNORECASE)
_COMMISSIONING_BODY = expression(
    r"\bcommissioning\s+(?=(?:board|body|group|authority|partners?|committee)\b)", re.IGNORECASE
)
_OF_A_PAPER = expression(  # a plan that is itself the document, where its version follows; not a person's care plan
    r"^\W*(?:(?:the|this|our|review|learning|multi-?agency|single-?agency|partnership|improvement|(?-i:[A-Z]{2,6}))\s+)*"
    r"(?:action\s+plan|plan|strategy|policy|guidance|tracker)(?:\s+tracker)?,?\s+(?=(?:was\s+)?(?:last\s+)?(?:updated|revised|amended|version|v\d|dated)\b)",
    re.IGNORECASE,
)
DAY_NAMES = expression(
    r"\b(?:mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|\bw/[ce]\b|\bweek\s+(?:commencing|ending)\b|\b(?:early|mid|late)\b-?|"
    r"\b(?:the\s+)?(?:end|beginning|start|middle)\s+of\W*$|(?:(?<=:)|^)\W*(?:on\s+)?the\s*$|(?:(?<=:)|^)\W*on\s*$",
    re.IGNORECASE,
)
_DRAWN_FROM = expression(r"\b(?:learning|lessons|messages|findings|themes)\s+from\b", re.IGNORECASE)
_OTHER = expression(
    r"\b(?:due|(?-i:will|shall)|target|deadline|next|review\s+(?:date|due|by|on|period)|to\s+be\s+reviewed|inspect(?:ion|ed|or)s?|visit(?:ed|s)?|fieldwork|"
    r"previous|death|died|dies|born|birth|dob|d\.o\.b|meeting|met|held|(?<!scrutiny\s)panel|incident|event|period|time\s?frame|timescale|scope|"
    r"commission(?:ed|ing)|commence[sd]?|planned|scheduled|expected|proposed|imrs?|chronolog\w*|referral|referred|inquest|hearing|trial|sentenc\w*|convict\w*|arrest\w*|murder\w*|killed|"
    r"implement(?:ed|ation)?|by|until(?!\s+\d\d:\d\d)|before|since|from|between|start(?:ed|s|ing)?|begin\w*|end(?:ed|s|ing)?|expir\w*|"
    r"comments?|consultation|response|respond|completion\s+date|for\s+completion|to\s+be\s+completed|to\s+complete|your|admitted|admission|discharged?|moved|notif\w*|"
    r"ref(?:erence)?|no\.?|tel(?:ephone)?|act|working\s+together|keeping\s+children\s+safe|guidance|code|regulations|census|"
    r"passport|warrant|certificate|prescription|summons|injunction|visa|prison|notice\s+(?:issued|served)|"
    r"(?:assessments?|medication|funding|care\s+plan|package|placement|application|benefits?|order)\s+(?:was\s+|were\s+)?(?:first\s+|last\s+)?(?:completed|agreed|approved|issued|signed|reviewed?|accepted|submitted|updated|revised)|"
    r"(?:last|medication|annual\s+health|six[-\s]month\w*|looked\s+after)\s+(?:\w+\s+)?review|rapid\s+review(?=\W*$)|decision\s+to|for\s+review(?=\W*$)|"
    r"(?:sent|given|shown|read)\s+to\s+(?:the\s+|his\s+|her\s+|their\s+)?(?:father|mother|parents?|famil\w+|carers?|him|her|them|patient|gp|school|tenant|landlord|relatives|son|daughter|wife|husband)|"
    r"warning|eviction|tenanc\w+|lease|mortgage|bail|divorce|marriage|offers?|notice\s+(?:of|to)|"
    r"archived|accessed|retrieved|downloaded|printed|conference|training|appointed|aged|agenda|item|data|figures|"
    r"action|actions|milestone|attended|interview\w*|appendix|page|launch(?:ed)?|strategy|plan(?!\s+published))\b",
    re.IGNORECASE,
)
_TITLED = expression(
    r"(?:reports?|reviews?|7\s?mb|adroddiad|adolyg\w+|crynodeb|llythyr|cylchlythyr|bwrdd|briefing|summary|letter|bulletin|newsletter|response|annex|addendum|plan|update|board|"
    r"partnership|committee|cabinet|council|scrutiny\s+panel|executive|trust|author|reviewer|chair|version|final|copyright|presentation|statement|guide|(?:press\s+)?notice|news|(?-i:[A-Z]{3,5})|"
    r"learning|lessons|strategy|audits?)\b[^\d]{0,40}$",
    re.IGNORECASE,
)
_TELLS = expression(
    r"\b(?:was|were|is|are|had|has|have|did|does|do|went|came|called|took|told|saw|said)\b", re.IGNORECASE
)
_PLANNED = expression(
    r"\b(?:previous|last\s+report|target|due|inspection\s+dates?|planned|expected|proposed|anticipated|scheduled|provisional|intended|"
    r"(?-i:will|shall))\b",
    re.IGNORECASE,
)
YEAR_ENDED = expression(r"\byear\s+(?:ended|ending|to)\W*$", re.IGNORECASE)
NEXT = expression(r"\b(?:next|last|previous|future)\b", re.IGNORECASE)
_EDITION = expression(
    r"^(?:(?:the|this|a|learning|practice|safeguarding|final|full|overview|interim|published|redacted|anonymised|revised|summary)\s+)*(?:edition|issue|update|newsletter|"
    r"bulletin|digest|briefing|version|report|summary|final|published|redacted|revised|press\s+release|"
    r"statement|(?:academic|school|financial)\s+year|(?:v|version|edition|issue|number)\.?\s?\d+(?:\.\d+)*)(?:\s+(?:for|to)\s+publication)?$",
    re.IGNORECASE,
)
_REFERENCE = expression(r"\b[A-Z]{2,6}(?:\s?[/-]\s?\d{1,4})+\b")
_COUNTED = expression(  # the number of an issue: "Learning bulletin no. 14,", "Volume 6, number 2:"
    r"(?:\bvol(?:ume)?\.?\s*\d{1,3}\s*,?\s*)?\b(?:no\.?|number|num\.?|(?P<issue>issue)(?:\s+no\.?)?|#)\s*\d{1,3}\b(?!\.\d)",
    re.IGNORECASE,
)
_LABEL_BEHIND = expression(r"(?<=[\d).\]|])\s+(?P<label>(?:Report\s+)?Dated?)\s*:\s*$")  # "Our ref: SAR/17/04 Date:"
_REVISED_FOR = expression(
    r"^\W*(?:as\s+)?(?:updated|revised|amended)\s+(?:following|after|in\s+(?:the\s+)?light)\b", re.IGNORECASE
)
_OF_THIS = expression(r"\bdate\s+of\s+this\s+(?:\w+\W+){1,2}$", re.IGNORECASE)
_DRAFT = expression(r"\bdraft\b", re.IGNORECASE)
_AS_AT = expression(
    r"^\W*(?:(?:the\s+|our\s+)?(?:[\w-]+\s+){0,3}(?:plan|tracker|log|report|update)\W+)?(?:(?:position|status|progress|as\s+it\s+stood)\s+(?:as\s+)?(?:at|of|on)|"
    r"as\s+(?:at|of))\W*$",
    re.IGNORECASE,
)
_COPYRIGHT = expression(r"©|\bcopyright\b", re.IGNORECASE)
_LAWS = expression(
    r"\b(?:act|working\s+together|keeping\s+children|guidance|regulations|order|rules|code)\b", re.IGNORECASE
)
WEIGHTS = {
    "published": 9,
    "its own": 8.5,
    "reported": 8,
    "alone": 7,
    "date": 7.5,
    "final": 6,
    "titled": 5,
    "draft": 4.5,
    "updated": 4,
    "year": 3,
    "copyright": 2,
}
_SHORT = 16  # words of a line that may bear a date without saying what it is
ANNUAL = expression(r"\bannual\b|\byear\b|\byearly\b", re.IGNORECASE)
_DONE_BY = expression(
    r"\b(?<!be\s)(?:approved|signed(?:\s+off)?|agreed|ratified|endorsed|accepted|adopted|prepared|written|produced|completed|report|"
    r"author(?:ed)?)\s+by\b",
    re.IGNORECASE,
)
_KIND_OF_YEAR = expression(r"^\W*(?:published|school|academic|financial)\b", re.IGNORECASE)


@dataclass(frozen=True)
class DateInLine:
    """A date with the words of its part of a line, and whether it is the only one there."""

    date: DateMention
    before: str
    after: str
    whole: str
    alone: bool

    @cached_property
    def beginning(self) -> str:
        """The words before it; the label of a cell behind them alone, where there is one."""
        behind = _LABEL_BEHIND.search(self.before)
        return behind["label"] if behind else self.before

    @cached_property
    def label(self) -> str:
        """The words before it, without names of days, references and counts; the last clause where that says enough."""
        named = DAY_NAMES.sub(" ", self.beginning)
        told = _COUNTED.sub(lambda hit: hit["issue"] or " ", _REFERENCE.sub("review", named))
        return _last_clause(_DRAWN_FROM.sub("learning", told))

    @cached_property
    def plain_label(self) -> str:
        """The label without names of bodies and papers, and with words that mean the report's own day put as such."""
        return _ITS_DAY.sub("report", _COMMISSIONING_BODY.sub("", _OF_A_PAPER.sub("report ", self.label)))

    @property
    def rest(self) -> str:
        """The words after it, without signs."""
        return self.after.strip(" .,)([]:;/|-–—")


def weigh_date(one: DateInLine) -> float:
    """Return how firmly the words around a date say that it is the document's, as in `WEIGHTS`; 0 where they do not."""
    return next((weight for rule in _RULES if (weight := rule(one)) is not None), 0.0)


def _weight_of_published(one: DateInLine) -> float | None:
    if one.date.sort == "year" and _LAWS.search(one.label):
        return 0
    if _PUBLISHED.search(one.label) and not _PLANNED.search(one.label):
        near = _closes(one.label, _PUBLISHED) or len(one.whole.split()) <= _SHORT
        return WEIGHTS["published"] if near else 0
    return 0 if one.date.spans else None


def _weight_of_own_words(one: DateInLine) -> float | None:
    label = one.label
    if _OF_THIS.search(label):
        return WEIGHTS["its own"]
    if YEAR_ENDED.search(label):
        return WEIGHTS["year"]
    if _COPYRIGHT.search(label):
        return WEIGHTS["copyright"]
    if _REVISED_FOR.match(label):
        return WEIGHTS["updated"]
    annual = one.date.sort == "period" and ANNUAL.search(label) and not NEXT.search(label)
    return WEIGHTS["titled"] if annual else None


def _weight_of_day_of_issue(one: DateInLine) -> float | None:
    if re.search(r"\w", one.after) and not _TO_PARTNERS.match(one.after):
        return None
    if one.date.sort in ("day", "month") and (weight := _weight_of_issue(one.label)):
        return weight
    return WEIGHTS["updated"] if _AS_AT.match(one.label) else None


def _none_of_something_else(one: DateInLine) -> float | None:
    if _DATES_OF.match(one.label) or _LIFE_DATE.search(one.beginning) or _PAPERS_RECEIVED.search(one.label):
        return 0
    return 0 if _OTHER.search(_DONE_BY.sub("approved", one.plain_label)) else None


def _weight_of_label(one: DateInLine) -> float | None:
    label = one.plain_label
    if _UPDATED.search(label):
        return WEIGHTS["updated"]
    if _REPORTED.search(label) and _closes(label, _REPORTED) and not _DRAFT.search(label):
        return WEIGHTS["reported"] if one.date.sort != "year" else WEIGHTS["titled"]
    if LABEL.match(label):
        return WEIGHTS["date"]
    if _FINAL.search(label):
        is_draft = _DRAFT.search(label) and "final" not in label.lower()
        return WEIGHTS["draft"] if is_draft else WEIGHTS["final"]
    return None


def _weight_of_bare_date(one: DateInLine) -> float | None:
    if re.search(r"\w", one.plain_label):
        return None
    if _EDITION.match(one.rest):
        return WEIGHTS["titled"]
    if one.rest:
        return _weight_of_label_behind(one.rest, one.date)
    return WEIGHTS["alone"] if one.date.sort in ("day", "month") else WEIGHTS["year"]


def _weight_of_title(one: DateInLine) -> float | None:
    label, rest = one.plain_label, one.rest
    if not one.alone or _TELLS.search(label) or (rest and not _EDITION.match(rest)) or len(one.whole.split()) > _SHORT:
        return None
    if one.date.sort == "period" and _KIND_OF_YEAR.match(label):
        return WEIGHTS["titled"]
    if _TITLED.search(label.rstrip(" ,–—-(:|/")) or _WRITTEN_BY.match(label):
        return WEIGHTS["titled"] if one.date.sort != "year" else WEIGHTS["year"]
    return None


_RULES: tuple[Callable[[DateInLine], float | None], ...] = (
    _weight_of_published,
    _weight_of_own_words,
    _weight_of_day_of_issue,
    _none_of_something_else,
    _weight_of_label,
    _weight_of_bare_date,
    _weight_of_title,
)


def _weight_of_label_behind(rest: str, date: DateMention) -> float:
    """Return how firmly the words after a date that begins its line say that it is the document's; or 0."""
    named = label_behind(rest, date.sort)
    if named in ("published", "final"):
        return 0 if _PLANNED.search(rest) else WEIGHTS[named]
    told = _OTHER.search(rest.replace(" by ", " ")) or _TELLS.search(rest)
    return WEIGHTS[named] if named and not told else 0


def _weight_of_issue(label: str) -> float:
    """Return how firmly a label before a day says that the document was agreed, finished, issued or signed; or 0."""
    named = "" if _TELLS.search(label) else label_of_issue(label)
    return WEIGHTS[named] if named and not (named == "final" and _DRAFT.search(label)) else 0


def _last_clause(label: str) -> str:
    """Return what a label says behind its last comma, where that alone says whose date it is: "…, updated"."""
    clause = label.rpartition(",")[2]
    says = any(words.search(clause) for words in (_PUBLISHED, _REPORTED, _FINAL, _UPDATED))
    return clause if says and not _OTHER.search(clause) else label


def _closes(label: str, words: re.Pattern[str]) -> bool:
    """Return whether a label ends with these words, or with little after them: "Report date:", "report on"."""
    last = [*words.finditer(label)][-1]
    return len(label[last.end() :].split()) <= 3

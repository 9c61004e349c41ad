"""When a document was published, by what stands before a date: "Report published", "Dated", a version, a date alone.

A date that something else bears (a death, a meeting, an inspection, a deadline) is none, and where only a period is
printed its end is taken and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.metadata.date_labels import label_behind, label_of_issue
from kb.core.expressions import expression
from kb.text.printed_dates import DateMention, dates_of

WEAKEST = 3  # of the weights: a year alone, or a sentence that tells of some report
_MARKED = "the end of the period printed"
_PUBLISHED = expression(
    r"\b(?:publi(?:shed|cation|sh)|released?(?!\s+(?:from|on\s+(?:licen[cs]e|bail|temporary)|under|into|early|after|to\s+(?:his|her|their|approved|a\s+(?:hostel|bail|probation)))\b)|date\s+published|embargo(?:ed)?|upload(?:ed)?|posted|pub(?:\.|lication)?\s*date|date\s+(?:pub\b|added)|added\s+to\s+(?:the\s+|our\s+)?(?:web\s?site|site|library)|"
    r"ordered\b[^.;:]{0,60}\bto\s+be\s+printed|made\s+(?:public|available(?!\s+to\s+(?:the\s+)?(?:panel|reviewers?|court|police|family)))|(?<![a-z]\s)(?:went|goes)\s+live(?!\s+with)|"
    r"(?:put|placed|posted|available)\s+(?:online|on\s+(?:the|our|its)\s+(?:web\s?site|internet))|cyhoedd\w*)\b",
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
_VERSIONS = expression(  # a table of them in one line
    r"\bv(?:ersion)?\.?\s?\d.*\bv(?:ersion)?\.?\s?\d|\bversions?\s+(?:history|control|log)\b", re.IGNORECASE
)
_VERSION_HEAD = expression(
    r"^\W*(?:version|revision|ver|rev|draft|v)\.?(?:\s+(?:no\.?|number|control))?\W*$", re.IGNORECASE
)
_LATER = expression(
    r"\b(?:review|due|target|next|completion)\s+(?:by|date)\b|\bnext\s+review\b|\bdate\s+of\s+(?:next\s+)?review\b|\breview\s+due\b|\bdeadline\b|\btimescales?\b|\bto\s+be\s+reviewed\b|\bexpir\w*\b|\bvalid\s+(?:to|until)\b",
    re.IGNORECASE,
)
_A_VERSION = expression(r"(?:\d\.\d+|\bv\d+|\b(?:draft|final))\W*$", re.IGNORECASE)
_UPDATED = expression(
    r"\b(?:last\s+)?(?:updated|revised|amended|modified|reviewed|refreshed|reissued|saved)\b", re.IGNORECASE
)
_LABEL = expression(r"^\W*(?:(?:cover\s+)?dates?|month(?:\s*(?:and|/|&)\s*year)?)\W*$", re.IGNORECASE)
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
_DAY_NAMES = expression(
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
_BOUND = expression(
    r"\s+[|•·]\s+|(?<=[a-z\d)])[.;]\s+(?=[A-Z(]|[a-z]+\s)|\s*;\s*|\t+|\n+|\s*\((?=(?:last\s+)?(?:updated|revised|amended|first))"
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
_CAPTIONS = expression(r"\b(?:dates?|period|timeframe|scope|published|issued|born|died)\b", re.IGNORECASE)
_RUNS_TO = expression(r"^\s*(?:-|–|—|to|until|and|up\s+to)\s*$", re.IGNORECASE)
_YEAR_ENDED = expression(r"\byear\s+(?:ended|ending|to)\W*$", re.IGNORECASE)
_MET = expression(r"\b(?:held|meeting|minutes|met|date)\b", re.IGNORECASE)
_NEXT = expression(r"\b(?:next|last|previous|future)\b", re.IGNORECASE)
_EDITION = expression(
    r"^(?:(?:the|this|a|learning|practice|safeguarding|final|full|overview|interim|published|redacted|anonymised|revised|summary)\s+)*(?:edition|issue|update|newsletter|"
    r"bulletin|digest|briefing|version|report|summary|final|published|redacted|revised|press\s+release|"
    r"statement|(?:academic|school|financial)\s+year|(?:v|version|edition|issue|number)\.?\s?\d+(?:\.\d+)*)(?:\s+(?:for|to)\s+publication)?$",
    re.IGNORECASE,
)
_ASIDE = expression(
    r"\bpage\s+\d+(?:\s+of\s+\d+)?\b|(?:(?<=[:–—-])|^)\s*\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?|\s?hrs)?,?\s+(?:on\s+)?(?=(?:[A-Z][a-z]+day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+[A-Z])|\bat\s+\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.?m\b)?(?!\s*\w)|©\s*$",
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
_OF_ITSELF = expression(
    r"\bThis\s+(?:[\w-]+\s+){0,2}(?:report|review|chapter|briefing|paper|document|summary|bulletin|plan)\b(?!\s+(?:about|into|of)\b)"
    r"(?:.{0,300}?\bpublished\s+(?:by\s+[^.]{0,60}?\s+)?|\s+(?:was|has\s+been)\s+(?:first\s+)?(?:produced|written|issued|prepared)\s+)(?:on|in)\s+",
)
_AS_AT = expression(
    r"^\W*(?:(?:the\s+|our\s+)?(?:[\w-]+\s+){0,3}(?:plan|tracker|log|report|update)\W+)?(?:(?:position|status|progress|as\s+it\s+stood)\s+(?:as\s+)?(?:at|of|on)|"
    r"as\s+(?:at|of))\W*$",
    re.IGNORECASE,
)
_COPYRIGHT = expression(r"©|\bcopyright\b", re.IGNORECASE)
_LAWS = expression(
    r"\b(?:act|working\s+together|keeping\s+children|guidance|regulations|order|rules|code)\b", re.IGNORECASE
)
_WEIGHTS = {
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
_LATEST = (_WEIGHTS["final"], _WEIGHTS["draft"], _WEIGHTS["updated"])  # of several of these the latest counts
_UNNAMED = (_WEIGHTS["alone"], _WEIGHTS["year"])  # what is no caption's and no label's
_SHORT = 16  # words of a line that may bear a date without saying what it is
_LONGEST = 40
_WEEKDAY = 14  # letters that may stand between "published on" and its date
_TELLING = 9  # words from which a line with a full stop is a sentence, that may tell of another report
_CAPTION = 7  # words of a line that names what the next one states
_ANNUAL = expression(r"\bannual\b|\byear\b|\byearly\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Publication:
    """A date of publication: as ISO, how firmly it is said to be one, and what to say of a period."""

    iso: str
    weight: float
    marked: str = ""


def publication(lines: Sequence[tuple[str, bool]]) -> tuple[int, Publication] | None:
    """Return the firmest date of publication among lines, and its line's number, from 0; the upper of two alike.

    Of versions, drafts and updates it is the latest, in either order of their table.

    With each line comes whether it is a table's cell: there a date that bears no name is some row's.
    """
    best: tuple[int, Publication] | None = None
    above = ""
    listed = _last_version(lines)
    for place, (line, in_cell) in enumerate(lines):
        if in_cell and listed is not None:
            continue
        captioned = _captions(above, line)
        found = published_in(f"{above.rstrip(': ')}: {line}" if captioned else line)
        above = line
        if in_cell and not captioned and found is not None and found.weight in _UNNAMED:
            continue
        if found is not None and (best is None or _is_firmer(found, best[1])):
            best = place, found
    return listed if listed is not None and (best is None or _is_firmer(listed[1], best[1])) else best


def _last_version(lines: Sequence[tuple[str, bool]]) -> tuple[int, Publication] | None:
    """Return the latest day in a table of versions among lines, and the number of its line."""
    cells = [(place, line) for place, (line, in_cell) in enumerate(lines) if in_cell]
    heads = [line for _, line in cells]
    if not (any(map(_VERSION_HEAD.match, heads)) and any(map(_LABEL.match, heads))) or any(map(_LATER.search, heads)):
        return None
    days = [(one.iso, place) for place, line in cells for one in dates_of(line) if one.sort in ("day", "month")]
    if not days:
        return None
    latest, place = max(days)
    return place, Publication(latest, _WEIGHTS["final"])


def _is_firmer(found: Publication, best: Publication) -> bool:
    later = found.weight == best.weight and found.weight in _LATEST and found.iso > best.iso
    return found.weight > best.weight or later


def meeting(lines: Iterable[str]) -> tuple[int, Publication] | None:
    """Return the day on which the meeting was held whose minutes these lines begin, and the number of its line."""
    for place, line in enumerate(lines):
        dated = [one for one in dates_of(line) if one.sort == "day" and not _NEXT.search(line[: one.begins])]
        if dated and (_MET.search(line) or not re.search(r"\w", _DAY_NAMES.sub("", line[: dated[0].begins]))):
            return place, Publication(dated[0].iso, _WEIGHTS["date"], "the day of the meeting")
    return None


def _captions(above: str, line: str) -> bool:
    """Return whether a line names what the next one, a date and nothing else, states: "Date of death", "Published"."""
    if not above or any(char.isdigit() for char in above) or len(above.split()) > _CAPTION:
        return False
    dated = [*dates_of(line)]
    bare = bool(dated) and not re.search(r"\w", f"{line[: dated[0].begins]}{line[dated[-1].ends :]}")
    spans = len(dated) > 1 and bool(_RUNS_TO.match(line[dated[0].ends : dated[-1].begins]))
    named = above.rstrip().endswith(":") or _CAPTIONS.search(above)
    return bare and (len(dated) == 1 or spans) and bool(named)


def published_in(line: str) -> Publication | None:
    """Return the date of publication that a line states, or None."""
    text = " ".join((line if " " in line.strip() else line.replace("_", " ")).split())
    itself = _OF_ITSELF.search(text)
    if itself is not None and (told := next(dates_of(text[itself.end() :]), None)) and told.begins <= _WEEKDAY:
        return Publication(told.iso, _WEIGHTS["published"])
    if not any(char.isdigit() for char in text) or len(text.split()) > _LONGEST:
        return None
    found: list[Publication] = []
    for part in _BOUND.split(_ASIDE.sub(" ", text)):
        dated = [*dates_of(part)]
        for place, date in enumerate(dated):
            before, runs = part[dated[place - 1].ends if place else 0 : date.begins], False
            if place and _RUNS_TO.match(before):
                before, runs = part[dated[place - 2].ends if place > 1 else 0 : dated[place - 1].begins], True
            weight = _weight(before, part[date.ends :], date, alone=len(dated) == 1, whole=part)
            if runs:
                weight = _of_span(before, weight)
            if not weight and _A_VERSION.search(before) and _VERSIONS.search(text):
                weight = _WEIGHTS["final"]
            if weight:
                marked = _MARKED if runs or date.sort == "period" or _YEAR_ENDED.search(before) else ""
                found.append(Publication(date.iso, weight, marked))
    if not found:
        return None
    if len(text.split()) > _TELLING and text.rstrip().endswith("."):
        found = [Publication(one.iso, max(1, one.weight - 6), one.marked) for one in found]
    best = max(one.weight for one in found)
    firm = [one for one in found if one.weight == best]
    latest = best in _LATEST or _VERSIONS.search(text)
    return max(firm, key=lambda one: one.iso) if latest else firm[0]


def _weight(before: str, after: str, date: DateMention, *, alone: bool, whole: str) -> float:
    """Return how firmly the words around a date say that it is the document's; 0 where they do not."""
    if behind := _LABEL_BEHIND.search(before):
        before = behind["label"]
    told = _COUNTED.sub(lambda hit: hit["issue"] or " ", _REFERENCE.sub("review", _DAY_NAMES.sub(" ", before)))
    label = _last_clause(_DRAWN_FROM.sub("learning", told))
    if date.sort == "year" and _LAWS.search(label):
        return 0
    if _PUBLISHED.search(label) and not _PLANNED.search(label):
        near = _closes(label, _PUBLISHED) or len(whole.split()) <= _SHORT
        return _WEIGHTS["published"] if near else 0
    if date.spans:
        return 0
    if _OF_THIS.search(label):
        return _WEIGHTS["its own"]
    if _YEAR_ENDED.search(label):
        return _WEIGHTS["year"]
    if _COPYRIGHT.search(label):
        return _WEIGHTS["copyright"]
    if _REVISED_FOR.match(label):
        return _WEIGHTS["updated"]
    if date.sort == "period" and _ANNUAL.search(label) and not _NEXT.search(label):
        return _WEIGHTS["titled"]
    ends = not re.search(r"\w", after) or bool(_TO_PARTNERS.match(after))
    if ends and date.sort in ("day", "month") and (weight := _weight_of_issue(label)):
        return weight
    if ends and _AS_AT.match(label):
        return _WEIGHTS["updated"]
    if _DATES_OF.match(label) or _LIFE_DATE.search(before) or _PAPERS_RECEIVED.search(label):
        return 0
    label = _ITS_DAY.sub("report", _COMMISSIONING_BODY.sub("", _OF_A_PAPER.sub("report ", label)))
    other = _OTHER.search(
        re.sub(
            r"\b(?<!be\s)(?:approved|signed(?:\s+off)?|agreed|ratified|endorsed|accepted|adopted|prepared|written|produced|completed|report|"
            r"author(?:ed)?)\s+by\b",
            "approved",
            label,
            flags=re.IGNORECASE,
        )
    )
    if other is not None:
        return 0
    if _UPDATED.search(label):
        return _WEIGHTS["updated"]
    if _REPORTED.search(label) and _closes(label, _REPORTED) and not _DRAFT.search(label):
        return _WEIGHTS["reported"] if date.sort != "year" else _WEIGHTS["titled"]
    if _LABEL.match(label):
        return _WEIGHTS["date"]
    if _FINAL.search(label):
        is_draft = _DRAFT.search(label) and "final" not in label.lower()
        return _WEIGHTS["draft"] if is_draft else _WEIGHTS["final"]
    rest = after.strip(" .,)([]:;/|-–—")
    if not re.search(r"\w", label):
        if _EDITION.match(rest):
            return _WEIGHTS["titled"]
        if weight := _weight_of_label_behind(rest, date):
            return weight
        if not rest:
            return _WEIGHTS["alone"] if date.sort in ("day", "month") else _WEIGHTS["year"]
        return 0
    if not alone or _TELLS.search(label) or (rest and not _EDITION.match(rest)) or len(whole.split()) > _SHORT:
        return 0
    if date.sort == "period" and re.match(r"^\W*(?:published|school|academic|financial)\b", label, re.IGNORECASE):
        return _WEIGHTS["titled"]
    if _TITLED.search(label.rstrip(" ,–—-(:|/")) or _WRITTEN_BY.match(label):
        return _WEIGHTS["titled"] if date.sort != "year" else _WEIGHTS["year"]
    return 0


def _weight_of_label_behind(rest: str, date: DateMention) -> float:
    """Return how firmly the words after a date that begins its line say that it is the document's; or 0."""
    named = label_behind(rest, date.sort)
    if named in ("published", "final"):
        return 0 if _PLANNED.search(rest) else _WEIGHTS[named]
    told = _OTHER.search(rest.replace(" by ", " ")) or _TELLS.search(rest)
    return _WEIGHTS[named] if named and not told else 0


def _weight_of_issue(label: str) -> float:
    """Return how firmly a label before a day says that the document was agreed, finished, issued or signed; or 0."""
    named = "" if _TELLS.search(label) else label_of_issue(label)
    return _WEIGHTS[named] if named and not (named == "final" and _DRAFT.search(label)) else 0


def _last_clause(label: str) -> str:
    """Return what a label says behind its last comma, where that alone says whose date it is: "…, updated"."""
    clause = label.rpartition(",")[2]
    says = any(words.search(clause) for words in (_PUBLISHED, _REPORTED, _FINAL, _UPDATED))
    return clause if says and not _OTHER.search(clause) else label


def _of_span(before: str, weight: float) -> float:
    """Return how firmly the last of two days dates a document: a yearly report's does, any other hardly."""
    if _ANNUAL.search(before):
        return _WEIGHTS["titled"]
    return _WEIGHTS["year"] if weight == _WEIGHTS["alone"] else 0


def _closes(label: str, words: re.Pattern[str]) -> bool:
    """Return whether a label ends with these words, or with little after them: "Report date:", "report on"."""
    last = [*words.finditer(label)][-1]
    return len(label[last.end() :].split()) <= 3

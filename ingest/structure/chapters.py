"""What sort of chapter a section belongs to: analysis, story, method, and the like, by its own heading or one above."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from ingest.structure.heading_cues import without_card_number
from ingest.structure.practice_headings import names_practice
from ingest.structure.sections import SectionPart
from kb.core.expressions import expression
from kb.core.model import Kind
from kb.text.number_words import one_of_numbers

_ANSWERED = expression(
    r"\b(?:analysis|findings?|evaluation|appraisal|response)\b.*\b(?:terms?\s+of\s+reference|"
    r"(?:key\s+)?lines?\s+of\s+enquiry"
    r"|questions?)\b|\b(?:terms?\s+of\s+reference|(?:key\s+)?lines?\s+of\s+enquiry)\b.*\b(?:answered|addressed|"
    r"analysis"
    r"|findings|considered)\b",
    re.IGNORECASE,
)


_TITLE = expression(
    r"\b(?:overview\s+report|(?:practice|homicide|case|adults?|death|management|thematic)\s+reviews?|"
    r"learning\s+review|"
    r"executive\s+summary\s+report|briefing|learning\s+from)\b(?!\s*\W*(?:findings|analysis|background))",
    re.IGNORECASE,
)


class Chapter(StrEnum):
    """The sorts of chapter that reviews and papers are made of."""

    ANALYSIS = "analysis"
    CONCLUSION = "conclusion"
    SUMMARY = "summary"
    STORY = "story"
    METHOD = "method"
    TERMS = "terms"
    FURNITURE = "furniture"
    PROGRESS = "progress"
    ASKED = "asked"  # recommendations
    TOPIC = "topic"  # a heading that only names its matter, after the story has been told
    OPENING = "opening"  # what stands before any such heading
    TOLD = "told"  # the story, in a review that judges while it tells and has no chapters of analysis


_NO_PRACTICE = (Chapter.STORY, Chapter.METHOD, Chapter.TERMS, Chapter.FURNITURE)
# The first that fits decides; a heading in two languages is read whole.
_NAMES = (
    (Chapter.ANALYSIS, _ANSWERED.pattern),
    (Chapter.ANALYSIS, r"^\W*(?:[\d.]+\s+)?(?:the\s+)?(?:coroner[’']s\s+(?:matters?\s+of\s+)?concerns?|"
     r"matters?\s+of\s+concern)\W*$"),
    (Chapter.ANALYSIS, r"^\W*(?:[\d.]+\s+)?(?:kloe|tor|terms?(?:\s+of\s+reference)?|(?:key\s+)?line\s+of\s+enquiry|"
        rf"question|theme|issue)\s+(?:\d+|{one_of_numbers()}|[a-h](?=\s*[:.–-]))(?:\b|$)"),
    (Chapter.ANALYSIS, r"\b(?:and|with)\s+(?:(?:my|our|(?:the\s+)?(?:panel|author|review(?:er)?)[’']s)\s+)?"
        r"(?:comment(?:s|ary)?|observations)\W*$"),
    (Chapter.FURNITURE, r"^\W*(?:appendix|appendices|annex)\b|\bglossary\b|\bterms\s+used\b|\babbreviations?\b|"
        r"\bacronyms?\b"
     r"|^\W*references\b|\bbibliography\b|\bcontents\b|^\W*(?:[\d.]+\s+)?(?:useful\s+)?contacts?\b|"
     r"\bcontact\s+(?:us|details)\b|\bhow\s+to\s+contact\b|\backnowledge?ments?\b|\bforeword\b|\bpreface\b"
     r"|\bfurther\s+(?:reading|information)\b|\bdisclaimer\b|\bstatement\s+of\s+confidentiality\b|\bcondolences\b"
     r"|\bwhere\s+to\s+(?:get|find)\b|^\W*before\s+you\s+(?:go|leave)\W*$|^\W*housekeeping\W*$|"
     r"\bdates?\s+for\s+(?:your|the)\s+diar(?:y|ies)\b|^\W*meet\s+the\s+team\W*$"),
    (Chapter.PROGRESS, r"\bprogress\b|\b(?:action|plan|progress|recommendations?|improvement|implementation|"
        r"learning|assurance)\s+trackers?\b|^\W*tracker\b|\bupdates?\s+(?:on|to\s+the)\b|"
        r"\bwhat\s+(?:has\s+)?(?:happened|changed|"
        r"been\s+done)\s+(?:after|since|as)\b"
     r"|\bwhat\s+(?:has|had|(?:we|they|(?:the\s+)?\w+)\s+(?:have|has))\s+(?:already\s+|now\s+|since\s+)?(?:been\s+)?"
     r"(?:done|achieved|started|begun|altered|improved|introduced|put\s+(?:in\s+place|right)|set\s+up)\b|"
     r"\bwhat\s+is\s+(?:already\s+|now\s+)?(?:different|new|better)\b|\balready\s+(?:been\s+)?(?:different|changed|done|made|"
     r"under\s+way|in\s+place|happening|doing)\b|\bwhat\s+(?:[\w’']+\s+){1,3}(?:is|are)\s+(?:already\s+|now\s+)?doing\b|\b(?:early|first|recent|immediate)\s+(?:changes|improvements|steps|"
     r"developments)\b|\bchanges?\s+made\b"
     r"|\bwhat\s+(?:has\s+)?(?:already\s+)?changed\b|\bwhat\s+will\s+change\b|\b(?:developments?|progress|"
     r"changes?|improvements?)\b.{0,20}\bsince\b|^\W*(?:[\d.]+\s+)?since\b|"
     r"\bresponses?\b.{0,30}\bto\b.{0,30}\b(?:reports?|reviews?|recommendations?|regulation|concerns)\b|"
     r"\bhow\s+we\s+(?:have\s+)?responded\b|\bregulation\s+28\b|\bactions?\s+(?:taken|since)\b|\bimplementation\b"
     r"|\bannual\s+re(?:port|view)\b|\b(?:years?|months?)\s+(?:on|later|after)\b|\bposition\s+(?:at|as\s+at|as\s+of|on\s+\d|statement|paper|report)\b|"
     r"\b(?:done|made|sent|managed)\s+so\s+far\b|^\W*so\s+far\b|"
     r"\bwhere\s+(?:it|this|each(?:\s+\w+)?|(?:the|our)\s+\w+)\s+(?:is|are|stands?|(?:has|have)\s+(?:got\s+to|reached))\b|\bwhat\s+became\s+of\b|\bone\s+year\s+on\b|"
     r"\bwhat\s+(?:the\s+)?(?:partners|agencies|services|organisations|the\s+board|we)\s+(?:have\s+|"
    r"has\s+)?(?:did|done|"
     r"changed)\b|\bwhere\s+(?:we|things|they)\s+(?:are|stand|have\s+got(?:\s+to)?)(?:\s+now\b|\W*$)|\baccount\s+of\s+the\s+year\b|"
     r"\b(?:yearly|annual)\s+(?:statement|account|summary)\b|\byearly\s+report\b|"
     r"\bcoroner\b|\bassurance\s+(?:summary|report|statement|return)s?\b|"
     r"\bwhat\s+(?:our\s+|the\s+)?(?:members|partners|agencies|organisations)\s+(?:have\s+)?(?:told|reported)\b|\bimprovements?\s+(?:made|since)\b|\bimpact\s+of\s+(?:the\s+)?reviews?\b"),
    (Chapter.STORY, r"\bstory\b|\b(?:what|why|who)\s+(?:is|are|was)\s+(?:this|it|these)\s+(?:all\s+)?about\b|"
     r"\bwhy\s+(?:are|is)\s+(?:we|this)\s+(?:telling|being\s+told)\b|\bbackground\b|^\W*(?:[\d.]+\s+)?(?:(?:combined|integrated|summary|detailed|key|"
        r"narrative|full|brief|multi-agency|agency)\s+)?chronolog(?:y|ical)\b|\btimeline\b|"
        r"\bsummary\s+of\s+(?:the\s+)?(?:events|facts|case"
     r"|agency\s+involvement|involvement|contact)\b|\b(?:key|significant)\s+events\b|\bcircumstances\b"
     r"|\bfamily\s+(?:context|history|composition|background|structure|tree)\b|\bgenogram\b|\bpen\s+(?:picture|"
     r"portrait)\b"
     r"|\bwhat\s+happened\b|\bthe\s+facts\b|\bfacts\s+(?:gathered|known|established|of)\b|"
     r"^\W*(?:[\d.]+\s+)?who\s+(?-i:[A-Z][a-z]+)\s+(?:is|was)\b|"
     r"^\W*(?:[\d.]+\s+)?the\s+(?!(?:findings?|learning|lessons|recommendations?|issues|review|report|changes|actions)\b)\w+\s+"
     r"in\s+(?:outline|brief)\W*$|"
     r"^\W*(?:[\d.]+\s+)?about\s+(?!(?:us|our|the|this|that|these|those|them)\b)(?-i:[A-Z][a-z]+)(?:\s+and\s+(?-i:[A-Z][a-z]+))?\W*$|"
     r"\bevents\s+leading\b|^\W*(?:[\d.]+\s+)?who\s+(?:was|is|are|were)\b|"
     r"\bnarrative\s+of\b"
     r"|^\W*(?:[\d.]+\s+)?(?:the\s+)?(?:family|incident|case|facts|events)\W*$|\bcase\s+(?:summary|history)\b"
     r"|\babout\s+(?:the\s+)?(?:family|child|adult|person)\b|^\W*(?:[\d.]+\s+)?(?:the\s+|a\s+)?(?:child(?:ren)?|"
     r"famil(?:y|ies)|adult|victim|couple|parents|household|mother|young\s+people|(?-i:[A-Z][a-z]+))\s+and\s+(?:his|her|their|the|"
     r"its)\s+(?:\w+\s+)?(?:family|children|home|lives|circumstances|parents|life)\W*$|[’']s\s+life\b|"
     r"\b(?:views?|perspectives?|account|memories|wishes)\s+of\s+(?:the\s+|his\s+|her\s+|their\s+)?(?:wider\s+)?"
     r"(?:famil(?:y|ies)|friends|relatives|parents|mother|father|sister|brother)\b|\b(?:family|friends?|mother|father|"
     r"sister|parents|relatives)[’']s?\s+(?:views?|perspectives?|account|memories)\b|"
    r"\bfamily\s+(?:views?|perspective)\b|"
     r"\blife\s+(?:before|of)\b|\bearly\s+(?:life|years)\b|\blife\s+(?:story|history)\b|\bbrief\s+outline\b"),
    (Chapter.TERMS, r"\b(?:review|report|panel|reviewers?|we|inquiry)\s+"
        r"(?:addressed|considered|examined|explored|looked\s+at)\s+"
        r"(?:the\s+)?(?:following\s+)?(?:\w+\s+)?(?:issues|questions|areas|lines|matters)\b|"
        r"\bwhat\s+(?:i|we|the\s+\w+)\s+(?:was|were|(?:have|has|had)\s+been)\s+asked\s+to\b|"
        r"\bterms\s+of\s+reference\b|\blines\s+of\s+enquiry\b|\bpurpose\b|\baims?\b|\bobjectives\b|"
        r"\bscope\b"),
    (Chapter.METHOD, r"\bbefore\s+you\s+(?:read|begin|start)\b|"
        r"\bmethod(?:ology)?\b|\babout\s+th(?:is|e)\s+(?:review|report)\b|\bintroduction\b|"
        r"\breview\s+process\b"
     r"|^\W*(?:[\d.]+\s+)?(?:what\s+we\s+(?:looked\s+at|read)|who\s+we\s+(?:spoke|talked|listened)\s+to|how\s+we\s+"
        r"(?:looked|worked|went\s+about\s+it|did\s+(?:it|this)))\W*$"
     r"|\bprocess\s+of\s+the\b|\b(?:how|(?:the|a)\s+way)\s+(?:the|this)\s+(?:review|report|inquiry)\s+(?:was|is|has\s+been)\b|"
     r"\bconduct\s+of\s+the\s+review\b|\breview\s+(?:panel|team)\b|\bpanel\s+(?:members|membership)\b"
     r"|\bparallel\s+(?:processes|proceedings|investigations)\b|\bcontributors\b|\bdissemination\b|"
     r"\bequality\s+and\s+diversity\b"
     r"|\bconfidentiality\b|\btimescales?\b|\bauthor\b|\b(?:legal|statutory)\s+(?:basis|framework|context)\b|"
     r"^\W*(?:[\d.]+\s+)?(?:who\s+(?:we\s+are|took\s+part)|how\s+we\s+(?:worked|went\s+about))\b|"
     r"\bnational\s+context\b|"
     r"\bresearch\b"
     r"|\b(?:family|agency)\s+(?:involvement|engagement)\s+(?:in|with)\s+the\s+review\b|\bdecision\s+to\b|"
     r"\breasons?\s+for\s+(?:the|this|a|conducting|holding|commissioning|undertaking|having)\b"
     r"|\bwhy\s+(?:was|this|we)\b"),
    (Chapter.ASKED, r"\brecommendations?\b|\bimproving\s+(?:practice\s+and\s+)?systems\b|"
    r"\bwhat\s+(?:should|needs\s+to|must|"
        r"ought\s+to)\b|\bwhat\s+(?:we|the\s+\w+|i)\s+(?:would\s+|should\s+|now\s+)?(?:like|want|wish|ask|propose|recommend)\b|"
    r"\bwhat\s+(?:[\w’']+\s+){1,4}(?:is|are)\s+(?:being\s+|now\s+)?(?:asked|invited|urged|requested)\b|\basks?\s+for\b|\bpoints?\s+for\s+.{0,30}\baction\b|\bto\s+act\s+on\b|\baction\s+plan\b"),
    (Chapter.CONCLUSION, r"\bconclusions?\b|\bconcluding\b|\blessons?\b|\blearning\b|\bwhat\s+(?:we|"
        r"have\s+we)\s+learn|\b(?:looking|thinking|standing)\s+back\b|\breflections?\b|\bmak(?:ing|e)\s+sense\b|"
    r"\bwhat\s+(?:we|i|the\s+(?:review(?:ers?)?|author|panel|partners|agencies|practitioners))\s+(?:now\s+)?(?:thinks?|thought|makes?|made|"
    r"concludes?|concluded|believes?|takes?)\b|\bin\s+the\s+end\b|"
    r"\bwhat\s+(?:i|we|the\s+(?:review(?:ers?)?|author|panel))\s+(?:would\s+)?adds?\b|\bimplications\b|"
    r"\bdrawing\b.{0,20}\btogether\b|\bthreads\b"),
    (Chapter.SUMMARY, r"\bsummary\b|\boverview\b|\bheadlines?\b"),
    (Chapter.ANALYSIS, r"\banalys[ie]s\b|\bfindings?\b|\bevaluation\b|\bappraisal\b|\bkey\s+(?:themes|issues|"
        r"practice|learning)\b"
     r"|\bthemes?\b|\b(?:of|in)\s+practice\b|\bpractice\s+(?:issues|episodes?|themes)\b|\bgood\s+practice\b|"
     r"\bwhat\s+(?:we|i|the\s+\w+)\s+(?:found|noticed|saw|identified|discovered)\b|\bdiscussion\b|\bdid\s+(?:well|not)\b|\bstrengths?\b|\bgot\s+in\s+the\s+way\b"
     r"|\bwhat\s+(?:[\w’']+\s+){1,5}(?:in\s+common|shared?)\W*$|\bwhat\s+(?:kept|keeps)\s+(?:coming|happening|recurring)\b|"
     r"\bcommon\s+(?:features?|factors?|patterns?|issues?)\b"
     r"|\blines?\s+of\s+enquiry\b|^\W*(?:[\d.]+\s+)?(?:kloe|tor|term|question|theme|issue)\s+\d+\b|"
     r"\bhow\s+(?:well|effective)"),
)  # fmt: skip
_SHORT_FORMS = ((expression(r"(?<=[a-z])['’]d\b"), " would"), (expression(r"(?<=[a-z])['’]ve\b"), " have"))
_PATTERNS = tuple((chapter, expression(pattern, re.IGNORECASE)) for chapter, pattern in _NAMES)
_BEGIN = (Chapter.SUMMARY, Chapter.STORY, Chapter.METHOD, Chapter.ANALYSIS, Chapter.PROGRESS, Chapter.CONCLUSION)
_JUDGEMENTS = frozenset([Kind.LESSON, Kind.GOOD_PRACTICE, Kind.CONCERN, Kind.MISSED_OPPORTUNITY])
_CHAPTERS_OF_KINDS = (
    (_JUDGEMENTS, Chapter.ANALYSIS),
    (frozenset([Kind.RECOMMENDATION]), Chapter.ASKED),
    (frozenset([Kind.ACTION]), Chapter.PROGRESS),
)
_ASIDE = ("background", "contents", "contacts", "glossary", "how_to_use", "boilerplate")
_GREETING = expression(r"^dear\s+(?!me\b|friends\b)[\w .’'-]{2,40},?$", re.IGNORECASE)
_CAME_AFTER = expression(  # "This note says what has been done since the review", "accepted the four recommendations"
    r"\b(?:accepted|agreed\s+to)\s+(?:(?:all|each)\s+(?:of\s+)?)?(?:the\s+|its\s+|those\s+)?(?:\w+\s+)?recommendations\b|"
    r"\b(?:this|these|it|we|i)\b[^.;]{0,60}?\b(?:what\s+(?:has|have|had|was|were|\w+\s+(?:has|have))\s+(?:\w+\s+)?"
    r"(?:done|happened|changed)|what\s+(?:has\s+)?(?:become|became)\s+of|where\s+(?:each|they|these|things)\s+(?:\w+\s+){0,3}?"
    r"(?:stands?|got\s+to|reached|are|is))\b|"
    r"\b(?:read|kept|filed)\s+(?:\w+\s+){0,2}?(?:beside|with|alongside)\s+the\s+(?:\w+\s+)?(?:report|review)\b",
    re.IGNORECASE,
)
_FIRST_LINES = 5  # pieces of text in which a paper says what it is for
_SEVERAL = 2  # chapters headed by what happened in them
_FIRST = 4  # sections within which a letter greets
_TITLES = 4  # headings among which a document's titles stand
_TEXT = 8  # words of a piece that is text, and no date or name on a cover
_COVERED, _LINE = 5, 20  # parts of a document that may have a cover, and words of a line on it
_RUN_IN = 400  # the rank of a label that runs into its paragraph


_BUSINESS = expression(
    r"\b(?:apologies|attendance|present|declarations?|minutes|matters\s+arising|budget|finance|membership|dates?|"
    r"any\s+other\s+business|aob|welcome|introductions?|forward\s+plan|next\s+meeting)\b",
    re.IGNORECASE,
)


def chapter_in_minutes(chapter: Chapter, heading: str) -> Chapter:
    """Return the sort of chapter of an item of a meeting: its business apart, progress on what was asked, or a topic.

    Items have the names of papers, and "action plan" over an item means that its progress was heard.
    """
    if _BUSINESS.search(heading):
        return Chapter.FURNITURE
    return chapter if chapter in (Chapter.FURNITURE, Chapter.TOPIC) else Chapter.PROGRESS


def chapter_named(heading: str) -> Chapter | None:
    """Return the sort of chapter that a heading names, or None where it only names its matter."""
    heading = without_card_number(heading)
    for short, whole in _SHORT_FORMS:  # "What we'd like", "What we've started"
        heading = short.sub(whole, heading)
    named = next((chapter for chapter, pattern in _PATTERNS if pattern.search(heading)), None)
    return None if named in _NO_PRACTICE and names_practice(heading) else named


def tells_story(path: Sequence[str]) -> bool:
    """Return whether the nearest heading that names a chapter names the story, the method or the terms of reference."""
    named = next((chapter for text in reversed(path) if (chapter := chapter_named(text)) is not None), None)
    return named in (Chapter.STORY, Chapter.METHOD, Chapter.TERMS)


def chapters_of(parts: Sequence[SectionPart], genre: str = "") -> tuple[Chapter, ...]:
    """Return the sort of chapter of every section. A topical heading inherits what is named above it.

    A response (`genre`) is about what was asked and what was done throughout. A coroner's report is no progress on
    anything, though its title names the regulation that an answer to it names too.

    A heading that names nothing and stands below nothing named is the opening as long as no chapter has begun, and
    afterwards a chapter about its matter: most reviews told in prose have no other chapters of analysis.
    """
    made: list[Chapter] = []
    begun = False
    cover = _cover(parts)
    is_letter = any(_GREETING.match(piece.text) for part in parts[:_FIRST] for piece in part.pieces)
    over_all = _over_all(parts)
    reports = genre == "response" or any(_of_title(title) is not None for title in titles_of(parts))
    reports = (reports or _says_what_came_after(parts)) and genre != "pfd"
    for part in parts:
        if part is cover:
            made.append(Chapter.FURNITURE)
            continue
        named = _of_path([heading.text for heading in part.headings if heading.rank < _RUN_IN], over_all)
        if genre == "pfd" and named in (None, Chapter.PROGRESS):
            named = None if part.sort in _ASIDE else Chapter.ANALYSIS
        if reports and named not in (None, Chapter.ASKED, Chapter.FURNITURE):
            named = Chapter.PROGRESS
        begins = named in _BEGIN
        if named is None and not (is_letter or reports):
            named = _chapter_announced(part, over_all)
            begins = named is Chapter.ANALYSIS  # actions at the end of a poster begin no chapter about a matter
        if named is None:
            own = bool(part.headings) and part.path[-1] not in over_all
            named = Chapter.TOPIC if begun and own else Chapter.OPENING
            if part.sort in _ASIDE:
                named = Chapter.METHOD if part.sort == "background" else Chapter.FURNITURE
            elif is_letter or reports:
                named = Chapter.PROGRESS  # a letter that answers is about what was asked and what was done
        elif named is Chapter.ASKED and reports and part.headings[-1].label.startswith("recommendation"):
            named = Chapter.PROGRESS  # what was asked is given again above what became of it
        begun = begun or begins
        made.append(named)
    return _told_as_story(made, parts, over_all)


def _says_what_came_after(parts: Sequence[SectionPart]) -> bool:
    """Return whether a document says in its first lines that it tells what became of a review, and asks for nothing."""
    opening = [piece.text for part in parts for piece in part.pieces if piece.length >= _TEXT][:_FIRST_LINES]
    asks = any(part.announced is not None and part.announced.kinds == (Kind.RECOMMENDATION,) for part in parts)
    return not asks and any(_CAME_AFTER.search(text) for text in opening)


def _chapter_announced(part: SectionPart, over_all: frozenset[str]) -> Chapter | None:
    """Return the sort of chapter that its own heading, or the one above, makes by what it announces, if any.

    Judgements make one of analysis ("What went well"), what is asked one of asking ("Do this now"), actions one of
    progress ("So far").
    """
    told = part.announced
    if told is None or not told.kinds or told.learned:
        return None
    place = {"": -1, "below": -2}.get(part.inherited)
    if place is None or len(part.path) < -place or part.path[place] in over_all:
        return None
    return next((chapter for kinds, chapter in _CHAPTERS_OF_KINDS if {*told.kinds} <= kinds), None)


def titles_of(parts: Sequence[SectionPart]) -> list[str]:
    """Return the lines and headings with which a document opens, before any text of length."""
    headed = [part for part in parts if part.headings]
    above = next((part.pieces for part in parts[:1] if not part.headings), ())
    made = [
        piece.text for piece in above[:_TITLES] if piece.length <= _LINE and not piece.text.endswith((".", "!", "?"))
    ]
    for part in headed[:_TITLES]:
        made.append(part.path[-1])
        if any(piece.length >= _TEXT for piece in part.pieces):
            break
    return made


def _cover(parts: Sequence[SectionPart]) -> SectionPart | None:
    """Return the part below a document's first heading where it holds lines of a cover: a publisher, whom it is for."""
    first = next((part for part in parts if part.headings), None)
    if first is None or len(parts) < _COVERED or len(first.headings) > 1 or not first.pieces:
        return None
    lines = all(
        not piece.is_item
        and piece.cell is None
        and piece.length <= _LINE
        and not piece.text.endswith((".", "!", "?", ":"))
        for piece in first.pieces
    )
    return first if lines else None


def _told_as_story(
    made: Sequence[Chapter], parts: Sequence[SectionPart], over_all: frozenset[str]
) -> tuple[Chapter, ...]:
    """Return the chapters, with those of a story that is judged as it is told named so.

    Where no chapter analyses and several are headed by what happened in them ("Year 7", "The winter"), analysis is
    nowhere else.
    """
    told = [
        chapter is Chapter.OPENING and bool(part.headings) and bool(part.pieces) and part.path[-1] not in over_all
        for chapter, part in zip(made, parts, strict=True)
    ]
    before_topics = next((chapter for chapter in made if chapter in _BEGIN), None)
    has_topics = Chapter.TOPIC in made and before_topics is not Chapter.CONCLUSION  # topics after it only add to it
    if sum(told) < _SEVERAL or Chapter.ANALYSIS in made or has_topics:
        return tuple(made)
    return tuple(
        Chapter.TOLD if is_told or chapter is Chapter.STORY else chapter
        for chapter, is_told in zip(made, told, strict=True)
    )


def _of_path(path: Sequence[str], over_all: frozenset[str]) -> Chapter | None:
    """Return what the nearest heading names that says anything; a report on progress is one throughout."""
    names = [_of_title(text) if text in over_all else chapter_named(text) for text in path]
    told = [name for name in names if name is not None]
    if Chapter.PROGRESS in told and told[-1] not in (Chapter.ASKED, Chapter.FURNITURE):
        return Chapter.PROGRESS
    if Chapter.ANALYSIS in told and told[-1] is Chapter.STORY:
        return Chapter.ANALYSIS
    return told[-1] if told else None


def _of_title(text: str) -> Chapter | None:
    """Return what a document's title names: only that it reports on progress says anything of what is below."""
    named = chapter_named(text)
    return named if named is Chapter.PROGRESS else None


def _over_all(parts: Sequence[SectionPart]) -> frozenset[str]:
    """Return the headings that stand over most of the document, or say what document it is."""
    headed = [part.path for part in parts if part.headings]
    counts = Counter(text for path in headed for text in set(path))
    first = {path[-1] for path in headed[:_TITLES]}
    return frozenset(
        text
        for text, count in counts.items()
        if (text in first and _TITLE.search(text)) or (len(headed) > 3 and count > 0.7 * len(headed))
    )

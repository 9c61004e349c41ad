"""A finding as an entry of a list: kind, words, source, and badges, also of what other findings tell of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kb.app.question_signs import tells_of_shortcomings
from kb.core.document import READ_BY_OCR, WORDS_CORRECTED
from kb.core.expressions import expression
from kb.core.model import Finding, FindingInContext, Kind, Polarity
from kb.core.recurrence_values import ThreadStage, ToldElsewhere
from kb.text import citations, formatting
from kb.text.masking import mask
from kb.text.quoting import without_label
from kb.text.sentences import split_sentences
from kb.vocabulary import Vocabulary, labels
from kb.vocabulary.labels import FindingLabels, finding_labels
from search.highlight import marks
from web import clock, urls
from web.components.scans import sure_of
from web.components.snippets import LONG_CHARACTERS, Snippet, snippet
from web.urls import Link

TITLE_CHARACTERS = 90  # characters of a finding's own words that stand as its title
_NUMBERED = expression(r"(?:recommendation|action|finding|lesson)\s+\d+(?:\.\d+)*\b", re.IGNORECASE)
LONG_HEADING = 40  # characters of a numbered heading past which its number alone says where
PLACE_CHARACTERS = 80  # characters of the heading that says where a finding stands
SHORT_CHARACTERS = 160  # of a finding's best sentence in an answer
_BRIEFINGS = frozenset({"seven-minute-briefing", "learning-summary"})
_TONES = {Polarity.WORKING_WELL: "green", Polarity.IMPROVING: "green", Polarity.FAILING: "red"}
STAGE_TONES = {
    ThreadStage.SAID: "grey",
    ThreadStage.RECOMMENDED: "blue",
    ThreadStage.ANSWERED: "grey",
    ThreadStage.ACTED: "green",
    ThreadStage.GOOD_PRACTICE: "green",
    ThreadStage.FOUND_AGAIN: "orange",
}
LEAD_CHARACTERS = 60  # of the sentence that made a finding what it is, by which an excerpt is known to hold it
TITLE_WORDS = 12  # of a finding that stand over it in a list


@dataclass(frozen=True, slots=True)
class Badge:
    """A short remark beside a finding. `tone` chooses a colour; the words alone carry the meaning."""

    text: str
    tone: str = "grey"
    href: str = ""  # what it leads to, where it says that there is more


@dataclass(frozen=True, slots=True)
class Card:
    """A finding in a list."""

    id: str
    href: str
    name: str  # what it is: "Recommendation 3", "Lesson"
    headline: str  # its first words: stands over it in a list
    whole: bool  # whether that is all of it
    under: str  # the heading that it stands under, where that says what it is about
    title: str  # its opening words: stands alone
    snippet: Snippet
    short: Snippet  # its best sentence
    lead_in: str
    kind: str
    sort: str  # its kind in words
    sort_tone: str  # the colour of its kind
    direction: str  # which way it points, in words; "" where it points nowhere
    direction_tone: str
    review: Link
    published: str  # for reading
    year: str  # to which it belongs; "" where no date is stated
    area: str
    document: str
    place: Link
    quoted: str  # all its words and their source, to be copied
    themes: tuple[Link, ...]
    source: Badge  # the type of review or document
    signs: tuple[Badge, ...] = ()
    also_in: tuple[Link, ...] = ()  # other printings of a recommendation
    more: int = 0  # further findings of the same review, where hits are grouped
    more_href: str = ""


def card(
    holding: FindingInContext,
    vocabulary: Vocabulary,
    highlights: Sequence[str] = (),
    told: ToldElsewhere | None = None,  # without it, nothing is said of other findings
    *,
    of_kind: bool = False,
) -> Card:
    """Make the card of a finding. One `of_kind` that is asked for begins with what made it one, if that was found."""
    found, named = holding.finding, finding_labels(holding, vocabulary)
    led = of_kind and (bool(marks(found.chief_sentence, highlights)) or _belies(found, highlights))
    first, whole = opening(holding)
    place = place_link(holding)
    return Card(
        id=found.id,
        href=urls.finding(holding),
        name=named.name,
        headline=first,
        whole=whole,
        under=_heading_beside(own_heading(holding, vocabulary), place.text),
        title=title(holding),
        snippet=_snippet_of(found, highlights, led=led),
        short=_snippet_of(found, highlights, SHORT_CHARACTERS, led=led),
        lead_in=mask(end_of_lead_in(found.lead_in)),
        kind=found.kind.value,
        sort=named.kind,
        sort_tone=kind.tone if (kind := vocabulary.kinds.get(found.kind.value)) else "grey",
        direction=named.direction,
        direction_tone=_TONES.get(named.polarity, "grey"),
        review=Link(readable_title(holding.review.title), urls.review(holding.review.slug)),
        published=formatting.format_date(named.published),
        year=labels.when(holding)[:4],
        area=holding.review.area,
        document=document_name(holding),
        place=place,
        quoted=quote_finding(holding),
        themes=_theme_links(found, named, vocabulary),
        source=source_badge(holding, vocabulary),
        signs=(*own_badges(holding, named), *(badges_of_others(holding, told) if told else ())),
    )


def _snippet_of(found: Finding, highlights: Sequence[str], length: int = LONG_CHARACTERS, *, led: bool) -> Snippet:
    """Return the words of a finding about what was searched for, or about its chief sentence, without its label."""
    words = without_label(found.text, found.label)  # its name stands beside it
    chief = max(0, (found.evidence[0] if found.evidence else 0) - (len(found.text) - len(words)))
    return snippet(words, highlights, length, chief, led=led)


def _belies(found: Finding, highlights: Sequence[str]) -> bool:
    """Return whether the best matching sentences of good practice tell what fell short, without what made it that."""
    shown = snippet(found.text, highlights).text
    apart = found.chief_sentence[:LEAD_CHARACTERS] not in shown
    return found.kind is Kind.GOOD_PRACTICE and apart and tells_of_shortcomings(shown)


def _heading_beside(heading: str, place: str) -> str:
    """Return the heading above a finding, "" where its place names it by its number already."""
    numbered = _NUMBERED.match(heading)
    return "" if numbered and f"“{numbered[0]}”" in place else heading


def end_of_lead_in(lead_in: str) -> str:
    """Return the last sentence of what leads to a list: a whole paragraph would hide the finding that it leads to."""
    sentences = split_sentences(lead_in)
    return f"… {sentences[-1]}" if len(sentences) > 1 else lead_in


def source_badge(holding: FindingInContext, vocabulary: Vocabulary) -> Badge:
    """Return the type of a finding's source: of a briefing its own name, else that of the review."""
    about = holding.document.about.document_type
    kind = vocabulary.document_types.get(about.value) if about else None
    if about and kind and about.value in _BRIEFINGS:
        return Badge(kind.label, "turquoise")
    listed = vocabulary.review_types.get(holding.review.review_type)
    if listed is None or listed.unspecific:
        return Badge(kind.label if kind else listed.label if listed else "Document", "grey")
    return Badge(listed.label, "purple" if listed.judges_service else "blue")


def opening(holding: FindingInContext, most: int = TITLE_WORDS) -> tuple[str, bool]:
    """Return the first words of a finding's chief sentence, `most` or a few more, and whether they are all of it."""
    text = _leading_words(holding.finding)
    words = mask(text).split()  # hidden before it is cut: half a telephone number would not be known as one
    if len(words) <= most + 3:  # a rest of a word or two is not worth a mark
        return " ".join(words), text == holding.finding.text
    return f"{' '.join(words[:most]).rstrip(' .,;:–-')}…", False


def title(holding: FindingInContext) -> str:
    """Return a finding's opening words, without the label that they may begin with."""
    return formatting.shorten(mask(_leading_words(holding.finding)), TITLE_CHARACTERS)


def own_heading(holding: FindingInContext, vocabulary: Vocabulary) -> str:
    """Return the heading above a finding where it says what the finding is about, else ""."""
    found = holding.finding
    heading = found.last_heading
    plain = _fold_heading(heading)
    if (
        not plain
        or plain in _general_headings_of(vocabulary)
        or plain in _fold_heading(found.text)
        or plain == _fold_heading(found.label)
    ):
        return ""
    return formatting.shorten(mask(heading), 120)


def _leading_words(finding: Finding) -> str:
    """Return a finding's words from the sentence on that made it one, or all without its label."""
    start = finding.evidence[0] if finding.evidence else 0
    return finding.text[start:] if start else without_label(finding.text, finding.label)


def readable_title(title: str) -> str:
    """Return a review's or document's title for reading; a file's name gets spaces and a capital."""
    if "_" in title:
        return mask(" ".join(title.replace("_", " ").split()))
    if " " not in title and "-" in title and title.islower():
        return mask(formatting.capital(" ".join(title.replace("-", " ").split())))
    return mask(title)


def document_name(holding: FindingInContext) -> str:
    """Return what a finding's document is called."""
    return readable_title(labels.document(holding.document, holding.review))


def place_link(holding: FindingInContext) -> Link:
    """Return a link to a finding's place: its page, or its heading where there are no pages."""
    found = holding.finding
    text = formatting.place(found, holding.document) if found.span.pages or found.heading else "in the document"
    numbered = _NUMBERED.match(found.heading[-1]) if found.heading and not found.span.pages else None
    if numbered and len(found.heading[-1]) > LONG_HEADING:
        text = f"section “{numbered[0]}”"
    return Link(formatting.shorten(mask(text), PLACE_CHARACTERS), urls.source(holding))


def quote_finding(holding: FindingInContext) -> str:
    """Return a finding's whole words in quotation marks, then their source: ready to be put into a report."""
    return f"“{mask(holding.finding.text)}” {citations.finding(holding, clock.today()).text}"


def _fold_heading(text: str) -> str:
    return " ".join(_MARKS.sub(" ", text.casefold()).split())


def theme_link(slug: str, vocabulary: Vocabulary) -> Link:
    """Return a theme's label, leading to its page."""
    theme = vocabulary.theme(slug)
    return Link(theme.label if theme else slug, urls.theme(theme.slug if theme else slug))


def _theme_links(found: Finding, named: FindingLabels, vocabulary: Vocabulary) -> tuple[Link, ...]:
    """Return the links of a finding's themes, in words that say where one is from that only surrounds it."""
    links = (theme_link(slug, vocabulary) for slug in found.themes)
    return tuple(replace(link, text=label) for link, label in zip(links, named.themes, strict=True))


def own_badges(holding: FindingInContext, named: FindingLabels) -> tuple[Badge, ...]:
    """Return badges for a finding's own status and polarity."""
    found = holding.finding
    signs = []
    if found.polarity is Polarity.WORKING_WELL and found.kind is not Kind.GOOD_PRACTICE:
        signs.append(Badge("Working well", "green"))
    if named.status:
        signs.append(Badge(named.status, "blue"))
    signs += [Badge(words, "orange") for words in _recognised_words(holding)]
    return tuple(signs)


def badges_of_others(holding: FindingInContext, told: ToldElsewhere) -> Iterator[Badge]:
    """Yield badges for what other findings tell of one, worded so as to accuse nobody."""
    if holding.finding.kind is Kind.RECOMMENDATION:
        none = Badge("No action recorded in this library", "grey")
        yield Badge("Action or response recorded", "blue") if told.answered else none
    if told.again:
        others = formatting.count_phrase(told.again, "other source")
        yield Badge(f"Similar in {others}", "orange", urls.elsewhere(holding))


def _recognised_words(holding: FindingInContext) -> Iterator[str]:
    """Yield how sure text recognition was of the page on which a finding begins, or that a person corrected it."""
    for note in holding.document.notes:
        if note.code == WORDS_CORRECTED and note.page in holding.finding.span.pages:
            yield "Words corrected by the keeper"
            return
        if note.code == READ_BY_OCR and note.page in holding.finding.span.pages:
            sure = sure_of(note)
            yield f"Read from a picture{f', {sure} of 100 sure' if sure else ''}"
            return


@lru_cache(maxsize=4)
def _general_headings_of(vocabulary: Vocabulary) -> frozenset[str]:
    """Headings that stand over many findings and so name none of them."""
    kinds = vocabulary.kinds.values()
    headings = (words for kind in kinds for words in (kind.label, kind.plural, *kind.headings))
    return _GENERAL | frozenset(map(_fold_heading, headings))


_MARKS = expression(r"[^\w\s]|^\s*\d[\d.)]*+\s")
_GENERAL = frozenset(
    """learning|findings|main findings|key findings|conclusion|conclusions|summary|next steps|introduction|overview
    |key strengths|strengths|areas for improvement|key issues|lessons""".replace("\n    ", "").split("|")
)

"""What a heading or a list's opening sentence announces: a kind of finding, or something that holds no findings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.phrases import Hit, Phrases, words_of
from kb.model import Kind
from kb.vocabulary import Vocabulary

# Section sorts other than the kinds. "narrative" holds judgements in running text; the others hold no findings.
_SORTS: dict[str, tuple[str, ...]] = {
    "narrative": (
        "main findings", "headline findings", "findings", "key findings", "summary of key findings", "summary of findings", "our findings", "inspection findings", "analysis", "critical analysis",
        "overview", "overall judgement", "overall summary", "appraisal of practice", "analysis of practice", "evaluation of practice", "evaluation", "practice appraisal", "conclusion*", "concluding", "summary",
        "executive summary", "analysis of involvement", "analysis of ~ practice", "thematic analysis", "what i found", "what we found", "key practice episode*", "inspection outcome", "what is it like to be a child", "what inspectors found", "review findings", "response to the terms of reference", "addressing the terms of reference", "what the data told us", "audit findings",
    ),
    "background": (
        "background", "introduction", "appendix", "appendices", "annex", "context", "the incident", "incident", "incident summary", "case summary", "summary of the case", "summary of case", "the case", "case history", "case background", "circumstances", "circumstances of", "circumstances leading",
        "family background", "family history", "family composition", "family structure", "family details", "genogram", "facts", "the facts", "case facts", "chronology", "summary chronology", "narrative chronology", "timeline", "key events", "significant events", "key dates", "what happened", "what did we do", "what we did", "pen picture", "pen portrait", "about the family", "about the child", "about the adult", "about the area", "about this review", "about the review", "about the report", "about this report", "about the inspection", "about this inspection", "about us", "who was", "who is", "who are", "safeguarding concerns", "safeguarding concern",
        "why was", "why did we", "why do", "reason for ~ review", "reasons for ~ review", "decision to ~ review", "the review", "review process", "the review process", "review methodology", "methodology", "method", "scope", "scope of", "involvement of family", "family involvement", "family contribution", "family perspective", "contributors", "parallel processes", "parallel investigations", "agency involvement", "agencies involved", "involvement of agencies", "summary of agency involvement", "summary of involvement", "information about the local area partnership", "information about this inspection", "the domestic homicide review process", "legislation", "legal framework", "legal context", "policy context", "national context", "evidence base", "research", "what research tells us", "what is ~ abuse", "what is neglect", "what is professional curiosity", "definition*", "confidentiality", "equality and diversity", "panel members", "the review panel", "review panel", "membership of the panel", "review author", "author of", "the author", "dissemination", "publication", "the complaint", "complaint", "complaints", "allegations", "evidence", "events leading", "subject of the review", "subjects of the review", "period under review", "timescales", "the child", "relevant history", "history", "investigation and inquest", "circumstances of the death", "services involved", "details of the case", "event", "case study ~ background", "case example*", "scenario",
    ),
    "contents": ("contents", "table of contents", "list of contents", "contents page", "index", "list of appendices", "list of figures", "list of tables"),
    "glossary": ("glossary", "glossary of terms", "abbreviations", "acronyms", "list of abbreviations", "list of acronyms", "terminology", "key to", "references", "bibliography", "further reading", "useful links", "useful resources", "resources", "useful contacts", "footnotes", "endnotes", "notes", "sources", "sources background papers", "background papers", "keywords", "key words", "tags", "model", "links", "find out more", "more information", "further information", "for more information", "where to find", "local resources", "where can i find", "read more", "similar documents", "related documents", "related content"),
    "contacts": ("contact", "contacts", "contact details", "contact us", "report contact", "local area partnership details", "inspection team", "distribution list", "distribution", "copies", "copies and publication", "circulation", "this report is being sent to", "coroner", "addressees", "help and support", "sources of support", "where to get help"),
    "how_to_use": ("how to use", "using this briefing", "about this briefing", "purpose of this briefing", "what is a 7 minute briefing", "what is a seven minute briefing", "what are 7 minute briefings", "how to use this"),
    "terms_of_reference": ("terms of reference", "key lines of enquiry", "lines of enquiry", "purpose of the review", "purpose of ~ review", "purpose of a", "purpose of the report", "aims", "aims of", "aim of", "objectives", "aims and objectives", "statutory purpose", "statutory guidance", "the purpose", "purpose", "the issues", "issues addressed", "issues considered", "questions for the review", "research questions", "specific issues", "areas for consideration by the review", "coroner's legal powers"),
    "responses": (
        "actions taken to address ~ recommendation*", "actions taken to address the recommendation*", "response to recommendations", "response to the recommendations", "responses to recommendations", "responses to the recommendations", "progress against recommendations", "progress against ~ recommendations", "progress on recommendations", "progress on ~ recommendations", "implementation of recommendations", "implementation of the recommendations", "actions in response to ~ recommendations", "actions in response to", "recommendations and actions", "recommendations and responses", "recommendations and response", "recommendations and progress", "update on recommendations", "update on ~ recommendations", "what has been done in response", "how ~ responded to ~ recommendations", "actions taken in response", "actions taken since", "response to each recommendation", "actions against ~ recommendation*", "addressing ~ recommendations",
    ),
    "boilerplate": ("disclaimer", "copyright", "licence", "open government licence", "privacy", "cookies", "accessibility", "document control", "version control", "equality impact", "financial implications", "legal implications", "risk management implications", "corporate priorities", "consultation", "action should be taken", "your response", "foreword", "preface", "acknowledgement*", "condolences", "resolved", "resolution", "resolutions", "apologies", "apologies for absence", "declarations of interest", "minutes of", "minutes", "transcript", "skip to content", "on this page", "share this page", "date of next meeting"),
}
# A heading with one of these opens a box of its own beside the running text.
_BOX = re.compile(r"^(?:case|practice)\s+stud(?:y|ies)\b|^case\s+example|^good\s+practice\s+example|^places and spaces", re.IGNORECASE)
_FILLER = frozenset(
    "the a an of in on for from to and or our your their its this that these those key main some any all by with about as "
    "at is are was were be been it what which who how we i they there did do does s general each into between since local area "
    "areas section part chapter page following further other".split()
)
_NUMBERING = re.compile(r"^\s*(?:(?:section|part|chapter|step|panel)\s+)?[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,4})[.):\]]+\s*|^\s*\d{1,2}(?:\.\d{1,3})*\s*(?=[A-Z])", re.IGNORECASE)
_PLAIN = ("recommendation", "lesson", "missed")  # words that can hardly head anything else
_LONGEST = 24  # words of a heading that can announce something


@dataclass(frozen=True, slots=True)
class Announced:
    """What words announce. `kinds` are in the order of their weight; `sort` is a kind's slug or another sort."""

    sort: str
    kinds: tuple[Kind, ...] = ()
    words: str = ""  # that announce it, as printed in the vocabulary
    box: bool = False

    @property
    def holds_findings(self) -> bool:
        """Whether findings are to be expected under it."""
        return bool(self.kinds) or self.sort in ("narrative", "responses")


class Announcer:
    """Reads headings and lead-ins by the vocabulary's words."""

    def __init__(self, vocabulary: Vocabulary, genre: str = "") -> None:
        table: dict[str, list[str]] = {f"sort:{sort}": list(phrases) for sort, phrases in _SORTS.items()}
        leads: dict[str, list[str]] = {}
        for slug, entry in vocabulary.kinds.items():
            headings = list(entry.headings)
            headings += entry.more.get("headings_in_inspections", ()) if genre == "inspection" else ()
            headings += entry.more.get("headings_in_reviews", ()) if genre in ("review", "briefing") else ()
            table[f"kind:{slug}"] = headings
            leads[f"kind:{slug}"] = list(entry.more.get("lead_ins", ()))
        self._headings = Phrases(table)
        self._leads = Phrases(leads)
        self._order = {label: place for place, label in enumerate(dict.fromkeys(_order(vocabulary, genre)))}
        self.heading = lru_cache(maxsize=4096)(self._heading)

    def _heading(self, text: str) -> Announced | None:
        """Return what a heading announces, or None where its words say nothing."""
        words = words_of(_BOX.sub("", _NUMBERING.sub("", text, count=1)).replace("(s)", ""))
        if not words or len(words) > _LONGEST:
            return None
        hits = [hit for hit in self._headings.find(words) if _fills(hit, words)]
        return self._best(hits, words, box=bool(_BOX.match(text)))

    def lead_in(self, sentence: str) -> Announced | None:
        """Return what a sentence before a list announces, or None."""
        words = words_of(sentence)
        return self._best(self._leads.find(words), words)

    def _best(self, hits: list[Hit], words: list[str], *, box: bool = False) -> Announced | None:
        if not hits:
            return None
        ranked = sorted(hits, key=lambda hit: (-_content(words_of(hit.phrase)), self._order.get(hit.label, 99), hit.start))
        first = ranked[0]
        apart = [hit for hit in ranked if hit is first or hit.start >= first.end or hit.end <= first.start]
        kinds = tuple(dict.fromkeys(Kind(hit.label[5:]) for hit in apart if hit.label.startswith("kind:")))
        what, _, name = first.label.partition(":")
        if what == "sort" and name not in ("responses", "narrative"):
            kinds = ()
        return Announced(name, kinds if what == "kind" or name == "responses" else (), " ".join(words[first.start : first.end]), box)


def _order(vocabulary: Vocabulary, genre: str) -> list[str]:
    """Where two announcements are equally long, the earlier of these wins."""
    first = ["sort:contents", "sort:how_to_use", "sort:terms_of_reference", "sort:responses"]
    if genre in ("inspection", "committee", "service"):
        first.append("sort:narrative")
    asks = ["kind:recommendation"] if genre == "inspection" else []
    kinds = ["missed_opportunity", "good_practice", "concern", "recommendation", "lesson", "action", "question", "evidence"]
    return [*first, *asks, *(f"kind:{slug}" for slug in kinds), *(f"kind:{slug}" for slug in vocabulary.kinds), "sort:narrative"]


def _fills(hit: Hit, words: list[str]) -> bool:
    """Whether the phrase is what the heading is about, and not a word in passing."""
    said = _content(words[hit.start : hit.end])
    whole = _content(words)
    if whole == 0 or (hit.end - hit.start) * 2 >= len(words) > 2:
        return True
    share = said / whole
    if hit.start == 0:
        return share >= (0.2 if said >= 2 or hit.phrase.startswith(_PLAIN) else 0.3)
    if said == 1 and hit.label.startswith("sort:"):
        return share == 1
    return share >= (0.3 if said >= 2 else 0.34 if hit.end == len(words) else 0.5)


def _content(words: list[str]) -> int:
    return sum(word not in _FILLER for word in words)

"""A paragraph of minutes or a tracker that says in one what was asked, what was done, what shows it and how far it is.

"Recommendation 6. Police should note who was there. The form was changed in April. A sample of 30 logs showed names in
29. PN to bring the next sample in October. Complete." The status is that of what was done, and of nothing else in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.findings.candidate import Candidate
from ingest.findings.express_wordings import says_who_is_to_act
from ingest.findings.grammar import SentenceGrammar
from ingest.findings.progress_below import tells_done
from ingest.findings.prose import closing_status
from ingest.findings.statements import WHO_IS_TO, WHO_WILL, parted_piece
from ingest.structure.labels import label_of
from ingest.structure.paragraphs import DocumentText, TextPiece
from kb.core.expressions import expression
from kb.core.model import Kind

_LABELS = ("recommendation", "action")
_FEWEST = 2  # sentences beside the label of a paragraph that tells several things
_SHOWS = expression(  # "An audit of 40 notes found ...", "Evidence: attendance lists", "The June returns show that ..."
    r"\W*evidence\b|of\s+(?:the\s+)?[\w-]+\s+(?:\w+\s+){0,3}?(?:checked|sampled|audited|reviewed|examined|read|looked\s+at)\b|"
    r"(?:\S+\s+){0,5}?(?:audit|(?:dip[- ]?)?samples?|surveys?|(?:spot[- ]?)?checks?|"
    r"dashboards?|scorecards?|re-?audit|returns|monitoring|feedback|"
    r"evaluations?|data|figures)\b[^;]*\b(?:show(?:s|ed|n)?|finds?|found|confirm(?:s|ed)?|reveal(?:s|ed)?|gave|"
    r"indicate[sd]?|demonstrate[sd]?|record(?:s|ed)|had|were|was|said)\b",
    re.IGNORECASE,
)
_COUNTS = expression(  # figures, or that something was found
    r"\d|\b(?:all|none|most|half|every|each|nobody|no\s+one|show(?:s|ed|n)?|found|finds|confirm(?:s|ed)?|reveal(?:s|ed)?|"
    r"demonstrate[sd]?)\b|%",
    re.IGNORECASE,
)
_ASKS = expression(r"\b(?:should|must|ought)\b", re.IGNORECASE)
_OFFICE_WILL = expression(  # "The chair will write to the director", "The training lead agreed to ask"
    r"(?:the\s+)?(?:[\w-]+\s+){0,2}?(?:chair|lead|manager|officer|director|secretary|group|board|representative)\s+"
    r"(?:will|(?:has\s+)?agreed\s+to|is\s+to|to)\s+(?!be\b)\w+",
    re.IGNORECASE,
)
_CLOSING = 4  # words of a last sentence that only states a status


def parted_entry(piece: TextPiece, reader: DocumentText, grammar: SentenceGrammar, genre: str) -> list[Candidate]:
    """Return what an entry asks, what it says was done, what shows that, and what is to be done next, each by itself.

    None where it says only one of them.
    """
    label = label_of(piece.text)
    if label is None or label.kind not in _LABELS or not (genre == "minutes" or closing_status(piece.text)):
        return []
    sentences = parted_piece(piece, reader)
    printed = reader.until(piece, label.ends) if label.ends < len(piece.text) else None
    begun = printed.stretches[-1][1] if printed is not None else 0
    named = [one for one in sentences if one.stretches[-1][1] <= begun + 1]  # the label with its full stop
    said = sentences[len(named) :]
    sorts = [_sort_of(one.text, first=one is said[0], last=one is said[-1], grammar=grammar) for one in said]
    if len(said) < _FEWEST or "done" not in sorts or len({*sorts} - {"state"}) < 2:
        return []
    by_sort: dict[str, list[TextPiece]] = {}
    for one, sort in zip(said, sorts, strict=True):
        by_sort.setdefault("done" if sort == "state" else sort, []).append(one)
    return _units(by_sort, named, reader, f"{label.kind} {label.number}", label.printed)


def _units(
    by_sort: dict[str, list[TextPiece]], named: Sequence[TextPiece], reader: DocumentText, about: str, printed: str
) -> list[Candidate]:
    done, asked = by_sort["done"], by_sort.get("asked", [])
    shown, following = by_sort.get("shown", []), by_sort.get("next", [])
    answered = about if about.startswith("recommendation") else ""
    made = []
    if asked:
        made.append(Candidate(reader.join([*named, *asked]), label=printed, number=about))
    own = done if asked else [*named, *done]
    state = " ".join(one.text for one in [*done[:-1], *shown, done[-1]])
    closing = done[-1].text if len(done) > 1 and len(done[-1].text.split()) <= _CLOSING else ""
    made.append(
        Candidate(
            reader.join(own),
            label="" if asked else printed,
            about=answered,
            told_as=Kind.ACTION,
            state=state,
            closing=closing,
        )
    )
    if shown:
        made.append(Candidate(reader.join(shown), told_as=Kind.EVIDENCE))
    made += [Candidate(one, about=answered, told_as=Kind.ACTION) for one in following]
    return sorted(made, key=lambda one: one.piece.stretches[0])


def _sort_of(text: str, *, first: bool, last: bool, grammar: SentenceGrammar) -> str:
    """Return what a sentence of an entry says: "asked", "done", "shown", "next" or, at its end, the "state"."""
    if last and len(text.split()) <= _CLOSING:
        return "state"
    if first and not tells_done(text) and (_ASKS.search(text) or says_who_is_to_act(text)):
        return "asked"
    if _SHOWS.match(text) and _COUNTS.search(text):
        return "shown"
    if (WHO_IS_TO.match(text) or WHO_WILL.match(text) or _OFFICE_WILL.match(text)) and not grammar.read(
        text
    ).is_question:
        return "next"
    return "done"

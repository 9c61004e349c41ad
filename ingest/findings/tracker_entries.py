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
_RETOLD = expression(  # "Recommendation 3 was for the service to name ...", "Action 2 had asked that ..."
    r"\W*(?:recommendation|action|rec\.?)\s+\w+\W+(?:(?:which|that)\s+)?(?:had\s+)?(?:been\s+)?(?:"
    r"(?:is|was|been)\s+(?:for|that|to)|(?:asks?|asked|calls?|called|sought|requires?|required|proposed|recommended|says?|said)"
    r"\s+(?:(?:for|that|to)\b|\w+))",
    re.IGNORECASE,
)
_DOUBTS = expression(  # "The second report had not been received", "Members thought that the letters were cold"
    r"\b(?:not|no|nor|never|nobody|none|nothing|neither|cannot|without|still|only|however|late|longer|fewer|worried|"
    r"concern(?:s|ed)?|disappoint\w*|doubt(?:s|ed|ful)?|(?:members|the\s+(?:\w+\s+)?chair)\s+(?:thought|felt))\b|n['’]t\b",
    re.IGNORECASE,
)
_QUERIES = expression(  # "Mr Dale asked about the figures"
    r"(?:\S+\s+){1,6}?(?:asked|queried|enquired|wondered)\s+(?:about|after|whether|if|how|who|what|when|why|where)\b",
    re.IGNORECASE,
)
_COUNTED = expression(  # "Mrs Rees said that 31 of 40 families had been written to", "Of the nine sent, two were seen"
    r"\b(?:\d+|[a-z]+teen|twenty|thirty|forty|fifty|sixty|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?:[- ]\w+)?\s+(?:out\s+)?of\s+(?:the\s+|its\s+|their\s+|all\s+)?\S+\b[^.]*\b(?:had|have|were|was)\b|"
    r"\W*of\s+(?:the\s+)?[\w-]+\s+\w+[^,.]*,\s*[\w-]+\s+(?:had|have|were|was)\b",
    re.IGNORECASE,
)
_CLOSING = 4  # words of a last sentence that only states a status
_DECIDED = expression(  # "... for a figure. Agreed: PARTLY MET.", "Decision: not accepted; to go to the executive."
    r"(?:^|[.!?;]\s+)(?:Agreed|Decision|Decided|Resolved|Status|Position|Outcome|Rating|RAG)\s*[:–-]\s*"
    r"(?P<status>[^.;:,]{2,40})(?:[;,][^.]*)?\W*$"
)


def decided_status(text: str) -> str:
    """Return the status that a meeting gave to what a paragraph of its minutes tells, at its end; "" for none."""
    decided = _DECIDED.search(text)
    return decided["status"].strip() if decided else ""


def may_answer(text: str) -> bool:
    """Return whether a sentence below a recommendation may tell what became of it: no question, and no mere count."""
    shown = _COUNTED.search(text) or (_SHOWS.match(text) and _COUNTS.search(text))
    return not (shown or _QUERIES.match(text) or text.rstrip().endswith("?"))


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
    about, number = (f"{label.kind} {label.number}", label.printed)
    if sorts[0] == "asked" and "state" not in sorts:
        return _told_in_turn([*zip(said, sorts, strict=True)], named, reader, about, number)
    by_sort: dict[str, list[TextPiece]] = {}
    for one, sort in zip(said, sorts, strict=True):
        by_sort.setdefault("done" if sort == "state" else sort, []).append(one)
    return _units(by_sort, named, reader, about, number)


def _told_in_turn(
    told: Sequence[tuple[TextPiece, str]], named: Sequence[TextPiece], reader: DocumentText, about: str, printed: str
) -> list[Candidate]:
    """Return what was asked and each sentence that a meeting heard of it, where no status closes them together.

    The first deed answers, with every doubt that is held against it: it has come no further than they allow.
    """
    answered = about if about.startswith("recommendation") else ""
    doubts = [one.text for one, sort in told if sort == "done" and _DOUBTS.search(one.text)]
    made: list[Candidate] = []
    answers = False
    for one, sort in told:
        if sort == "asked":
            asked = Kind.RECOMMENDATION if answered else None
            made.append(Candidate(reader.join([*named, one]), label=printed, number=about, told_as=asked))
        elif sort == "shown" or (answers and sort == "done" and _COUNTED.search(one.text)):
            made.append(Candidate(one, told_as=Kind.EVIDENCE))
        elif sort == "next" or not answers:
            state = " ".join([one.text, *doubts]) if sort == "done" else ""
            made.append(Candidate(one, about=answered, told_as=Kind.ACTION, state=state))
            answers = answers or sort == "done"
        elif not _QUERIES.match(one.text):
            kind = Kind.CONCERN if _DOUBTS.search(one.text) else Kind.ACTION if tells_done(one.text) else None
            made.append(Candidate(one, about=answered, told_as=kind))
    return made


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
    if first and _RETOLD.match(text):
        return "asked"
    if first and not tells_done(text) and (_ASKS.search(text) or says_who_is_to_act(text)):
        return "asked"
    if _SHOWS.match(text) and _COUNTS.search(text):
        return "shown"
    if (WHO_IS_TO.match(text) or WHO_WILL.match(text) or _OFFICE_WILL.match(text)) and not grammar.read(
        text
    ).is_question:
        return "next"
    return "done"

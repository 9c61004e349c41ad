"""A change that a person made, as pages tell it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kb.app.library import Act, Library
from kb.core import corrections as c
from kb.core.corrections import Correction
from kb.core.errors import KbError
from kb.core.model import Kind, Polarity, Status
from kb.text import formatting
from kb.text.masking import mask
from kb.vocabulary import Vocabulary, labels
from web.components.cards import readable_title

FIELDS = {
    c.KIND: "type of finding",
    c.STATUS: "status",
    c.OWNER: "owner",
    c.DUE: "due date",
    c.POLARITY: "what went well or badly",
    "published": "date",
    "review_type": "type of review",
    "document_type": "type of document",
    c.REVIEW: "review",
}
SENTENCES = {
    c.DROP: "said that something is not a finding",
    c.WITHDRAW: "withdrew a finding",
    c.ADD: "added a finding",
    c.CUT: "changed the words of a finding",
    c.READ_AS: "put right what text recognition misread in a finding",
    c.JOIN: "joined a finding with another one",
    c.SPLIT: "split a finding",
    c.CHECKED: "checked the document",
    c.REPLACES: "said that the document replaces an older version",
    c.SETTLE: "kept a correction that a new reading disagrees with",
}
WORDS_SHOWN = 80  # characters of a finding, to know it by
ACTS = {
    "add": "Document added",
    "hand_in": "File received",
    "reread": "Document read again",
    "recognise": "Text recognition asked for",
    "retheme": "Themes found again",
    "correct": "Correction",
    "undo": "Correction undone",
    "decide_theme": "Theme decided",
    "change_theme": "Theme changed",
    "undo_theme": "Change of a theme undone",
    "withdraw": "Document withdrawn",
    "reinstate": "Document may be added again",
    "judge_echo": "Same lesson or not",
    "forget_verdict": "Same lesson: decision undone",
    "tidy_collections": "Old collections removed",
    "round_make": "Coding round made",
    "code": "Finding coded",
    "round_settle": "Disagreement of coders settled",
    "round_close": "Coding round closed",
    "sources": "Publishers’ pages to visit changed",
    "retrain": "Weights of themes learned anew",
    "account_add": "Account added",
    "account_role": "Account’s role changed",
    "account_password": "Account’s password changed",
    "account_close": "Account closed",
    "account_reopen": "Account opened again",
    "sign_in": "Signed in",
    "sign_in_refused": "Sign-in refused",
    "sign_out_everywhere": "Signed out on all devices",
    "session_end": "One session ended",
}


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: by whom, when, what, why, and the number under which it is undone while it holds."""

    when: str
    who: str
    what: str
    reason: str
    batch: int  # 0 where it cannot be undone any more
    undone: str  # "undone by … on …", or ""
    words: str  # first words of the finding that it is of; "" for anything else, and for who may not correct
    document: str  # id of the document that it is of; "" for a review or a theme


def change_lines(
    made: Iterable[Correction], vocabulary: Vocabulary, *, of_one: bool = False, words_from: Library | None = None
) -> tuple[ChangeLine, ...]:
    """Return corrections for reading. The files of one change of themes are listed once, unless all are `of_one`.

    With the library in `words_from`, those of findings have their first words, unless they were withdrawn.
    """
    return tuple(
        ChangeLine(
            format_moment(one.at),
            one.person or "Somebody",
            sentence_of(one, vocabulary),
            one.reason,
            0 if one.undone else one.batch,
            f"Undone by {one.undone_by or 'somebody'} on {format_moment(one.undone)}" if one.undone else "",
            subject_words(one) if words_from and _may_show(words_from, one) else "",
            one.document,
        )
        for one in made
        if of_one or one.field != c.THEME_FILE or one.number == one.batch
    )


def format_moment(at: str) -> str:
    """Return a time for reading, such as "2 March 2026, 09:15"."""
    return f"{formatting.format_date(at[:10])}, {at[11:16]}"


def _may_show(library: Library, one: Correction) -> bool:
    """Return whether the words of a correction's finding are still shown: neither it nor its document is withdrawn."""
    if one.field == c.WITHDRAW or library.correcting.withdrawal(one.subject):
        return False
    try:
        library.document(one.document)
    except KbError:
        return False
    return True


def subject_words(one: Correction) -> str:
    """Return the first words of the finding that a correction is of, as they were before it; "" for anything else."""
    if one.field == c.ADD:
        words = str(one.value["words"])
    elif isinstance(one.before, dict) and "finding" in one.before:
        words = str(one.before["finding"].get("quotation") or one.before["finding"].get("text", ""))
    else:
        return ""
    return formatting.shorten(mask(" ".join(words.split())), WORDS_SHOWN)


def sentence_of(one: Correction, vocabulary: Vocabulary) -> str:
    """Say what a correction changed."""
    if one.field.startswith(c.THEME):
        slug = one.field.removeprefix(c.THEME)
        theme = vocabulary.themes.get(slug)
        return f"{'gave a finding' if one.value else 'refused a finding'} the theme “{theme.label if theme else slug}”"
    if one.field.startswith(c.PAGE_WORDS):
        return f"corrected the words of page {one.field.removeprefix(c.PAGE_WORDS)} on its picture"
    if one.field == c.THEME_FILE:
        return str(one.value["sentence"])
    if one.field in SENTENCES:
        return SENTENCES[one.field]
    if one.field == c.REVIEW:
        return f"moved the document to the review “{readable_title(str(one.value['title']))}”"
    name = FIELDS.get(one.field, one.field)
    if not one.value:
        return f"removed the {name}"
    return f"set the {name} to “{_read_aloud(one.field, one.value, vocabulary)}”"


def _read_aloud(field: str, value: Any, vocabulary: Vocabulary) -> str:
    """Return a value as pages call it: a label for what stands for one, a date in words."""
    if field == c.KIND:
        return labels.kind_label(Kind(value), vocabulary)
    if field == c.STATUS:
        return labels.status_label(Status(value), vocabulary)
    if field == c.POLARITY:
        return labels.polarity_label(Polarity(value), vocabulary) or "Not stated"
    listed = {"document_type": vocabulary.document_types, "review_type": vocabulary.review_types}.get(field, {})
    if value in listed:
        return listed[value].label
    return formatting.format_date(value) if field == "published" else str(value)


def act_name(act: str) -> str:
    """Return what a sort of act is called."""
    return ACTS.get(act, act.replace("_", " ").capitalize())


def act_detail(act: Act) -> str:
    """Return the details of an act for reading."""
    detail: dict[str, object] = json.loads(act.detail)
    return ", ".join(_detail_in_words(name, value) for name, value in detail.items() if name != "turn")


def _detail_in_words(name: str, value: object) -> str:
    """Return one detail in words: the number of a change, what a correction did, else its name and value."""
    if name == "batch":
        return f"change {value}"
    if name == "field":
        field = str(value)
        if field.startswith(c.PAGE_WORDS):
            return f"corrected the words of page {field.removeprefix(c.PAGE_WORDS)}"
        if field.startswith(c.THEME):
            return "decided a theme"
        return SENTENCES.get(field) or f"set the {FIELDS.get(field, field.replace('_', ' '))}"
    if isinstance(value, list):
        return f"{name.replace('_', ' ')}: {', '.join(map(str, value)) or 'none'}"
    return f"{name.replace('_', ' ')}: {value}"

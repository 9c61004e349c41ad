"""A change that a person made, as pages tell it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kb.app.library import Act
from kb.core import corrections as c
from kb.core.corrections import Correction
from kb.text import formatting
from kb.vocabulary import Vocabulary

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
    c.DROP: "said that this is not a finding",
    c.WITHDRAW: "withdrew a finding",
    c.ADD: "added this finding",
    c.CUT: "changed which words it is",
    c.JOIN: "joined it with another finding",
    c.SPLIT: "split it",
    c.CHECKED: "checked the document",
    c.REPLACES: "said that it replaces an older version",
    c.SETTLE: "kept a correction that a new reading disagrees with",
}
ACTS = {
    "add": "Document added",
    "hand_in": "File handed in",
    "reread": "Document read again",
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


def change_lines(made: Iterable[Correction], vocabulary: Vocabulary, *, of_one: bool = False) -> tuple[ChangeLine, ...]:
    """Return corrections for reading. The files of one change of themes are told of once, unless all are `of_one`."""
    return tuple(
        ChangeLine(
            when(one.at),
            one.person or "Somebody",
            sentence_of(one, vocabulary),
            one.reason,
            0 if one.undone else one.batch,
            f"Undone by {one.undone_by or 'somebody'} on {when(one.undone)}" if one.undone else "",
        )
        for one in made
        if of_one or one.field != c.THEME_FILE or one.number == one.batch
    )


def when(at: str) -> str:
    """Return a time for reading, such as "2 March 2026, 09:15"."""
    return f"{formatting.format_date(at[:10])}, {at[11:16]}"


def sentence_of(one: Correction, vocabulary: Vocabulary) -> str:
    """Say what a correction changed."""
    if one.field.startswith(c.THEME):
        slug = one.field.removeprefix(c.THEME)
        theme = vocabulary.themes.get(slug)
        return f"{'gave it' if one.value else 'refused'} the theme “{theme.label if theme else slug}”"
    if one.field == c.THEME_FILE:
        return str(one.value["sentence"])
    if one.field in SENTENCES:
        return SENTENCES[one.field]
    name = FIELDS.get(one.field, one.field)
    value = one.value["title"] if one.field == c.REVIEW else one.value
    return f"set the {name} to “{_read_aloud(value)}”" if value else f"took away the {name}"


def _read_aloud(value: Any) -> str:
    return str(value).replace("_", " ").replace("-", " ") if str(value).islower() else str(value)


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
        return SENTENCES.get(field) or f"set the {FIELDS.get(field, field.replace('_', ' '))}"
    return f"{name.replace('_', ' ')}: {value}"

"""A finding's words as a paper, a slide or a list quotes them: what its head says already is not said twice."""

from __future__ import annotations

from dataclasses import dataclass

from kb.core.model import Finding
from kb.text.masking import mask

_ENDS_AN_ITEM = " \t\n\r;,"
_LEAST_WORDS = 4  # of a sentence that can stand without the heading that runs into it


@dataclass(frozen=True, slots=True)
class WordsToQuote:
    """What stands before a quotation, the quotation, and the sentence in it that made it a finding."""

    lead: str
    words: str
    chief: str


def quoted_words(found: Finding) -> WordsToQuote:
    """Return a finding's words without its printed label, a heading run into them, or the mark that ends a list item.

    The heading becomes the lead where the document has no other. Contact details are left out.
    """
    words = without_label(found.text.strip(), found.label)
    heading = without_label(found.heading[-1], found.label).rstrip(" .:") if found.heading else ""
    lead, rest = found.lead_in, _after_heading(words, heading)
    if rest:
        lead, words = lead or f"{heading}:", rest
    if words.rstrip().endswith((";", ",", "; and", "; or", ", and", ", or")):
        words = _without_list_end(words)
    chief = found.chief_sentence if found.chief_sentence in words else ""
    return WordsToQuote(mask(lead), mask(words), mask(chief) if chief != words else "")


def _without_list_end(words: str) -> str:
    """Return a list item without "; and" or what else ends it. In one walk: a row of commas may be long."""
    words = words.rstrip(_ENDS_AN_ITEM)
    bare = words.removesuffix("and") if words.endswith("and") else words.removesuffix("or")
    return bare.rstrip(_ENDS_AN_ITEM) if bare != words and bare.endswith(tuple(_ENDS_AN_ITEM)) else words


def without_label(text: str, label: str) -> str:
    """Return a finding's words without the label that they begin with."""
    label = label.strip()
    rest = text[len(label) :]
    if not label or not text.casefold().startswith(label.casefold()) or rest[:1].isalnum() or rest[:1] == "-":
        return text  # "a" labels no "adequate", and "7" no "7-minute briefing"
    return rest.lstrip(" .:;)–-") or text


def _after_heading(words: str, heading: str) -> str:
    """Return the sentence that follows a heading which the words begin with; "" where none does."""
    if not heading or not words.startswith(f"{heading} "):
        return ""
    rest = words[len(heading) :].lstrip()
    return rest if rest[:1].isupper() and len(rest.split()) >= _LEAST_WORDS else ""

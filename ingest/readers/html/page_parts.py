"""Parts of a web page that head what follows, or that show what was entered in a form."""

from __future__ import annotations

from lxml import etree

from kb.text.number_words import number_of_item

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SENTENCE = 7  # words with a full stop


def words_in(element: etree._Element) -> str:
    """Return all words in an element."""
    return "".join(str(piece) for piece in element.itertext())


def heads_next(kid: etree._Element) -> bool:
    """Return whether an element without a heading's tag heads what follows: the summary of a fold, a term of a list."""
    if kid.tag == "label":
        return _opens_fold(kid)
    if kid.tag == "legend":  # of a group of fields it asks, of a group of text it heads
        around = kid.getparent()
        return (
            around is not None
            and any(True for _ in around.iter("p", "li"))
            and not any(True for _ in around.iter("input", "select", "textarea"))
        )
    if kid.tag == "summary":
        return not any(True for _ in kid.iter(*HEADINGS))
    return kid.tag == "dt" and _is_told_of(kid)


def is_within_words(field: etree._Element) -> bool:
    """Return whether a field stands in a line of words, and does not work a part of the page."""
    around = field.getparent()
    return around is not None and around.tag in ("label", "p", "li", "td")


def entry_of(field: etree._Element) -> str:
    """Return what a field of a form shows: a box ticked or empty, or the choice that was made."""
    if field.tag == "select":
        return " ".join(words_in(one) for one in field.iter("option") if one.get("selected") is not None)
    if (field.get("type") or "").lower() not in ("checkbox", "radio"):
        return ""
    return "☒ " if field.get("checked") is not None else "☐ "


def label_of_panel(kid: etree._Element) -> str:
    """Return the words by which a panel of a page's tabs is chosen, "" for what is none or has them as its heading."""
    if kid.get("role") != "tabpanel":
        return ""
    named = (kid.get("aria-labelledby") or "").split()
    told = [one for name in named for one in kid.getroottree().getroot().iter() if one.get("id") == name]
    if any(kid in one.iterancestors() or one.tag in HEADINGS for one in told):
        return ""
    return " ".join(" ".join(map(words_in, told)).split()) or (kid.get("aria-label") or "").strip()


def opens_next(kid: etree._Element) -> bool:
    """Return whether an element is a button, or a link that works as one, that opens what comes after it.

    It may stand alone in a holder of its own: the head of a card, whose body it opens.
    """
    works = kid.tag == "button" or (kid.tag == "a" and (kid.get("data-toggle") or kid.get("data-bs-toggle")))
    behind, holder = kid.getnext(), kid.getparent()
    alone = kid.get("role") != "tab" and behind is None and holder is not None
    if alone and holder is not None and words_in(holder).strip() == words_in(kid).strip():
        behind = holder.getnext()
    return bool(works) and behind is not None and behind.get("id") in ids_opened(kid)


def ids_opened(control: etree._Element) -> set[str]:
    """Return the ids of the parts of a page that a button or a link opens."""
    named = (control.get(name) or "" for name in ("aria-controls", "data-target", "data-bs-target", "href"))
    return {one.lstrip("#") for stated in named for one in stated.split() if one.lstrip("#")}


def _opens_fold(label: etree._Element) -> bool:
    """Return whether a label works the box before it, and both a block after them: folds that need no program."""
    box, fold = label.getprevious(), label.getnext()
    works = box is not None and box.tag == "input" and box.get("id") and box.get("id") == label.get("for")
    return bool(works and fold is not None and fold.tag in ("div", "section", "ul", "ol", "p", "article"))


def _is_told_of(term: etree._Element) -> bool:
    """Return whether a sentence or a list, and no mere value, stands under the term of a list of terms."""
    below = term.getnext()
    if below is None or below.tag != "dd":
        return False
    words = words_in(below).split()
    return any(True for _ in below.iter("li")) or (len(words) >= _SENTENCE and words[-1].endswith((".", "!", "?")))


def format_number(number: int, form: str | None) -> str:
    """Return the number of an item as its list prints it: "3.", or "c." where the form is "a"."""
    return f"{number_of_item(number, form or '1')}."

"""Parse queries: everyday sentences, and a few operators for those who want them.

    housing moves                 words next to each other; how many must match is the reader's choice
    "core group"                  exactly these words; the last may be "groups" as well
    "neglect housing"~5           these words near each other, with up to 5 others between
    housing AND neglect           both; OR: one of them; NOT or a minus before a word: without it
    (mould OR damp) AND baby      brackets
    safeguard*                    words that begin so (3 letters or more)
    chronology~1                  words spelt nearly so (1 or 2 letters differ)
    title:protocol                only in the title of the review; also heading: and body:
    kind:lesson theme:neglect area:"West Sussex" year:2015..2022

Words next to each other bind tighter than AND, AND tighter than OR. `read` takes any text: what cannot be read
as a sign is searched as plain words, with a notice. It keeps a stack of its own, so no nesting can exhaust Python's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kb.core.expressions import expression
from kb.text.tokens import words
from search import limits
from search.facets import FACETS
from search.query import ast

TEXT_FIELDS = ("title", "heading", "body")
_ALIASES = {"type": "review_type", "themes": "theme", "kinds": "kind", "agencies": "agency", "text": "body"}

_SIGN = expression(
    r"""
    (?P<space>\s+)
    | (?P<open>\()
    | (?P<close>\))
    | (?P<minus>(?<![^\s(])-(?=[^\s)-]))
    | (?P<field>[A-Za-z_]{2,20}:(?=[^\s:/)]))
    | (?P<quoted>"[^"]*")(?:~(?P<near>\d{1,6}))?
    | (?P<stray>")
    | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)
_AND_SIGN = "&"
_BEGINNING = expression(r"(\w+)\*[.,;:!?]*")
_SPELLING = expression(r"(\w+)~(\d{0,3})[.,;:!?]*")
_YEARS = expression(r"(\d{4})?(\.\.|-|–)?(\d{4})?")
_QUOTES = str.maketrans("“”„‟«»＂", '"' * 7)


def read(text: str) -> ast.ParsedQuestion:
    """Return `text` as a tree, with notices about what was taken as plain words. Never raises."""
    return _Reader(text.translate(_QUOTES)).question()


@dataclass(slots=True)
class _Frame:
    """The part of a query between two brackets, as far as it is parsed."""

    inside: str = ""  # the field named before the bracket
    refused: bool = False  # whether NOT stands before the bracket
    either: list[ast.Tree] = field(default_factory=list)  # parted by OR
    both: list[ast.Tree] = field(default_factory=list)  # parted by AND
    beside: list[ast.Tree] = field(default_factory=list)
    # what waits for the next part:
    refuse_next: bool = False
    field_next: str = ""

    def take(self, part: ast.Tree) -> None:
        """Add a part, with the field and the NOT before it."""
        self.beside.append(_wrap(part, self.field_next, self.refuse_next))
        self.field_next, self.refuse_next = "", False

    def end_and(self) -> None:
        """Close the words next to each other."""
        if self.beside:
            self.both.append(self.beside[0] if len(self.beside) == 1 else ast.Beside(tuple(self.beside)))
        self.beside = []

    def end_or(self) -> None:
        """Close the parts joined by AND."""
        self.end_and()
        if self.both:
            self.either.append(self.both[0] if len(self.both) == 1 else ast.All(tuple(self.both)))
        self.both = []

    def tree(self) -> ast.Tree | None:
        """Return the whole tree, or None if it is empty."""
        self.end_or()
        if not self.either:
            return None
        return self.either[0] if len(self.either) == 1 else ast.Any(tuple(self.either))


def _wrap(part: ast.Tree, inside: str, refused: bool) -> ast.Tree:
    """Return `part` within a field and refused, if so; two NOTs cancel out."""
    if inside:
        part = ast.Inside(inside, part)
    if not refused:
        return part
    return part.part if isinstance(part, ast.Not) else ast.Not(part)


class _Reader:
    """One reading of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.frames = [_Frame()]
        self.notices: dict[str, None] = {}
        # In a question all in capitals ("CHILD NOT SEEN") NOT is far more likely a word than a sign.
        self.shouted = text == text.upper()

    @property
    def frame(self) -> _Frame:
        """The innermost open bracket."""
        return self.frames[-1]

    def question(self) -> ast.ParsedQuestion:
        """Read to the end."""
        for sign in _SIGN.finditer(self.text):
            self.sign(sign)
        if len(self.frames) > 1:
            self.notice("Your search has a bracket that is not closed. We closed it at the end.")
        while len(self.frames) > 1:
            self.close()
        tree = self.frame.tree()
        if tree is None and self.text.strip() and not self.notices:
            self.notice("Your search has no words to look for, so we show every finding.")
        return ast.ParsedQuestion(tree or ast.AnyFinding(), tuple(self.notices))

    def notice(self, sentence: str) -> None:
        """Keep a sentence for the reader."""
        self.notices[sentence] = None

    def sign(self, sign: re.Match[str]) -> None:
        """Take one sign."""
        text = sign.group()
        match sign.lastgroup:
            case "open":
                self.open()
            case "close":
                self.close_asked()
            case "minus":
                self.frame.refuse_next = not self.frame.refuse_next
            case "field":
                self.take_field_name(text[:-1].lower())
            case "quoted" | "near":
                self.take_quotation(sign["quoted"][1:-1], sign["near"])
            case "stray":
                self.notice("Your search has an odd quotation mark, so we left it out.")
            case "word":
                self.word(text)

    def open(self) -> None:
        """Open a bracket."""
        if len(self.frames) > limits.BRACKETS:
            self.notice(f"Brackets more than {limits.BRACKETS} deep are not allowed, so we left them out.")
            return
        frame = self.frame
        inside = frame.field_next if frame.field_next in TEXT_FIELDS else ""
        if frame.field_next and not inside:
            self.notice(f"After “{frame.field_next}:” comes one value, or several words in quotes, not a bracket.")
        self.frames.append(_Frame(inside, frame.refuse_next))
        frame.field_next, frame.refuse_next = "", False

    def close_asked(self) -> None:
        """Close a bracket that the text closes."""
        if len(self.frames) > 1:
            self.close()
        else:
            self.notice("Your search has a closing bracket without an opening one, so we left it out.")

    def close(self) -> None:
        """Hand what stands in the bracket to what stands around it."""
        frame = self.frames.pop()
        tree = frame.tree()
        if tree is not None:
            self.frame.take(_wrap(tree, frame.inside, frame.refused))

    def take_field_name(self, name: str) -> None:
        """Take a field's name before a colon."""
        known = _ALIASES.get(name, name)
        if known in TEXT_FIELDS or known in FACETS:
            self.frame.field_next = known
        elif self.frame.field_next in FACETS:
            self.take_facet_value(name)
        else:
            self.notice(f"There is no filter called “{name}”, so we searched for it as a word.")
            self.take_words(name)

    def take_quotation(self, text: str, near: str | None) -> None:
        """Take words in quotes."""
        if self.frame.field_next in FACETS:
            self.take_facet_value(text)
        elif words(text):
            self.frame.take(ast.QuotedWords(text, None if near is None else min(int(near), limits.DISTANCE)))
        else:
            self.notice("Your search has quotation marks with no words between them, so we left them out.")

    def word(self, text: str) -> None:
        """Parse the text between two spaces: an operator, a filter, a word with a suffix sign, or a plain word."""
        frame = self.frame
        if frame.field_next in FACETS:
            self.take_facet_value(text)
        elif text == "AND":
            frame.end_and()
        elif text == "OR":
            frame.end_or()
        elif text == "NOT" and not self.shouted:
            frame.refuse_next = not frame.refuse_next
        elif "*" in text:
            self.take_prefix(text)
        elif "~" in text:
            self.spelling(text)
        else:
            self.take_words(text)

    def take_words(self, text: str) -> None:
        """Take plain words; signs alone are no words, but for the sign for "and"."""
        text = "and" if text == _AND_SIGN else text
        if words(text):
            self.frame.take(ast.QueryWord(text))

    def take_prefix(self, text: str) -> None:
        """Take a beginning of a word; a star elsewhere is no sign."""
        found = _BEGINNING.fullmatch(text)
        start = words(found[1]) if found else []
        if len(start) == 1 and len(start[0]) >= limits.PREFIX:
            self.frame.take(ast.Beginning(start[0]))
            return
        self.notice(f"A star works at the end of a word of {limits.PREFIX} letters or more. We left it out.")
        self.take_words(text.replace("*", ""))

    def spelling(self, text: str) -> None:
        """Take a word that may be spelt otherwise."""
        found = _SPELLING.fullmatch(text)
        start = words(found[1]) if found else []
        if found and len(start) == 1 and len(start[0]) >= limits.PREFIX:
            wanted = int(found[2] or 1)
            if wanted > limits.EDITS:
                self.notice(f"At most {limits.EDITS} letters may differ, so ~{limits.EDITS} was searched.")
            self.frame.take(ast.Spelling(start[0], min(wanted, limits.EDITS)) if wanted else ast.QuotedWords(start[0]))
            return
        self.notice(f"A ~ works at the end of a word of {limits.PREFIX} letters or more. We left it out.")
        self.take_words(text.replace("~", " "))

    def take_facet_value(self, text: str) -> None:
        """Take a facet's value."""
        frame = self.frame
        facet, frame.field_next = frame.field_next, ""
        value = text.strip(",;")
        if facet == "year":
            self.years(value)
        elif words(value):
            frame.take(ast.FacetValue(facet, value))

    def years(self, text: str) -> None:
        """Take a year or a range of years."""
        found = _YEARS.fullmatch(text)
        if not found or not (found[1] or found[3]):
            self.notice("Years are written year:2019, year:2015..2022 or year:2015.. ; this was searched as words.")
            self.take_words(text)
            return
        first, between, last = found.groups()
        if not between:
            last = first = first or last
        self.frame.take(ast.YearRange(int(first) if first else None, int(last) if last else None))

"""The form of a finding: what can be corrected of it, as it is held or as somebody has entered it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.app.misread_words import words_to_correct
from kb.core import corrections as c
from kb.core.expressions import expression
from kb.core.model import Finding, FindingInContext, Polarity, Status
from kb.text import formatting
from kb.vocabulary import Vocabulary, labels
from web import urls
from web.forms import FormData, stamp

Choices = tuple[tuple[str, str], ...]

_LINE_END = expression(
    r"(?<=[^\s])[ \t]*\n[ \t]*(?=[^\W\d_]{2}|[AaI] |[\"“‘'(])"
)  # not before "a)", "1.", a dash or a bullet
LINE_CHARACTERS = 50  # of a line in the narrow box beside a page
LEAST_ROWS, MOST_ROWS = 3, 20  # of a box with a finding's words


@dataclass(frozen=True, slots=True)
class FindingForm:
    """What can be corrected of one finding, and the others of its document for joining."""

    id: str
    href: str
    action: str
    name: str
    words: str
    kind: str
    kinds: Choices
    status: str
    statuses: Choices
    polarity: str
    polarities: Choices
    owner: str
    due: str
    given: Choices  # themes that it has
    themes: Choices  # all themes
    others: Choices  # findings of the document: the next one first
    facts: tuple[str, ...]  # status, owner, due date and themes in words, for a glance
    seen: str  # mark of what is shown

    @property
    def rows(self) -> int:
        """Number of lines of the box: enough for all the words, or the most, after which it scrolls."""
        lines = sum(len(line) // LINE_CHARACTERS + 1 for line in self.words.split("\n"))
        return min(max(lines, LEAST_ROWS), MOST_ROWS)


def as_sent(form: FindingForm, sent: FormData) -> FindingForm:
    """Return a form with what a person entered in it, so that nobody has to enter it again."""
    return replace(
        form,
        words=sent.get("words", form.words),
        kind=sent.get(c.KIND, form.kind),
        status=sent.get(c.STATUS, form.status),
        polarity=sent.get(c.POLARITY, form.polarity),
        owner=sent.get(c.OWNER, form.owner),
        due=sent.get(c.DUE, form.due),
    )


def finding_form(held: FindingInContext, beside: Sequence[FindingInContext], vocabulary: Vocabulary) -> FindingForm:
    """Return what can be corrected of a finding, of which `beside` are all findings of its document in their order."""
    found = held.finding
    return FindingForm(
        id=found.id,
        href=urls.finding(held),
        action=urls.correct_finding(found.id),
        name=labels.name(held, vocabulary),
        words=without_line_ends(words_to_correct(held)),
        kind=found.kind.value,
        kinds=kinds_of(vocabulary),
        status=found.status.value if found.status else "",
        statuses=(("", "Not stated"), *((one.value, labels.status_label(one, vocabulary)) for one in Status)),
        polarity=found.polarity.value,
        polarities=tuple((one.value, labels.polarity_label(one, vocabulary) or "Not stated") for one in Polarity),
        owner=found.owner,
        due=found.due,
        given=tuple((slug, vocabulary.themes[slug].label) for slug in found.themes if slug in vocabulary.themes),
        themes=tuple(
            sorted(((slug, theme.label) for slug, theme in vocabulary.themes.items()), key=lambda one: one[1])
        ),
        others=_others(held, beside),
        facts=_facts_to_see(found, vocabulary),
        seen=stamp(*values_of(held.finding)),
    )


def without_line_ends(words: str) -> str:
    """Return words without the line ends of their page; an empty line, and one before an item of a list, stay."""
    return _LINE_END.sub(" ", words)


def _facts_to_see(found: Finding, vocabulary: Vocabulary) -> tuple[str, ...]:
    themes = [vocabulary.themes[slug].label for slug in found.themes if slug in vocabulary.themes]
    said = (
        ("Status", labels.status_label(found.status, vocabulary) if found.status else ""),
        ("Owner", found.owner),
        ("Due", formatting.format_date(found.due) if found.due else ""),
        ("Themes" if len(themes) > 1 else "Theme", ", ".join(themes)),
    )
    return tuple(f"{name}: {value}" for name, value in said if value)


def values_of(found: Finding) -> tuple[object, ...]:
    """Return the values of a finding that its form shows."""
    status = found.status.value if found.status else ""
    return found.quotation, found.text, found.kind.value, status, found.polarity.value, found.owner, found.due


def kinds_of(vocabulary: Vocabulary) -> Choices:
    """Return the types of finding to choose from."""
    return tuple((slug, kind.label) for slug, kind in vocabulary.kinds.items())


def _others(held: FindingInContext, beside: Sequence[FindingInContext]) -> Choices:
    at = next((place for place, one in enumerate(beside) if one.finding.id == held.finding.id), -1)
    ordered = [*beside[at + 1 :], *reversed(beside[: max(at, 0)])]
    return tuple((one.finding.id, formatting.shorten(one.finding.text, 80)) for one in ordered[:40])

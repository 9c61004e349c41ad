"""Which part of a web page is its content: an own rule, since general extractors drop short list items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ingest.readers.html.page_parts import HEADINGS, ids_opened
from kb.core.expressions import expression

_DROPPED = frozenset(
    (
        "script style noscript template nav footer button input select textarea svg math iframe object embed "
        "canvas audio video map head dialog"
    ).split(" ")
)
# Names that sites give to what stands around their content. They begin ordinary words too ("social-care",
# "feedback-from-families"), so that a block so named is left out only where what it holds is of that kind.
_AROUND = expression(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|cookies?|consent|skip|skiplinks?|sidebar|share|sharing|"
    r"social|related|pagination|pager|newsletter|subscribe|feedback|advert|ads|banner|masthead|toolbar|login|"
    r"site-header|site-footer|page-footer|footer|back-to-top|print-link|comments?)(?:$|[\s_-])",
    re.I,
)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "search", "complementary", "alert", "dialog"))
_UNSEEN = expression(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_CONTENT_IDS = frozenset(("content", "main", "main-content", "maincontent", "primary", "page-content"))
_FEWEST_WORDS = 25
_PANEL = 60  # words; what is longer is content under an unlucky name
_TOLD = 7  # words with a full stop after them that are a sentence
_TELLING = 2  # sentences of its own, from which what also speaks of sharing or feedback is content
_FOLDED = expression(
    r"(?:^|[\s_-])(?:collapse|accordion|tab-?pane|tab-?panel|toggle|expander|expandable)(?:$|[\s_-])", re.I
)
_HELD = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "tr", "p", "dt", "dd", "summary", "details", "span")
)
_FURNITURE = expression(
    r"\b(?:cookies?|share\s+(?:this|on|via)|follow\s+us|tweet|facebook|twitter|linkedin|whatsapp|subscribe|sign\s+up|newsletter|"
    r"mailing\s+list|was\s+this\s+(?:page|helpful|useful)|did\s+you\s+find|give\s+(?:us\s+)?feedback|feedback\s+(?:form|on\s+this)|"
    r"report\s+a\s+(?:problem|fault)|print\s+(?:this|page)|skip\s+to|back\s+to\s+top|log\s?in|sign\s?in|your\s+account|privacy\s+(?:policy|notice)|"
    r"terms\s+and\s+conditions|accessibility\s+statement|leave\s+a\s+(?:comment|reply)|post\s+a\s+comment|advertisement|"
    r"related\s+(?:pages?|content|links?|articles?|news)|(?:see|read)\s+also|you\s+may\s+also|more\s+(?:news|articles)|all\s+rights\s+reserved|"
    r"copyright|©|search\s+this|main\s+menu|you\s+are\s+here)\b",
    re.I,
)
_COMMENT = expression(r"(?:cmnt\d+|_msocom_\d+)$")
_COMMENTED = expression(r"(?:cmnt(?:_ref)?\d+|_(?:mso)?(?:com|anchor)_\d+)$")  # that, and the mark that leads there
_COMMENT_HOLDERS = ("p", "div", "li")
_COMMENT_STYLE = expression(r"MsoComment|mso-element:\s*comment|mso-comment-reference", re.I)
_SENTENCE = expression(r"[^.!?]+[.!?]")
_FORM = 80  # words; a form of fewer is only a form


def main_content(root: etree._Element) -> etree._Element:
    """Return the element that holds the content: `main` or its like where there is one with words, else the body."""
    for candidates in (
        _where(root, lambda e: e.tag == "main" or e.get("role") == "main"),
        _lone(_where(root, lambda e: e.tag == "article")),
        _where(root, lambda e: (e.get("id") or "").casefold() in _CONTENT_IDS),
    ):
        best = max(candidates, key=_words, default=None)
        if best is not None and _words(best) >= _FEWEST_WORDS:
            return best
    body = root.find(".//body")
    return root if body is None else body


def is_heading(element: etree._Element) -> bool:
    """Return whether an element is a heading, by its tag or by the role that it states."""
    return element.tag in HEADINGS or element.get("role") == "heading"


def is_comment(element: etree._Element) -> bool:
    """Return whether an element is a comment of the program in which the page was written, or leads to one."""
    if _COMMENT_STYLE.search(f"{element.get('class') or ''} {element.get('style') or ''}"):
        return True
    if element.tag in _COMMENT_HOLDERS:
        marks = [a for a in element.iter("a") if _COMMENT.match(_name(a))]
        return len(marks) == 1 and not _text_before(element, marks[0])
    named = element.iter("a") if element.tag in ("a", "sup") else ()
    return any(_COMMENTED.match(_name(a)) for a in named)


def _name(element: etree._Element) -> str:
    return element.get("id") or element.get("name") or ""


def _text_before(element: etree._Element, mark: etree._Element) -> str:
    """Return the words of an element before one of its parts."""
    around = set(mark.iterancestors())
    said = []
    for one in element.iter():
        if one is mark:
            break
        said.append(one.text or "" if isinstance(one.tag, str) else "")
        said.append("" if one in around else one.tail or "")
    return "".join(said).strip()


def is_around(element: etree._Element) -> bool:
    """Return whether an element stands around the content: menus, banners, forms, scripts."""
    if element.tag == "form":  # some sites wrap their whole page in one
        headed = any(is_heading(one) for one in element.iter() if isinstance(one.tag, str))
        return _words(element) < _FORM and (not headed or _holds_furniture(element))
    if element.tag in _DROPPED or element.get("role") in _ROLES:
        return True
    if element.tag == "aside":
        return _holds_furniture(element)
    named = f"{element.get('id') or ''} {element.get('class') or ''}"
    if element.tag in ("body", "main", "article", "html") or element.tag in _HELD or not _AROUND.search(named):
        return False
    return _holds_furniture(element)


def _holds_furniture(element: etree._Element) -> bool:
    """Return whether what an element holds is a menu, a banner or the like, under any name."""
    words = _words(element)
    if words == 0 or _mostly_links(element):
        return True
    text = _in_lines(element)
    sentences = [one for line in text.split("\n") for one in _SENTENCE.findall(line) if len(one.split()) >= _TOLD]
    told = sum(not _FURNITURE.search(one) for one in sentences)
    if _FURNITURE.search(text):
        return words < _PANEL and told < _TELLING
    headed = any(one.tag == "table" or is_heading(one) for one in element.iter() if isinstance(one.tag, str))
    return not headed and not told and words < _FEWEST_WORDS


def _in_lines(element: etree._Element) -> str:
    """Return the words of an element, those of a heading, paragraph or item on lines of their own."""
    made = []
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        edge = "\n" if node.tag in _HELD and node.tag != "span" else " "
        after = node.tail if node is not element else ""
        made += [edge, (node.text if event == "start" else after) or ""]
    return "".join(made)


def is_unseen(element: etree._Element) -> bool:
    """Return whether a browser would not show an element at all."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return bool(_UNSEEN.search(element.get("style") or ""))


def controlled_ids(root: etree._Element) -> frozenset[str]:
    """Return the ids of parts that a button or a link on the page opens and closes."""
    ids: set[str] = set()
    for control in root.iter("button", "a", "summary", "li", "div", "span"):
        if control.get("aria-expanded") is None and control.get("role") != "tab" and not _toggles(control):
            continue
        ids |= ids_opened(control)
    return frozenset(ids)


def is_folded(element: etree._Element, controlled: frozenset[str]) -> bool:
    """Return whether an element that is not shown at first is opened by a reader (a fold, a tab) and holds content."""
    before = element.getprevious()
    beside = before is not None and (
        before.get("aria-expanded") is not None or any(True for _ in before.iterfind(".//*[@aria-expanded]"))
    )
    opened = element.get("role") == "tabpanel" or (element.get("id") or "") in controlled or beside
    return (opened or bool(_FOLDED.search(element.get("class") or ""))) and not _holds_furniture(element)


def _toggles(control: etree._Element) -> bool:
    return bool(control.get("data-toggle") or control.get("data-bs-toggle"))


def _where(root: etree._Element, wanted: object) -> Iterator[etree._Element]:
    return (element for element in root.iter() if isinstance(element.tag, str) and wanted(element))  # type: ignore[operator]


def _lone(elements: Iterator[etree._Element]) -> Iterator[etree._Element]:
    """An article is the content where it is the only one; several are teasers of others."""
    found = list(elements)
    return iter(found if len(found) == 1 else [])


def _words(element: etree._Element) -> int:
    return sum(len(text.split()) for text in element.itertext() if isinstance(text, str))


def _mostly_links(element: etree._Element) -> bool:
    linked = sum(_words(a) for a in element.iter("a"))
    return linked > 0.6 * max(_words(element), 1)

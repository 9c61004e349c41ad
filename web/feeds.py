"""Atom and JSON Feed from one value. Words of documents are text in both: Atom's summaries are escaped once more, since
readers take them as HTML.
"""

from __future__ import annotations

import html
import json
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from feedgenerator import Atom1Feed

from kb.core.expressions import expression
from kb.core.model import FindingInContext
from kb.exports.records import FindingRecord, finding_record
from kb.text import formatting
from kb.text.masking import mask
from kb.vocabulary import Vocabulary, labels
from web import urls
from web.components import cards

ATOM = "application/atom+xml"
JSON = "application/feed+json"
_CONTROL = expression(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry of a feed. `href` begins with a slash; `when` is an ISO time."""

    key: str
    title: str
    href: str
    words: str
    when: str
    tags: tuple[str, ...] = ()
    record: FindingRecord | None = None  # of an entry that is a finding, for programs


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `page` is the same content as a page, `own` the feed's own address, `author` the library's name."""

    title: str
    author: str
    page: str
    own: str
    items: tuple[FeedItem, ...]


def item(holding: FindingInContext, vocabulary: Vocabulary) -> FeedItem:
    """Return a finding as an entry."""
    found = holding.finding
    place = formatting.place(found, holding.document)
    said = f"{mask(found.text)} ({mask(formatting.title_with_year(holding.review))}, {place})"
    return FeedItem(
        f"finding/{found.id}",
        f"{labels.name(holding, vocabulary)}: {cards.title(holding)}",
        urls.finding(holding),
        said,
        holding.document.added,
        tuple(cards.theme_link(slug, vocabulary).text for slug in found.themes),
        finding_record(holding, vocabulary),
    )


def atom(feed: Feed, root: str) -> bytes:
    """Return `feed` as Atom; `root` is the scheme and host of every address."""
    out = Atom1Feed(
        title=_plain_text(feed.title),
        link=root + feed.page,
        feed_url=root + feed.own,
        description="",
        language="en-GB",
        feed_guid=_id(feed.own),
        author_name=_plain_text(feed.author),
    )
    for one in feed.items:
        out.add_item(
            title=_plain_text(one.title),
            link=root + one.href,
            description=html.escape(_plain_text(one.words)),
            unique_id=_id(one.key),
            pubdate=_time(one.when),
            updateddate=_time(one.when),
            categories=[_plain_text(tag) for tag in one.tags],
        )
    return bytes(out.writeString("utf-8").encode("utf-8"))


def json_feed(feed: Feed, root: str) -> bytes:
    """Return `feed` as JSON Feed 1.1."""
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": root + feed.page,
        "feed_url": root + feed.own,
        "language": "en-GB",
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": _id(one.key),
                "url": root + one.href,
                "title": one.title,
                "content_text": one.words,
                "date_published": one.when,
                "tags": list(one.tags),
                **({"_finding": asdict(one.record)} if one.record else {}),
            }
            for one in feed.items
        ],
    }
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def newest_first(holdings: Iterable[FindingInContext]) -> tuple[FindingInContext, ...]:
    """Return findings sorted by when they were added, newest first."""
    return tuple(sorted(holdings, key=lambda one: one.document.added, reverse=True))


def _id(key: str) -> str:
    """Return a name that stays when the library moves to another host."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'learning-library:{key}')}"


def _time(iso: str) -> datetime:
    try:
        when = datetime.fromisoformat(iso)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _plain_text(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)

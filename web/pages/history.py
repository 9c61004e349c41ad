"""Has this come up before? The history of a topic in an area, in order of time, with one summary sentence."""

from __future__ import annotations

from dataclasses import dataclass

from kb.app.topic import Topic, topic_of
from kb.core.model import FindingInContext
from kb.exports import Event, History
from kb.exports.citations import publication_time
from kb.exports.follow_up import STAGES, event_status
from kb.text import formatting
from kb.text.masking import mask
from kb.vocabulary import labels
from kb.vocabulary.labels import theme_label
from web import exports, urls
from web.components.cards import STAGE_TONES, opening, place_link, readable_title
from web.components.list_controls import Menu, Paging, every_area, every_theme, every_year, list_page, menu
from web.components.year_lanes import YearLanes, year_lanes
from web.page import Pages
from web.request import PageRequest
from web.urls import Link

ROWS_PER_PAGE = 50

pages = Pages()
router = pages.router


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A finding in order of time."""

    date: str  # "November 2013", "covers time to September 2013", "no date"
    stage: str
    tone: str
    name: str  # what it is: "Recommendation 3", "Lesson"
    headline: str  # its first words
    whole: bool  # whether that is all of it
    words: str  # the whole finding
    href: str
    review: str
    area: str
    place: Link
    status: str  # as reported; "" for what is neither asked nor done
    answers: tuple[Link, ...]
    under: bool  # an action that stands under its recommendation
    also: tuple[Link, ...]  # where else the documents of the review print it
    near: bool  # on the matter in other words than were asked for


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The history of a topic, or the form to ask for one."""

    title: str
    asked: bool
    answer: str
    years: YearLanes | None  # the same as a picture; None where fewer than two years are known
    count: int  # of all findings, on this page and the others
    rows: tuple[HistoryRow, ...]
    paging: Paging
    menus: tuple[Menu, ...]
    words: str
    read: str  # how the words were read, where they name a theme
    wider: tuple[Link, ...]
    exports: tuple[Link, ...]


@pages.page("/recurrence/history", "history.html")
def history_page(ask: PageRequest) -> HistoryPage:
    """Show the history of a topic."""
    topic = asked_topic(ask)
    found = ask.library.history(topic)
    page = list_page(found.events, ask.page, ROWS_PER_PAGE)
    return HistoryPage(
        title=f"Has this come up before? {topic.in_words(ask.library.vocabulary)}"
        if topic.has_question
        else "Has this come up before?",
        asked=topic.has_question,
        answer=mask(found.said),
        years=year_lanes(event.holding for event in found.events),
        count=len(found.events),
        rows=tuple(_row(ask, event) for event in page.shown),
        paging=page.paging(lambda n: urls.at_page("/recurrence/history", topic.params(), n)),
        menus=_menus(ask, topic),
        words=topic.words,
        read=_read(ask, topic),
        wider=_wider_links(ask, topic) if topic.has_question else (),
        exports=exports.download_links("/recurrence/history", History, topic.params()) if found.events else (),
    )


def asked_topic(ask: PageRequest) -> Topic:
    """Read what is asked after."""
    vocabulary, since = ask.library.vocabulary, ask.number("since", 0, 0, 9999)
    return topic_of(vocabulary, ask.get("q"), ask.get("theme"), ask.get("area"), since)


def _read(ask: PageRequest, topic: Topic) -> str:
    if not topic.theme or ask.get("theme"):
        return ""
    theme = theme_label(topic.theme, ask.library.vocabulary)
    return f"Your words match the theme “{theme}”, so this shows only findings on that theme."


def _row(ask: PageRequest, event: Event) -> HistoryRow:
    held, vocabulary = event.holding, ask.library.vocabulary
    headline, whole = opening(held)
    return HistoryRow(
        date=formatting.capital(publication_time(held) or "no date"),
        stage=STAGES[event.stage],
        tone=STAGE_TONES[event.stage],
        name=labels.name(held, vocabulary),
        headline=headline,
        whole=whole,
        words=mask(held.finding.text),
        href=urls.finding(held),
        review=readable_title(held.review.title),
        area=held.review.area,
        place=place_link(held),
        status=event_status(event, vocabulary),
        answers=tuple(Link(labels.name(other, vocabulary), urls.finding(other)) for other in event.answers),
        under=event.under,
        also=tuple(_printed_source(other) for other in event.printed),
        near=event.near,
    )


def _printed_source(held: FindingInContext) -> Link:
    return Link(labels.document(held.document, held.review), urls.finding(held))


def _wider_links(ask: PageRequest, topic: Topic) -> tuple[Link, ...]:
    """Return links to more on the same topic, those to pages of an area only where a review of it is held."""
    left = {"q"} if any(one.area == topic.area for one in ask.library.reviews()) else {"q", "area"}
    kept = [(key, value) for key, value in topic.params() if key not in left]
    other = Topic(topic.theme, topic.words, "", topic.since)
    return (
        *((Link("See all areas", urls.history(other.params())),) if topic.area else ()),
        *((Link("Lessons over time on this theme", urls.with_params("/threads", kept)),) if topic.theme else ()),
        *(
            (Link("Found again after action was taken", urls.with_params("/recurrence/came-back", kept)),)
            if kept
            else ()
        ),
        Link("Search for this", urls.filtered_search(topic.words, theme=topic.theme, area=topic.area)),
    )


def _menus(ask: PageRequest, topic: Topic) -> tuple[Menu, ...]:
    return (
        menu("theme", "Theme", every_theme(ask.library.vocabulary), topic.theme, "Any theme"),
        menu("area", "Area", every_area(ask.library), topic.area, "All areas"),
        menu("since", "Since", every_year(ask.library), str(topic.since or ""), "Any year"),
    )

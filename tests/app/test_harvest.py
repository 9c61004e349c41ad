"""Visits to publishers' pages, tried against a server on this machine, which only a test may ask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from kb.app.fetch import FetchedFile, Fetcher
from kb.app.harvest import MOST_PAGES, PAUSE, Harvest, SourceVisit
from kb.app.harvest_links import page_links
from kb.app.library import Library
from kb.app.publishers import HarvestSource
from kb.core.settings import Settings
from tests.app.test_fetch import Answers, on_this_machine, serve
from tests.makers import LESSON
from tests.papers import child_z

PDF = {"Content-Type": "application/pdf"}
PAGE = {"Content-Type": "text/html", "ETag": '"one"'}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(Settings(data=tmp_path / "library", search="memory:", read_file=100_000)) as opened:
        yield opened


class Visitor:
    """Visits one source of a library; waiting takes no time and is noted."""

    def __init__(self, library: Library) -> None:
        self.fetcher = Fetcher(on_this_machine, any_port=True)
        self.now, self.waits = 1000.0, list[float]()
        self.library = library

    def visit(self, address: str, contains: str = "", follow: str = "") -> SourceVisit:
        made = Harvest(self.library.settings, self.library.uploads, self.fetcher, self._wait, lambda: self.now)
        return made.visit(HarvestSource(name="Northby", address=address, contains=contains, follow=follow), "a test")

    def _wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def visitor(library: Library) -> Iterator[Visitor]:
    made = Visitor(library)
    yield made
    made.fetcher.close()


def links(*addresses: str) -> bytes:
    return "".join(f'<p><a href="{one}">A review</a></p>' for one in addresses).encode()


def test_what_is_new_goes_into_the_queue_with_its_address_and_is_fetched_once(
    visitor: Visitor, library: Library, tmp_path: Path
) -> None:
    paper = child_z(tmp_path).read_bytes()
    answers: Answers = {
        "/reviews": (200, PAGE, links("/files/child-z.docx", "a.pdf#page=2", "/about", "mailto:a@b.example", "a.pdf")),
        "/files/child-z.docx": (200, {"Content-Type": "application/msword"}, paper),
        "/a.pdf": (200, PDF, b"%PDF-1.4 not really"),
    }
    asked: list[tuple[str, dict[str, str]]] = []
    with serve(answers, asked) as root:
        first = visitor.visit(f"{root}/reviews")
        assert first.new == (f"{root}/files/child-z.docx", f"{root}/a.pdf")
        jobs = {one.name: one for one in library.uploads.jobs()}
        assert jobs["child-z.docx"].source == f"{root}/files/child-z.docx"
        assert jobs["child-z.docx"].person == "a test"
        assert [path for path, _ in asked] == ["/robots.txt", "/reviews", "/files/child-z.docx", "/a.pdf"]
        asked.clear()
        assert visitor.visit(f"{root}/reviews").unchanged
        assert [path for path, _ in asked] == ["/robots.txt", "/reviews"]
        assert asked[1][1]["If-None-Match"] == '"one"'
        answers["/reviews"] = (200, {**PAGE, "ETag": '"two"'}, links("/a.pdf", "/b.pdf"))
        answers["/b.pdf"] = (200, PDF, b"%PDF-1.4 b")
        again = visitor.visit(f"{root}/reviews")
        assert (again.new, again.known) == ((f"{root}/b.pdf",), 1)


def test_a_document_keeps_the_address_that_it_was_fetched_from(
    visitor: Visitor, library: Library, tmp_path: Path
) -> None:
    paper = docx.Document()
    paper.add_heading("Review of Child Q", 0)
    paper.add_heading("Learning", 1)
    paper.add_paragraph(LESSON, style="List Bullet")
    paper.save(str(tmp_path / "q.docx"))
    answers: Answers = {
        "/r": (200, PAGE, links("/child%20q.docx")),
        "/child%20q.docx": (200, {"Content-Type": "application/octet-stream"}, (tmp_path / "q.docx").read_bytes()),
    }
    with serve(answers) as root:
        visitor.visit(f"{root}/r")
        library.uploads.read_all()
        (document,) = library.documents()
        assert document.about.source is not None
        assert document.about.source.value == f"{root}/child%20q.docx"
        assert document.name == "child q.docx"


def test_robots_txt_is_asked_first_and_obeyed_with_its_wildcards(visitor: Visitor, library: Library) -> None:
    rules = b"User-agent: *\nDisallow: /private/\nDisallow: /*.docx$\nCrawl-delay: 17\n"
    answers: Answers = {
        "/robots.txt": (200, {"Content-Type": "text/plain"}, rules),
        "/r": (200, PAGE, links("/private/a.pdf", "/b.docx", "/c.pdf")),
        "/c.pdf": (200, PDF, b"%PDF-1.4 c"),
        "/private/a.pdf": (200, PDF, b"%PDF-1.4 a"),
    }
    asked: list[tuple[str, dict[str, str]]] = []
    with serve(answers, asked) as root:
        told = visitor.visit(f"{root}/r")
    assert [path for path, _ in asked] == ["/robots.txt", "/r", "/c.pdf"]
    assert [one.name for one in library.uploads.jobs()] == ["c.pdf"]
    assert len(told.trouble) == 2
    assert set(visitor.waits) == {17.0}


@pytest.mark.parametrize(("status", "visited"), [(404, True), (403, True), (429, False), (500, False), (503, False)])
def test_without_robots_txt_all_may_be_asked_and_while_it_cannot_be_had_nothing(
    visitor: Visitor, status: int, visited: bool
) -> None:
    answers: Answers = {"/robots.txt": (status, {}, b""), "/r": (200, PAGE, b"<p>nothing</p>")}
    asked: list[tuple[str, dict[str, str]]] = []
    with serve(answers, asked) as root:
        told = visitor.visit(f"{root}/r")
    assert ("/r" in [path for path, _ in asked]) is visited
    assert bool(told.trouble) is not visited


def test_one_site_is_not_asked_twice_within_the_pause(visitor: Visitor) -> None:
    answers: Answers = {"/r": (200, PAGE, links("/a.pdf", "/b.pdf"))}
    answers |= {f"/{name}.pdf": (200, PDF, b"%PDF-1.4 " + name.encode()) for name in "ab"}
    with serve(answers) as root:
        visitor.visit(f"{root}/r")
    assert visitor.waits == [PAUSE] * 3


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(visitor: Visitor, library: Library) -> None:
    answers: Answers = {
        "/robots.txt": (200, {}, b"User-agent: learning-library\nDisallow: /private/\n"),
        "/r": (200, PAGE, links("/a.pdf")),
        "/a.pdf": (302, {"Location": "/private/a.pdf"}, b""),
        "/private/a.pdf": (200, PDF, b"%PDF-1.4 a"),
    }
    with serve(answers) as root:
        told = visitor.visit(f"{root}/r")
    assert "robots.txt" in told.trouble[0]
    assert library.uploads.jobs() == ()


def test_what_is_too_large_or_a_web_page_is_told_and_tried_again_next_time(visitor: Visitor, library: Library) -> None:
    answers: Answers = {
        "/r": (200, PAGE, links("/big.pdf", "/login.pdf", "/gone.pdf")),
        "/big.pdf": (200, PDF, bytes(100_001)),
        "/login.pdf": (200, {"Content-Type": "text/html"}, b"<p>Sign in</p>"),
    }
    with serve(answers) as root:
        told = visitor.visit(f"{root}/r")
        assert len(told.trouble) == 3
        assert library.uploads.jobs() == ()
        answers["/gone.pdf"] = (200, PDF, b"%PDF-1.4 back")
        assert visitor.visit(f"{root}/r").new == (f"{root}/gone.pdf",)


def test_only_addresses_with_the_words_of_the_source_are_taken(visitor: Visitor) -> None:
    answers: Answers = {"/r": (200, PAGE, links("/Child%20Review.pdf", "/minutes.pdf"))}
    answers["/Child%20Review.pdf"] = (200, PDF, b"%PDF-1.4 r")
    with serve(answers) as root:
        assert visitor.visit(f"{root}/r", "child review").new == (f"{root}/Child%20Review.pdf",)


@pytest.mark.parametrize(
    "feed",
    [
        '<?xml version="1.0"?><rss><channel><item><link>/a.pdf</link><enclosure url="b.docx"/></item></channel></rss>',
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a.pdf"/>'
        '<link rel="enclosure" href="b.docx"/></entry></feed>',
    ],
)
def test_feeds_are_read_too(feed: str) -> None:
    page = FetchedFile("https://northby.example/x/feed", 200, {"content-type": "application/xml"}, feed.encode())
    assert list(page_links(page).documents) == ["https://northby.example/a.pdf", "https://northby.example/x/b.docx"]


def test_a_feed_that_names_a_file_of_this_machine_gives_nothing_of_it() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r><link>/&x;.pdf</link></r>'
    found = page_links(FetchedFile("https://northby.example/", 200, {}, evil)).documents
    assert not any("root" in one for one in found)


@pytest.mark.parametrize("to", ["/robots.txt", "http://127.0.0.2/robots.txt", "file:///etc/passwd", "//[", ""])
def test_a_robots_txt_that_leads_in_a_circle_or_elsewhere_ends_the_visit(visitor: Visitor, to: str) -> None:
    answers: Answers = {"/robots.txt": (302, {"Location": to}, b""), "/r": (200, PAGE, links("/a.pdf"))}
    asked: list[tuple[str, dict[str, str]]] = []
    visitor.fetcher.close()
    visitor.fetcher = Fetcher(lambda one: str(one) == "127.0.0.1", any_port=True)
    with serve(answers, asked) as root:
        told = visitor.visit(f"{root}/r")
    assert told.trouble or to == ""
    assert len(asked) <= 7
    assert ("/r" in [path for path, _ in asked]) is (to == "")


WORD = {"Content-Type": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


def test_a_file_is_known_by_what_its_link_says_where_its_address_has_no_ending(
    visitor: Visitor, library: Library
) -> None:
    listed = (
        b'<a href="/downloads/file/12/overview">Overview report</a> <a href="/item/77">Briefing (Word document)</a>'
        b'<a href="/item/78">How we make a PDF</a> <a href="/about">About us</a>'
    )
    named = {**PDF, "Content-Disposition": 'attachment; filename="Child Ash.pdf"'}
    answers: Answers = {
        "/r": (200, {"Content-Type": "text/html"}, listed),
        "/downloads/file/12/overview": (200, named, b"%PDF-1.4 ash"),
        "/item/77": (200, WORD, b"PK holly"),
        "/item/78": (200, PAGE, b"<p>Only words</p>"),
    }
    asked: list[tuple[str, dict[str, str]]] = []
    with serve(answers, asked) as root:
        told = visitor.visit(f"{root}/r")
        assert (len(told.new), told.trouble) == (2, ())
        assert {one.name for one in library.uploads.jobs()} == {"Child Ash.pdf", "77.docx"}
        asked.clear()
        again = visitor.visit(f"{root}/r")
    assert (again.new, again.known) == ((), 2)
    assert [path for path, _ in asked] == ["/robots.txt", "/r"]  # what was no document is not asked again


@pytest.mark.parametrize("word", ["rel", "link"])
def test_the_next_pages_of_a_list_are_visited(visitor: Visitor, word: str) -> None:
    onward = b'<a rel="next" href="?page=2">Next</a>' if word == "rel" else b'<link rel="next" href="?page=2">'
    answers: Answers = {
        "/r": (200, PAGE, links("/a.pdf") + onward),
        "/r?page=2": (200, PAGE, links("/b.pdf")),
        "/a.pdf": (200, PDF, b"%PDF-1.4 a"),
        "/b.pdf": (200, PDF, b"%PDF-1.4 b"),
    }
    with serve(answers) as root:
        assert visitor.visit(f"{root}/r").new == (f"{root}/a.pdf", f"{root}/b.pdf")


def test_a_list_that_never_ends_is_left_after_some_pages(visitor: Visitor) -> None:
    answers: Answers = {
        f"/r?page={n}": (200, {"Content-Type": "text/html"}, f'<a rel="next" href="/r?page={n + 1}">Next</a>'.encode())
        for n in range(MOST_PAGES + 5)
    }
    asked: list[tuple[str, dict[str, str]]] = []
    with serve(answers, asked) as root:
        visitor.visit(f"{root}/r?page=0")
    assert len(asked) == MOST_PAGES + 1


def test_pages_that_give_nothing_count_and_are_asked_for_once(visitor: Visitor) -> None:
    missing = [f"/reviews/{n}" for n in range(MOST_PAGES + 5)]
    answers: Answers = {
        "/r": (200, PAGE, links("/reviews/held", *missing)),
        "/reviews/held": (200, PAGE, links(*missing)),
    }
    asked: list[tuple[str, dict[str, str]]] = []
    with serve(answers, asked) as root:
        visitor.visit(f"{root}/r", follow="/reviews/")
    pages = [path for path, _ in asked if path != "/robots.txt"]
    assert len(pages) == len(set(pages)) == MOST_PAGES


@pytest.mark.parametrize("words", ["<?xml version='1.0' encoding='UTF-8'?><a href='/k.pdf'>K</a>", "<!-- <a -->"])
def test_an_entry_whose_words_are_no_web_page_costs_no_other(words: str) -> None:
    entries = f"<item><description><![CDATA[{words}]]></description></item><item><link>/l.pdf</link></item>"
    feed = f"<rss><channel>{entries}</channel></rss>".encode()
    found = page_links(FetchedFile("https://northby.example/feed", 200, {}, feed)).documents
    assert "https://northby.example/l.pdf" in found


def test_pages_of_single_reviews_are_visited_where_the_source_says_so(visitor: Visitor) -> None:
    answers: Answers = {
        "/r": (200, PAGE, links("/reviews/cedar", "/contact", "https://elsewhere.example/reviews/x")),
        "/reviews/cedar": (200, {"Content-Type": "text/html"}, links("/c.pdf")),
        "/c.pdf": (200, PDF, b"%PDF-1.4 c"),
    }
    asked: list[tuple[str, dict[str, str]]] = []
    with serve(answers, asked) as root:
        bare = visitor.visit(f"{root}/r")
        assert bare.new == ()
        assert "`follow`" in bare.note
        assert visitor.visit(f"{root}/r", follow="/reviews/").new == (f"{root}/c.pdf",)  # asked anew, though unchanged
        assert visitor.visit(f"{root}/r", follow="/reviews/").unchanged
    assert not [path for path, _ in asked if path == "/contact"]


@pytest.mark.parametrize(
    "feed",
    [
        "<rss><channel><link>/</link><item><link>/news/ivy</link></item></channel></rss>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><link href="/"/><entry><link href="/news/ivy"/></entry></feed>',
        "<rss><channel><item><description>&lt;a href='/ivy.pdf'&gt;Ivy&lt;/a&gt;</description></item></channel></rss>",
    ],
)
def test_entries_of_a_feed_are_visited_also_where_it_does_not_say_that_it_is_xml(visitor: Visitor, feed: str) -> None:
    answers: Answers = {
        "/feed": (200, {"Content-Type": "application/rss+xml"}, feed.encode()),
        "/news/ivy": (200, PAGE, links("/ivy.pdf")),
        "/ivy.pdf": (200, PDF, b"%PDF-1.4 i"),
    }
    with serve(answers) as root:
        told = visitor.visit(f"{root}/feed")
        assert (told.new, told.trouble) == ((f"{root}/ivy.pdf",), ())


def test_sitemaps_are_read_and_so_is_a_list_of_them(visitor: Visitor) -> None:
    index = b"<sitemapindex><sitemap><loc>ROOT/one.xml</loc></sitemap></sitemapindex>"
    one = b"<?xml version='1.0'?><urlset><url><loc>ROOT/j.pdf</loc></url><url><loc>ROOT/about</loc></url></urlset>"
    answers: Answers = {"/j.pdf": (200, PDF, b"%PDF-1.4 j")}
    with serve(answers) as root:
        for name, words in (("/all.xml", index), ("/one.xml", one)):
            answers[name] = (200, {"Content-Type": "text/xml"}, words.replace(b"ROOT", root.encode()))
        assert visitor.visit(f"{root}/all.xml").new == (f"{root}/j.pdf",)


@pytest.mark.parametrize(
    ("status", "said"), [(404, "was not found"), (403, "not open to everybody"), (503, "does not work at the moment")]
)
def test_what_a_site_answers_is_told_in_words(visitor: Visitor, status: int, said: str) -> None:
    with serve({"/r": (status, {}, b"")}) as root:
        assert said in visitor.visit(f"{root}/r").trouble[0]


def test_where_pages_were_followed_in_vain_the_note_names_their_words(visitor: Visitor) -> None:
    with serve({"/r": (200, PAGE, links("/reviews/fir")), "/reviews/fir": (200, PAGE, b"<p>Soon</p>")}) as root:
        assert visitor.visit(f"{root}/r", follow="/reviews/").note == (
            f"No document is linked on {root}/r or on its pages whose address has “/reviews/”."
        )


def test_words_that_no_document_has_are_told(visitor: Visitor) -> None:
    with serve({"/r": (200, PAGE, links("/a.pdf", "/b.pdf"))}) as root:
        told = visitor.visit(f"{root}/r", "briefing")
    assert told.note == "2 documents are linked, but none has “briefing” in its address."


def test_of_pages_that_did_not_change_nothing_is_said_to_be_missing(visitor: Visitor) -> None:
    answers: Answers = {
        "/r": (200, {"Content-Type": "text/html"}, links("/reviews/rowan")),
        "/reviews/rowan": (200, PAGE, links("/rowan.pdf")),
        "/rowan.pdf": (200, PDF, b"%PDF-1.4 r"),
    }
    with serve(answers) as root:
        assert visitor.visit(f"{root}/r", follow="/reviews/").new == (f"{root}/rowan.pdf",)
        again = visitor.visit(f"{root}/r", follow="/reviews/")
        assert (again.new, again.note) == ((), "")
        assert "`follow`" not in visitor.visit(f"{root}/r", follow="/elsewhere/").note


def test_a_page_that_is_said_to_be_unchanged_and_was_never_seen_is_no_page(visitor: Visitor) -> None:
    answers: Answers = {"/r": (200, PAGE, links("/reviews/elm")), "/reviews/elm": (304, {}, b"")}
    with serve(answers) as root:
        assert "gives no page (304)" in visitor.visit(f"{root}/r", follow="/reviews/").trouble[0]
        first = visitor.visit(f"{root}/reviews/elm")
        assert not first.unchanged
        assert "gives no page (304)" in first.trouble[0]


@pytest.mark.parametrize(
    "entry",
    [
        "<description>Learning & practice</description><link>/a.pdf</link>",
        "<description>&lt;?xml version='1.0' encoding='utf-8'?&gt;&lt;a href='/a.pdf'&gt;A&lt;/a&gt;</description>",
    ],
)
def test_a_feed_is_read_as_far_as_it_can_be(entry: str) -> None:
    feed = f'<?xml version="1.0"?><rss><channel><item>{entry}</item></channel></rss>'.encode()
    page = FetchedFile("https://northby.example/feed", 200, {"content-type": "application/xml"}, feed)
    assert page_links(page).documents == ("https://northby.example/a.pdf",)

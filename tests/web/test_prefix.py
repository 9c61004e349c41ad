"""The library below a path of a larger site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from kb.app.library import Library
from kb.core.settings import Settings
from tests.web import shelf, site
from web.prefix import with_prefix

PREFIX = "/learning"
PAGES = ("/", "/search?q=flats", "/themes", "/reviews", "/check", "/recurrence", "/cases", "/help", "/no-such-page")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with shelf.small_library(tmp_path_factory.mktemp("library")) as held:
        held.settings = held.settings.model_copy(update={"prefix": PREFIX})
        yield held


@pytest.fixture(scope="module")
def http(library: Library) -> Iterator[httpx.Client]:
    with site.client(library) as client:
        yield client


def addresses_on(page: str, base: str) -> set[str]:
    """Return the paths on this site that a page's links, forms, pictures and scripts name."""
    tree = site.tree(page)
    named = [one for name in ("href", "src", "action", "formaction") for one in tree.xpath(f"//@{name}")]
    return {urlsplit(one).path for one in named if not one.startswith(("http", "mailto:", "data:", "#", "?"))}


@pytest.mark.parametrize("path", PAGES)
def test_every_address_on_a_page_lies_below_the_prefix(http: httpx.Client, path: str) -> None:
    answer = http.get(PREFIX + path, follow_redirects=True)
    addresses = addresses_on(answer.text, PREFIX)
    assert addresses
    assert [one for one in addresses if not one.startswith(f"{PREFIX}/")] == []


def test_what_a_page_leads_to_is_there(http: httpx.Client) -> None:
    for address in sorted(addresses_on(http.get(f"{PREFIX}/search?q=flats").text, PREFIX)):
        assert http.get(address, follow_redirects=True).status_code < 400, address


def test_a_redirect_and_the_answer_to_a_form_stay_below_the_prefix(http: httpx.Client, library: Library) -> None:
    short = http.get(f"{PREFIX}/findings/{library.findings()[0].finding.id}")
    assert short.headers["location"].startswith(f"{PREFIX}/")
    kept = http.post(
        f"{PREFIX}/basket", data={"finding": library.findings()[0].finding.id, "do": "add", "back": "/search?q=flats"}
    )
    assert kept.headers["location"].startswith(f"{PREFIX}/")


def test_feeds_name_whole_addresses_with_the_prefix(http: httpx.Client) -> None:
    feed = http.get(f"{PREFIX}/search.atom?q=flats").text
    assert f"{urljoin(str(http.base_url), PREFIX)}/" in feed


def test_a_server_in_front_may_take_the_prefix_off_itself(http: httpx.Client) -> None:
    assert addresses_on(http.get("/search?q=flats").text, PREFIX) == addresses_on(
        http.get(f"{PREFIX}/search?q=flats").text, PREFIX
    )


def test_words_of_documents_are_left_alone() -> None:
    assert with_prefix("<p>see href=&#34;/x&#34;</p>", PREFIX) == "<p>see href=&#34;/x&#34;</p>"
    assert with_prefix('<a href="//elsewhere.example">', PREFIX) == '<a href="//elsewhere.example">'
    assert with_prefix('<a href="/x">', "") == '<a href="/x">'


@pytest.mark.parametrize("prefix", ["learning", "/learning/", "/a b", "//evil.example", "/<x>"])
def test_what_is_no_path_is_refused(tmp_path: Path, prefix: str) -> None:
    with pytest.raises(ValueError, match="is no path"):
        Settings(data=tmp_path, prefix=prefix)

"""What OpenSearch is sent, held to files that a person has read; and how its server is spoken to.

After a change that is meant, write the files anew with KB_WRITE_BODIES=1 and read the difference.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kb.core.errors import LibraryUnavailable
from search import Query
from search.engines.lucene import bodies
from search.engines.lucene.bodies import Body, BodyBuilder
from search.engines.opensearch import Server
from search.plan.compile import plan
from search.understanding.spelling import SpellingLexicon
from search.understanding.thesaurus import thesaurus
from tests.search.makers import AREAS, entry, vocabulary

FILES = Path(__file__).parent / "lucene"
READER = BodyBuilder(
    SpellingLexicon({"damp": 3, "dampness": 1, "chronology": 2}),
    {"area": AREAS, "kind": ("lesson", "action")}.__getitem__,
)
THESAURUS = thesaurus(vocabulary())


def page(query: Query) -> Body:
    asked = plan(query, THESAURUS)
    return bodies.page(asked, asked.node, READER, 2.0)


def tally(query: Query) -> Body:
    asked = plan(query, THESAURUS)
    return bodies.tally(asked, asked.node, READER, 2.0)


BODIES: dict[str, Body] = {
    "index": bodies.index(),
    "document": bodies.document(entry(7, "A child's damp flat.", heading="Homes", themes=("neglect",), area="Ilde")),
    "document_bare": bodies.document(entry(8, "", year=None, published="", kind="", area="")),
    "page_words": page(Query("lamp wall moulder")),
    "page_synonyms": page(Query("mum", page=3, size=10, sort="newest")),
    "page_theme": page(Query("violence at home", filters={"kind": ("lesson", "action")}, years=(2012, None))),
    "page_signs": page(Query('"core group" "wall lamp"~4 damp* chronolgy~1 title:wall')),
    "page_chosen": page(Query("kind:lesson area:ilde year:2015..2019 -wall")),
    "page_reviews": page(Query(group="reviews", sort="recurring")),
    "tally_filters": tally(Query("lamp", filters={"kind": ("lesson",)}, years=(2012, 2019), facets=("kind", "year"))),
    "tally_findings_alone": tally(Query(facets=("theme",), count_reviews=False)),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_is_as_it_was_read(name: str) -> None:
    file = FILES / f"{name}.json"
    if os.environ.get("KB_WRITE_BODIES"):
        file.write_text(json.dumps(BODIES[name], indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert json.loads(file.read_text(encoding="utf-8")) == BODIES[name]


def test_no_file_is_left_over() -> None:
    assert {file.stem for file in FILES.glob("*.json")} == set(BODIES)


class Speaker(BaseHTTPRequestHandler):
    """Answers with what it was asked, or with the status that the path names."""

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        status = int(self.path[1:]) if self.path[1:].isdigit() else 200
        told = {"path": self.path, "body": self.rfile.read(length).decode(), "secret": self.headers["Authorization"]}
        answer = b"no json" if self.path == "/junk" else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Speaker)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_requests_are_json_and_batches_are_lines(address: str) -> None:
    server = Server(f"opensearch+http://kb:s%40fe@{address}?index=findings", 2.0)
    assert server.alias == "findings"
    assert json.loads(server.ask("POST", "/x", {"a": 1})["body"]) == {"a": 1}
    assert server.ask("POST", "/_bulk", [{"a": 1}, {"b": 2}])["body"] == '{"a": 1}\n{"b": 2}\n'
    assert server.ask("POST", "/x")["secret"] == "Basic a2I6c0BmZQ=="


@pytest.mark.parametrize("path", ["/500", "/404", "/junk"])
def test_a_server_that_cannot_answer_is_unwell(address: str, path: str) -> None:
    with pytest.raises(LibraryUnavailable):
        Server(f"opensearch+http://{address}", 2.0).ask("POST", path)


def test_what_may_be_missing_is_none(address: str) -> None:
    assert Server(f"opensearch+http://{address}", 2.0).ask("POST", "/404", missing=True) is None


@pytest.mark.parametrize("place", ["opensearch+http://127.0.0.1:1", "opensearch+http://x?index=../_all"])
def test_no_server_or_no_name_is_unwell(place: str) -> None:
    with pytest.raises(LibraryUnavailable):
        Server(place, 2.0).ask("GET", "/")

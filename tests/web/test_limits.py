"""What one client may cost, and what the answer says where it is more."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import ValidationError
from starlette.types import Message, Receive, Scope, Send

from kb.app.library import Library
from kb.app.work_places import WorkPlaces
from kb.core.errors import BadQuestion, FileRefused, LibraryBusy, NotHeld
from kb.core.model import Use
from kb.core.settings import Settings
from tests.waiting import PATIENCE, within
from tests.web import addresses, site
from web.limits import AnswerLimit, ProxyHeaders
from web.security import HEADERS


def test_only_so_many_drafts_are_read_at_once_and_the_others_are_asked_to_come_back(
    own: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, most, lock, go_on = 0, 0, threading.Lock(), threading.Event()

    def read_slowly(*_: object) -> None:
        nonlocal reading, most
        with lock:
            reading += 1
            most = max(most, reading)
        go_on.wait(PATIENCE)
        with lock:
            reading -= 1
        raise FileRefused("damaged", "It could not be read.")

    monkeypatch.setattr("kb.app.add.Adding.document", read_slowly)
    with site.client(own) as http, ThreadPoolExecutor(8) as many:
        sent = [many.submit(http.post, "/check", files={"file": ("a.pdf", b"%PDF-1.4")}) for _ in range(8)]
        busy = http.post("/check", files={"file": ("a.pdf", b"%PDF-1.4")}) if within(lambda: reading == 2) else None
        told = http.post("/check", files={"file": ("a.pdf", b"%PDF")}, headers={"accept": "application/json"})
        assert http.get("/help").status_code == 200
        assert within(lambda: sum(one.done() for one in sent) == 6)  # all but those that are read have their answer
        go_on.set()
        statuses = sorted(one.result().status_code for one in sent)
    assert most == 2
    assert statuses == [400, 400, *[503] * 6]
    assert busy is not None
    assert (busy.status_code, busy.headers["retry-after"]) == (503, "30")
    assert "try again" in busy.text
    assert "<!DOCTYPE html>" in busy.text
    assert HEADERS.items() - dict(busy.headers).items() <= HEADERS.items()
    assert busy.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
    assert (told.status_code, told.json()["status"]) == (503, 503)


def test_a_place_is_free_again_when_its_holder_ends(tmp_path: Path) -> None:
    first, second = (WorkPlaces(tmp_path, "reading", 1, "reading other files") for _ in range(2))
    with first.take(), pytest.raises(LibraryBusy, match="try again"), second.take(0.1):
        pass
    with second.take():
        pass


def answered_while(waits: str, limits: dict[str, int]) -> int:
    """The status of a second request while a first one waits for `waits`: its own work, or its client."""

    async def ask_server() -> int:
        hold = asyncio.Event()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"] == "/first":
                await (hold.wait() if waits == "work" else receive())
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        limited = AnswerLimit(app, frozenset({"127.0.0.1"}), wait=0, **limits)
        statuses: list[int] = []

        async def receive() -> Message:
            await hold.wait()
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        first = asyncio.create_task(limited({**SCOPE, "path": "/first"}, receive, send))
        await asyncio.sleep(0)
        await limited({**SCOPE, "path": "/api/v1/second"}, receive, send)
        hold.set()
        await first
        await limited({**SCOPE, "path": "/third"}, receive, send)
        assert statuses[1:] == [200, 200]
        return statuses[0]

    return asyncio.run(ask_server())


SCOPE: Scope = {
    "type": "http",
    "method": "GET",
    "path": "/",
    "query_string": b"",
    "headers": [(b"host", b"localhost")],
    "client": ("192.0.2.7", 1),
    "server": ("localhost", 80),
    "scheme": "http",
}


@pytest.mark.parametrize("limits", [{"most": 1}, {"of_one": 1}])
def test_answers_in_the_making_are_counted_and_not_clients_that_are_waited_for(limits: dict[str, int]) -> None:
    assert answered_while("work", limits) == 503
    assert answered_while("client", limits) == 200


@pytest.mark.parametrize(
    ("client", "chain", "expected"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # what a client wrote itself stands first
        ("127.0.0.1", "203.0.113.9, ::1", "203.0.113.9"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("192.0.2.7", "203.0.113.9", "192.0.2.7"),
    ],
)
def test_a_known_server_in_front_is_believed_and_no_other(client: str, chain: str, expected: str) -> None:
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    headers = [(b"x-forwarded-for", chain.encode()), (b"x-forwarded-proto", b"https")]
    scope = {**SCOPE, "client": (client, 1), "headers": headers}
    asyncio.run(ProxyHeaders(app, frozenset({"127.0.0.1", "::1"}))(scope, None, None))  # type: ignore[arg-type]
    assert seen[0]["client"][0] == expected
    assert seen[0]["scheme"] == ("https" if client == "127.0.0.1" else "http")


def test_what_is_no_address_of_a_server_in_front_is_refused() -> None:
    with pytest.raises(ValidationError, match="no address"):
        Settings(data=Path("nowhere"), proxies="front.example")


def test_an_answer_before_the_end_of_a_large_body_reaches_its_sender(http: httpx.Client) -> None:
    body = b"text=" + b"a" * (8 * 1024 * 1024)
    parts = (body[at : at + 65536] for at in range(0, len(body), 65536))
    assert http.post("/no/such/page", content=parts).status_code in (404, 405)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    parts = (body[at : at + 65536] for at in range(0, len(body), 65536))
    assert http.post("/check", content=parts, headers=kind).status_code == 400


@pytest.mark.parametrize("chunked", [False, True])
def test_what_is_too_large_gets_a_page_of_ours(http: httpx.Client, chunked: bool) -> None:
    start = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    body = start + b"a" * (21 * 1024 * 1024) + b"\r\n--b--\r\n"
    parts = (body[at : at + 65536] for at in range(0, len(body), 65536)) if chunked else body
    kind = {"content-type": "multipart/form-data; boundary=b"}
    answer = http.post("/check", content=parts, headers=kind)
    assert answer.status_code == 413
    assert "Your file or text is too large" in answer.text
    assert "Send a smaller file or less text." in answer.text
    assert "<!DOCTYPE html>" in answer.text
    assert "content-security-policy" in answer.headers


def test_head_is_answered_wherever_get_is(http: httpx.Client, library: Library) -> None:
    for place in [*addresses.pages(library), *addresses.machines(library), *addresses.faults()]:
        got, head = http.get(place), http.head(place)
        assert (head.status_code, head.content) == (got.status_code, b""), place
        assert head.headers["content-type"] == got.headers["content-type"] if got.status_code == 200 else True


def test_a_library_on_this_machine_answers_to_names_of_this_machine_alone(own: Library) -> None:
    with site.client(own) as http:
        for name in ("localhost", "localhost:8000", "127.0.0.1", "[::1]:80", "kb.localhost"):
            assert http.get("/help", headers={"host": name}).status_code == 200, name
        for name in ("evil.example", "127.0.0.1.evil.example", "192.0.2.1"):
            answer = http.get("/help", headers={"host": name})
            assert (answer.status_code, "KB_HOSTS" in answer.text) == (421, True), name
    own.settings = own.settings.model_copy(update={"host": "0.0.0.0"})
    with site.client(own) as http:
        assert http.get("/help", headers={"host": "any.example"}).status_code == 200


def test_the_picture_of_a_page_is_asked_for_again_each_time(own: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kb.app.page_images.page_picture", lambda *_: b"\x89PNG")
    document = next(one for one in own.documents() if one.format == "pdf")
    place = f"/documents/{document.id}/pages/1.png"
    with site.client(own) as http:
        first = http.get(place)
        assert "no-cache" in first.headers["cache-control"]
        assert "max-age" not in first.headers["cache-control"]
        again = http.get(place, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        own.withdraw(document.id, "Taken down by its publisher.")
        assert http.get(place, headers={"if-none-match": first.headers["etag"]}).status_code == 410


@pytest.mark.parametrize(
    "place",
    ["/search?q=" + "drift+" * 10_000, "/search?q=core&" + "&".join(f"area=Nowhere+{n}" for n in range(200))],
    ids=["a long question", "many unknown areas"],
)
def test_a_page_gives_back_little_of_a_long_question(http: httpx.Client, place: str) -> None:
    plain = len(http.get("/search?q=core").content)
    answer = http.get(place)
    assert answer.status_code == 200
    assert len(answer.content) < plain + 60_000


def test_collections_are_bounded_and_old_ones_are_tidied_away_unless_they_were_used(own: Library) -> None:
    made = [own.new_collection(f"Collection {number}") for number in range(3)]
    used = (Use("2026-03-14", "Nine health visitors."),)
    own.change_collection(made[0].edit_key, lambda held: replace(held, uses=used))
    own.settings = own.settings.model_copy(update={"collections": 3})
    with pytest.raises(BadQuestion, match="KB_COLLECTIONS"):
        own.new_collection("One more")
    assert own.tidy_collections(1) == 0
    own._store._clock = lambda: datetime.now(UTC) + timedelta(days=800)
    assert own.tidy_collections(730, dry_run=True) == 2
    assert own.tidy_collections(730) == 2
    assert own.collection(made[0].key).uses
    with pytest.raises(NotHeld):
        own.collection(made[1].key)
    assert own.new_collection("One more").key

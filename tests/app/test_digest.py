"""E-mails of what is new for a saved search, taken by a real SMTP server."""

from __future__ import annotations

import email
import importlib.util
import socket
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from kb.app.digest import MailServer, Subscription, message_of, new_findings, read_subscriptions, send
from kb.app.library import Library
from kb.core.errors import BadQuestion, LibraryUnavailable
from kb.core.model import Kind
from tests.cli.command import command
from tests.web import shelf

needs_aiosmtpd = pytest.mark.skipif(
    importlib.util.find_spec("aiosmtpd") is None, reason="opt-in: aiosmtpd is not installed"
)
CORE_GROUPS = Subscription(to="ada@northmoor.example", search="q=core+groups", title="Core groups")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with shelf.small_library(tmp_path_factory.mktemp("digest")) as held:
        yield held


class Postbox:
    """What aiosmtpd hands an e-mail to."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.refused = ""  # whom it takes nothing for

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address == self.refused:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.messages.append(email.message_from_bytes(envelope.content))
        return "250 kept"


@pytest.fixture
def post() -> Iterator[tuple[Postbox, MailServer]]:
    from aiosmtpd.controller import Controller

    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=number)
    controller.start()
    try:
        yield box, MailServer("127.0.0.1", number, "kb@northmoor.example", security="none")
    finally:
        controller.stop()


@needs_aiosmtpd
def test_a_reader_gets_what_is_new_with_its_words_source_and_address(
    library: Library, post: tuple[Postbox, MailServer]
) -> None:
    box, server = post
    made = message_of(library, CORE_GROUPS, "2020-01-01", server.sender, "https://kb.example/")
    assert made is not None
    assert send([made], server).sent == ("ada@northmoor.example",)
    (kept,) = box.messages
    assert kept["To"] == "ada@northmoor.example"
    assert kept["Subject"].endswith("new findings: Core groups")
    said = kept.get_payload(decode=True).decode()  # type: ignore[union-attr]  # bytes of one part
    assert shelf.CORE_GROUPS in said
    assert "https://kb.example/reviews/child-a/" in said
    assert "https://kb.example/search?q=core+groups" in said


def test_who_has_nothing_new_gets_no_email(library: Library) -> None:
    assert message_of(library, CORE_GROUPS, "2999-01-01", "kb@northmoor.example", "") is None


def test_filters_of_the_saved_search_hold(library: Library) -> None:
    found = new_findings(library, "?q=housing&area=Eastby", "2020-01-01")
    assert {one.review.area for one in found} == {"Eastby"}


def test_a_saved_search_is_understood_as_the_page_understands_it(library: Library) -> None:
    found = new_findings(library, "?q=recommendations+about+core+groups", "2020-01-01")
    assert {one.finding.kind for one in found} == {Kind.RECOMMENDATION}


@pytest.mark.parametrize("words", ["housing+submarines", "core+groups+in+Zedminster"])
def test_what_is_only_closest_to_a_saved_search_is_not_sent_as_new(library: Library, words: str) -> None:
    assert new_findings(library, f"?q={words}", "2020-01-01") == ()


def test_a_server_that_is_not_there_is_told_with_how_many_went(library: Library) -> None:
    made = message_of(library, CORE_GROUPS, "2020-01-01", "kb@northmoor.example", "")
    assert made is not None
    with pytest.raises(LibraryUnavailable, match="0 were sent before"):
        send([made], MailServer("127.0.0.1", 9, "kb@northmoor.example", security="none"))


@needs_aiosmtpd
def test_a_reader_whom_the_server_refuses_keeps_nobody_else_from_theirs(
    library: Library, post: tuple[Postbox, MailServer]
) -> None:
    box, server = post
    box.refused = "gone@northmoor.example"
    people = ("ada@northmoor.example", box.refused, "ben@northmoor.example")
    made = [
        message_of(library, CORE_GROUPS.model_copy(update={"to": to}), "2020-01-01", "kb@northmoor.example", "")
        for to in people
    ]
    report = send([one for one in made if one], server)
    assert report.sent == (people[0], people[2])
    assert [to for to, _ in report.refused] == [box.refused]
    assert [one["To"] for one in box.messages] == [people[0], people[2]]


@pytest.mark.parametrize("smtp", ["mail.example:99999", "mail.example:²", "mail.example:"])
def test_a_port_that_no_server_has_is_reported(tmp_path: Path, smtp: str) -> None:
    file = tmp_path / "readers.toml"
    file.write_text("", encoding="utf-8")
    done = command(
        tmp_path / "library",
        *("digest", str(file), "--base", "https://kb.example"),
        KB_SMTP=smtp,
        KB_SMTP_FROM="kb@northmoor.example",
    )
    assert done.returncode == 2
    assert "host:port" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ('[[subscription]]\nto = "ada"\nsearch = "q=x"', "not one e-mail address"),
        ('[[subscription]]\nto = "a@b.example, c@d.example"\nsearch = "q=x"', "not one e-mail address"),
        ('[[subscription]]\nto = "a@b.example"', "search"),
        ("not toml", "not TOML"),
        ("subscription = 5", "subscription"),
        ('[[subscriptions]]\nto = "a@b.example"\nsearch = "q=x"', "subscriptions"),
    ],
)
def test_a_wrong_file_of_subscriptions_is_reported_in_words(tmp_path: Path, words: str, told: str) -> None:
    file = tmp_path / "readers.toml"
    file.write_text(words, encoding="utf-8")
    with pytest.raises(BadQuestion, match=told):
        read_subscriptions(file)

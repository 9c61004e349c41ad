"""What is new for a saved search, as e-mails for any SMTP server. Off unless a server and readers are given."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kb.app.answer_question import AnsweredQuestion
from kb.core.errors import BadQuestion, LibraryUnavailable
from kb.core.model import FindingInContext
from kb.core.toml_text import BadToml, first_fault, read_toml
from kb.exports.citations import beside
from kb.exports.records import finding_path
from kb.text.formatting import count_phrase, format_date, shorten
from kb.text.quoting import quoted_words
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import name
from search.port import Query
from search.query import url

MOST_QUOTED = 20  # findings in one e-mail; the rest is a number and a link
_LOOKED_AT = 500  # findings of a search among which new ones are looked for
_SECONDS = 30  # to wait for a server
_REFUSALS = (  # of one e-mail, after which the server takes the next
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
)


class Subscription(BaseModel):
    """One reader's saved search, as the file of subscriptions has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    to: str
    search: str = Field(description="The parameters of a search's address, such as q=core+groups&area=Northmoor.")
    title: str = ""


class _SubscriptionsFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    subscription: tuple[Subscription, ...] = ()


class SearchedLibrary(Protocol):
    """What a library answers, as far as digests ask."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the field."""

    def ask(self, query: Query) -> AnsweredQuestion:
        """Answer a question as it is understood."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mails go. `security` is "starttls", "tls" or "none"."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    security: str = "starttls"


def read_subscriptions(file: Path) -> tuple[Subscription, ...]:
    """Read a file of subscriptions, each under `[[subscription]]`. Raises BadQuestion with what is wrong."""
    try:
        found = _SubscriptionsFile.model_validate(read_toml(file)).subscription
    except OSError as error:
        raise BadQuestion(f"{file} cannot be read: {error.strerror}.") from error
    except BadToml as error:
        raise BadQuestion(f"{file} {error}.") from error
    except ValidationError as error:
        raise BadQuestion(f"{file} is wrong: {first_fault(error)}.") from error
    for one in found:
        if "@" not in parseaddr(one.to)[1] or any(mark in one.to for mark in "\r\n,;"):
            raise BadQuestion(f"{file}: {one.to!r} is not one e-mail address.")
    return found


def new_findings(library: SearchedLibrary, search: str, since: str) -> tuple[FindingInContext, ...]:
    """Return the findings of a saved search whose documents were added on this ISO day or later, newest first.

    Where nothing answers the search, those closest to it are none of it.
    """
    asked = url.from_params(parse_qsl(search.lstrip("?")), library.vocabulary).query
    found = library.ask(replace(asked, page=1, size=_LOOKED_AT, group="findings", facets=()))
    answering = () if found.understood.unanswered else found.findings
    fresh = [one for one in answering if one.document.added[:10] >= since]
    return tuple(sorted(fresh, key=lambda one: one.document.added, reverse=True))


def message_of(
    library: SearchedLibrary, asked: Subscription, since: str, sender: str, base: str
) -> EmailMessage | None:
    """Return the e-mail of what is new for a subscription; None where nothing is."""
    fresh = new_findings(library, asked.search, since)
    if not fresh:
        return None
    title = asked.title or "your saved search"
    made = EmailMessage()
    made["Subject"] = shorten(f"{count_phrase(len(fresh), 'new finding')}: {' '.join(title.split())}", 120)
    made["From"], made["To"] = sender, asked.to
    made["Date"], made["Message-ID"] = formatdate(localtime=False), make_msgid(domain="learning-library.invalid")
    made["Auto-Submitted"] = "auto-generated"
    made.set_content("\n".join(_lines(library, asked, fresh, since, base.rstrip("/"))))
    return made


def _lines(
    library: SearchedLibrary, asked: Subscription, fresh: Sequence[FindingInContext], since: str, base: str
) -> Iterator[str]:
    yield f"{count_phrase(len(fresh), 'finding')} added since {format_date(since)}."
    yield "These quotations come from reviews of serious harm. They may describe abuse, neglect or death."
    for one in fresh[:MOST_QUOTED]:
        yield f"\n{name(one, library.vocabulary)}: “{quoted_words(one.finding).words}”"
        yield beside(one)
        yield f"{base}{finding_path(one)}"
    if len(fresh) > MOST_QUOTED:
        yield f"\nand {len(fresh) - MOST_QUOTED} more."
    yield f"\nSee all results: {base}/search?{asked.search}"
    yield "To stop these e-mails, reply to whoever keeps this library."


@dataclass(frozen=True, slots=True)
class MailReport:
    """Who was sent an e-mail, and whom the server would not take one for, each with what it said."""

    sent: tuple[str, ...]
    refused: tuple[tuple[str, str], ...] = ()


def send(messages: Iterable[EmailMessage], server: MailServer) -> MailReport:
    """Send e-mails over one connection; one that the server refuses keeps nobody else from theirs.

    Raises LibraryUnavailable with what the server said, and who had been sent theirs.
    """
    sent: list[str] = []
    refused: list[tuple[str, str]] = []
    try:
        kind = smtplib.SMTP_SSL if server.security == "tls" else smtplib.SMTP
        with kind(server.host, server.port, timeout=_SECONDS) as post:
            if server.security == "starttls":
                post.starttls()
            if server.user:
                post.login(server.user, server.password)
            for message in messages:
                try:
                    post.send_message(message)
                    sent.append(str(message["To"]))
                except _REFUSALS as error:
                    refused.append((str(message["To"]), str(error)))
    except (OSError, smtplib.SMTPException) as error:
        raise LibraryUnavailable(
            f"{server.host}:{server.port} did not take the e-mails ({error}); {_describe_sent(sent)}."
        ) from error
    return MailReport(tuple(sent), tuple(refused))


def _describe_sent(sent: Sequence[str]) -> str:
    """Say who has theirs, so that they are left out when the rest is sent again."""
    return f"{len(sent)} were sent before{': ' if sent else ''}{', '.join(sent)}"

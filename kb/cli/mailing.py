"""`kb digest`: e-mails of what is new for saved searches. Nothing is sent unless KB_SMTP names a server."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Annotated

import typer

from kb.app.digest import MailReport, MailServer, message_of, read_subscriptions, send
from kb.cli.speaking import complain, library, say
from kb.core.errors import BadQuestion
from kb.core.settings import Settings
from kb.text.formatting import count_phrase

_WEEK = 7  # days


def enter(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command()(digest)


def digest(
    subscriptions: Annotated[
        Path, typer.Argument(help="TOML file with a “subscription” table for each reader: to, search, title.")
    ],
    base: Annotated[
        str, typer.Option(help="Web address of the library, put before its addresses, such as https://kb.example.")
    ],
    since: Annotated[str, typer.Option(help="Day from which findings are new, as 2026-11-29; else a week ago.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the e-mails and send none.")] = False,
) -> None:
    """E-mail people what is new for their saved searches. Nobody gets an e-mail if nothing is new for them."""
    first = _day(since)
    with library() as opened:
        settings = opened.settings
        server = None if dry_run else _server(settings)
        sender = server.sender if server else settings.smtp_from or "library@localhost"
        made = [message_of(opened, one, first, sender, base) for one in read_subscriptions(subscriptions)]
    messages = [one for one in made if one is not None]
    if server is None:
        for message in messages:
            say(f"To: {message['To']}\nSubject: {message['Subject']}\n\n{message.get_content()}")
        return
    report = send(messages, server) if messages else MailReport(())
    without = count_phrase(len(made) - len(messages), "subscription")
    for to, said in report.refused:
        complain(f"The mail server refused the e-mail to {to}: {said}")
    say(f"{count_phrase(len(report.sent), 'e-mail')} sent; nothing new for {without}.")
    if report.refused:
        raise typer.Exit(1)


def _day(since: str) -> str:
    if not since:
        return (datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=_WEEK)).isoformat()
    try:
        return datetime.date.fromisoformat(since).isoformat()
    except ValueError as error:
        raise BadQuestion(f"--since is a day such as 2026-11-29, not {since!r}.") from error


def _server(settings: Settings) -> MailServer:
    host, _, port = settings.smtp.rpartition(":")
    if not settings.smtp:
        raise BadQuestion("E-mail is off. Set KB_SMTP to host:port and KB_SMTP_FROM to an address, or use --dry-run.")
    if not host or not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > 65535 or "@" not in settings.smtp_from:
        raise BadQuestion("KB_SMTP is host:port, such as mail.example:587, and KB_SMTP_FROM an e-mail address.")
    return MailServer(
        host, int(port), settings.smtp_from, settings.smtp_user, settings.smtp_password, settings.smtp_security
    )

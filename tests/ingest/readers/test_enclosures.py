"""What a mail or an archive encloses: files by name, within limits, and nothing that is no document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from ingest.readers import Limits, enclosures, read, sniff
from ingest.readers.enclosures import enclosed_files, encloses
from kb.core.errors import FileRefused
from tests.ingest.readers.outlook import outlook_mail

PLAN = b"Action plan\n\nRecommendations\n\n1. Managers should audit files.\n"
SENT = datetime(2021, 5, 3, tzinfo=UTC)
OUTLOOK = outlook_mail(
    "Reply to the review",
    "Dear Ben\r\n\r\nAll staff were trained.\r\n",
    "Ann Roe",
    SENT,
    [("plan.txt", PLAN), ("a.png", b"x")],
)


def archive(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


def names(data: bytes, name: str = "bundle.zip") -> list[str]:
    return [one.name for one in enclosed_files(data, name, Limits())]


def test_an_archive_gives_its_files_without_what_a_system_left_there() -> None:
    data = archive({"review/plan.txt": PLAN, "__MACOSX/._plan.txt": b"x", "review/.DS_Store": b"x", "Thumbs.db": b"x"})
    assert names(data) == ["review/plan.txt"]
    assert enclosed_files(data, "bundle.zip", Limits())[0].data == PLAN


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"inner.zip": b"PK\x03\x04"}, "unpacks_too_large"),
        ({"../plan.txt": PLAN}, "unsafe_archive"),
        ({"/etc/plan.txt": PLAN}, "unsafe_archive"),
        ({"empty/": b""}, "empty"),
        ({f"{number}.txt": b"x" for number in range(201)}, "unpacks_too_large"),
        ({"bomb.txt": b"0" * (8 << 20)}, "unpacks_too_large"),
    ],
)
def test_what_no_honest_archive_holds_is_refused(members: Mapping[str, bytes], code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        names(archive(members))
    assert refused.value.code == code


def test_together_the_files_may_not_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enclosures, "_MOST_BYTES", 100)
    with pytest.raises(FileRefused, match="Unpack it and add the folder"):
        names(outlook_mail("Reply", "Here", "Ann Roe", SENT, [("a.txt", PLAN), ("b.txt", PLAN)]), "reply.msg")


def test_mail_gives_what_is_attached_and_no_pictures() -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Date"] = (
        "Ann Roe <ann@example.org>",
        "Reply",
        "Mon, 03 May 2021 10:00:00 +0000",
    )
    mail.set_content("Our plan is attached.")
    mail.add_attachment(PLAN.decode(), filename="plan.txt")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    assert names(mail.as_bytes(), "reply.eml") == ["plan.txt"]
    assert names(OUTLOOK, "reply.msg") == ["plan.txt"]


def test_a_zip_archive_in_a_mail_is_opened_and_what_cannot_be_opened_is_not_passed_over() -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Two reports", "a@wexmouth.example"
    mail.set_content("Please find them attached.")
    attached = {
        "reports.zip": archive({"Child Teal/review.md": PLAN, "photo.png": b"x"}),
        "cut.zip": archive({"a.txt": PLAN})[:40],
        "nested.zip": archive({"inner.zip": archive({"a.txt": PLAN}), "b.txt": PLAN}),
        "old.7z": b"7z",
        "plan.txt": PLAN,
    }
    for name, data in attached.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    assert names(mail.as_bytes(), "mail.eml") == ["Child Teal/review.md", "cut.zip", "nested.zip", "old.7z", "plan.txt"]


def forward(inner: EmailMessage, subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["Date"] = subject, "b@northby.example", "Mon, 1 Mar 2021 10:00:00 +0000"
    mail.set_content("For information.")
    mail.add_attachment(inner)
    return mail


def test_a_mail_that_was_sent_on_is_opened_with_what_it_encloses() -> None:
    first = EmailMessage()
    first["Subject"], first["From"] = "The review / final", "a@northby.example"
    first.set_content("Enclosed.")
    first.add_attachment(b"# A review", maintype="text", subtype="markdown", filename="review.md")
    outer = bytes(forward(forward(first, "FW: The review"), "FW: FW: The review"))
    found = enclosed_files(outer, "mail.eml", Limits())
    assert [one.name for one in found] == ["FW: The review.eml", "The review - final.eml", "review.md"]
    assert found[-1].data == b"# A review"
    assert read(found[1].data, found[1].name, Limits()).text.startswith("The review / final")
    assert "Attached: FW: The review.eml" in read(outer, "mail.eml", Limits()).notes[0].sentence


@pytest.mark.parametrize(("subject", "called"), [("", "mail.eml"), ("  ", "mail.eml"), ("a/b", "a-b.eml")])
def test_a_mail_that_was_sent_on_always_has_a_name(subject: str, called: str) -> None:
    first = EmailMessage()
    first["Subject"], first["From"] = subject, "a@northby.example"
    first.set_content("Enclosed.")
    (found,) = enclosed_files(bytes(forward(first, "FW")), "mail.eml", Limits())
    assert found.name == called


def test_mails_that_lie_too_deep_in_each_other_are_refused() -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "0", "a@northby.example"
    mail.set_content("Deep.")
    for number in range(12):
        mail = forward(mail, str(number))
    with pytest.raises(FileRefused, match="more than 10 deep"):
        enclosed_files(bytes(mail), "mail.eml", Limits())


def test_outlook_mail_is_read_as_other_mail_is() -> None:
    document = read(OUTLOOK, "reply.msg")
    assert document.format == "msg"
    assert document.text.startswith("Reply to the review\n\nFrom: Ann Roe\nTo: Ben Vane\nDate: 3 May 2021\n\nDear Ben")
    assert [note.code for note in document.notes] == ["attachments"]


def test_damaged_outlook_mail_is_refused_in_words() -> None:
    with pytest.raises(FileRefused, match=r"reply\.msg"):
        read(OUTLOOK[: len(OUTLOOK) // 2], "reply.msg")


@pytest.mark.parametrize(
    ("data", "ending", "expected"),
    [
        (b"PK\x03\x04", ".zip", True),
        (b"PK\x03\x04", ".docx", False),
        (b"From: a", ".eml", True),
        (b"\xd0\xcf\x11\xe0", ".msg", True),
        (b"words", ".txt", False),
    ],
)
def test_only_mail_and_archives_enclose_documents(data: bytes, ending: str, expected: bool) -> None:
    assert encloses(data, ending) is expected


def test_bytes_say_that_it_is_outlook_mail() -> None:
    assert sniff(OUTLOOK, "file") == "msg"

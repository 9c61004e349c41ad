"""Every address of the pages, filled in for a library: what must hold of each page is tested over all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from kb.app.library import Library
from kb.core.document import FROM_PICTURE, Note
from kb.core.model import CollectionItem, Echo, FindingInContext, Kind, Use
from web import urls


def pages(library: Library) -> list[str]:
    """Return the address of each HTML page a reader can open, with names that this library holds."""
    findings = library.findings()
    asked = [one for one in findings if one.finding.kind is Kind.RECOMMENDATION]
    first = (asked or list(findings))[0]
    others = [review.slug for review in library.reviews()]
    gathered = [CollectionItem(one.finding.id, "Read this one aloud.") for one in findings[:2]]
    made = library.new_collection("Training on core groups", gathered, "For Monday.", ["What would you do?"])
    library.change_collection(
        made.edit_key, lambda held: replace(held, uses=(Use("2026-03-14", "Nine health visitors."),))
    )
    threads = library.threads()
    return [
        "/",
        "/search",
        "/search?q=core+groups",
        "/search?q=core+groups&kind=lesson&group=reviews",
        "/search?q=zzzzqqqq&area=Northby",
        "/search?q=core+groups+and+housing+moves+since+2012",
        "/search?theme=cp-plans-core-groups&theme=agency-participation&group=reviews",
        "/search?short=on&from=2022&to=2012&colour=blue",
        "/search?q=" + "core+groups+" * 60 + "drift",
        "/search/texts",
        "/search/texts?q=core+groups",
        "/themes",
        "/themes/cp-plans-core-groups",
        "/themes/suicide-self-harm",
        "/recurrence",
        "/recurrence?by=area&show=share",
        "/recurrence/came-back",
        "/recurrence/history",
        "/recurrence/history?theme=cp-plans-core-groups&q=core+groups",
        "/recurrence/history?theme=cp-plans-core-groups&area=Nowhere",
        "/threads",
        *[f"/threads/{thread.id}" for thread in threads[:1]],
        *[f"/threads/from?finding={alone.finding.id}" for alone in _without_thread(library)],
        *[urls.compare_findings(one.finding, one.echo) for one in _an_echo(library)],
        *[urls.with_params("/judged", [("one", one.finding), ("other", one.echo)]) for one in _an_echo(library)],
        "/compare/theme",
        f"/compare/theme?theme=cp-plans-core-groups&left=review:{others[0]}&right=review:{others[1]}",
        "/cases",
        "/cases?theme=cp-plans-core-groups&age=under-5",
        f"/reviews/{first.review.slug}/quiz",
        "/check",
        "/terms-of-reference?theme=cp-plans-core-groups&theme=domestic-abuse",
        "/reviews",
        "/follow-up",
        f"/reviews/{first.review.slug}",
        f"/reviews/{first.review.slug}/follow-up",
        f"/reviews/{first.review.slug}/{first.finding.id}",
        f"/documents/{first.document.id}",
        f"/documents/{first.document.id}/pages/1?finding={first.finding.id}",
        "/compare/reviews",
        f"/compare/reviews?review={others[0]}&review={others[1]}",
        "/basket",
        f"/collections/{made.key}",
        f"/collections/{made.edit_key}/edit",
        f"/collections/{made.edit_key}/delete",
        "/whats-new",
        "/coverage",
        "/help",
        "/help/searching",
        "/help/support",
        "/help/themes",
        "/help/checked-here",
        "/glossary",
        "/accessibility",
        "/privacy",
        "/cookies",
        "/sources",
        "/api/docs",
        "/sign-in",
        "/desk",
        "/desk/add",
        "/desk/rounds",
        "/desk/publishers",
        "/desk/withdrawn",
        "/desk/themes",
        "/desk/themes/cp-plans-core-groups",
        f"/reviews/{first.review.slug}/correct",
        "/desk/accounts",
        f"/documents/{first.document.id}/withdraw",
        f"/reviews/{first.review.slug}/withdraw",
        "/audit",
        f"/documents/{first.document.id}/check",
        f"/documents/{first.document.id}/correct",
        f"/findings/{first.finding.id}/correct",
        *[urls.correct_page(one.id, 1) for one in library.documents() if any(map(_is_from_picture, one.notes))],
    ]


def _is_from_picture(note: Note) -> bool:
    return note.code in FROM_PICTURE


def _without_thread(library: Library) -> list[FindingInContext]:
    held = {step.holding.finding.id for thread in library.threads() for step in thread.steps}
    return [one for one in library.findings() if one.finding.id not in held][:1]


def _an_echo(library: Library) -> list[Echo]:
    return list(islice((echo for echo in library.all_echoes(1)), 1))


def machines(library: Library) -> list[str]:
    """Return addresses whose answers are not HTML pages."""
    first = library.findings()[0]
    return [
        "/index.json",
        "/search.json?q=core",
        "/search.atom?q=core",
        "/search.feed.json?q=core",
        "/search.csv?q=core",
        "/whats-new.atom",
        "/whats-new.feed.json",
        "/recurrence.csv",
        "/opensearch.xml",
        "/robots.txt",
        "/healthz",
        "/readyz",
        "/suggest?q=core",
        "/api/v1/openapi.json",
        "/api/v1/search?q=core",
        f"/api/v1/findings/{first.finding.id}",
        "/api/v1/downloads/findings.jsonl",
        f"/documents/{first.document.id}/original",
    ]


def faults() -> list[str]:
    """Return addresses that end in an error."""
    return ["/nothing-here", "/reviews/no-such-review", "/findings/0123456789abcdef", "/api/v1/findings?page=x"]

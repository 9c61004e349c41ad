"""Tagged PDF (PDF/UA) of the papers that are handed out: the case pack, the quiz, the panel's follow-up, a history."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kb.core.errors import LibraryUnavailable
from kb.core.expressions import expression
from kb.exports import case_pack as exports_case_pack
from kb.exports import checked_draft as exports_checked_draft
from kb.exports import follow_up as exports_follow_up
from kb.exports import quiz as exports_quiz
from kb.exports.cells import strip_unprintable
from kb.exports.citations import beside, sources
from kb.exports.history import IN_ORDER, LANES, history_entry, rows_of_years
from kb.exports.payloads import CheckedDraft, ExportHead, FollowedUp, History, Pack, Quiz
from kb.text.formatting import shorten
from kb.text.masking import mask

ENDING = "pdf"
MEDIA = "application/pdf"
LABEL = "PDF (tagged, to print or send)"
SHORT = "PDF"
PLACE = 3
MADE_WHOLE = True

MISSING = (
    "PDF files cannot be made here, because the Pango library is missing. Install libpango-1.0-0, libpangoft2-1.0-0 "
    "and libharfbuzz-subset0 (Debian's names), or take the Word form."
)

# Setting a run without a space takes time by the square of its length: 11 seconds for 24,000 characters. A run longer
# than any address is given places where a line may end.
_ENDLESS = expression(r"\S{300,}")
_SHORT = expression(r"\S{1,80}")


def follow_up(payload: FollowedUp, head: ExportHead) -> tuple[bytes]:
    """Write a panel paper. Raises LibraryUnavailable where Pango is missing."""
    return _render_pdf(
        "follow_up.html",
        head,
        summary=exports_follow_up.summary(payload.rows, head.vocabulary),
        care=exports_follow_up.CARE,
        entries=exports_follow_up.entries(payload.rows, head),
        sources=sources(exports_follow_up.holdings(payload.rows), head.date),
    )


def case_pack(payload: Pack, head: ExportHead) -> tuple[bytes]:
    """Write a case pack. Raises LibraryUnavailable where Pango is missing."""
    return _render_pdf("pack.html", head, pack=exports_case_pack.lay_out(payload, head), fixed=exports_case_pack)


def quiz(payload: Quiz, head: ExportHead) -> tuple[bytes]:
    """Write a quiz with its answers on a sheet of their own. Raises LibraryUnavailable where Pango is missing."""
    return _render_pdf(
        "quiz.html",
        head,
        quiz=exports_quiz.lay_out(payload, head),
        support=exports_case_pack.SUPPORT,
    )


def history(payload: History, head: ExportHead) -> tuple[bytes]:
    """Write what was said on a matter in date order. Raises LibraryUnavailable where Pango is missing."""
    return _render_pdf(
        "history.html",
        head,
        summary=mask(payload.said),
        care=exports_follow_up.CARE,
        years=rows_of_years(one.holding for one in payload.events),
        lanes=LANES,
        order=IN_ORDER,
        entries=[history_entry(one, head) for one in payload.events],
        sources=sources((one.holding for one in payload.events), head.date),
    )


def checked_draft(payload: CheckedDraft, head: ExportHead) -> tuple[bytes]:
    """Write what the library holds on each finding of a draft. Raises LibraryUnavailable where Pango is missing."""
    return _render_pdf(
        "checked_draft.html",
        head,
        summary=exports_checked_draft.summary(payload),
        care=exports_checked_draft.CARE,
        entries=[(one, list(map(exports_checked_draft.match_entry, one.matches))) for one in payload.entries],
        questions=exports_checked_draft.QUESTIONS,
        asked=[(held.finding.text, beside(held)) for held in payload.asked],
        sources=sources(exports_checked_draft.holdings(payload), head.date),
    )


def _render_pdf(template: str, head: ExportHead, **values: Any) -> tuple[bytes]:  # templates take any value
    html = _templates().get_template(template).render(head=head, about=head.about, **values)
    return (_pdf(html),)


def _pdf(html: str) -> bytes:
    # Imported late: it loads Pango, which is slow, and not on every machine.
    try:
        from weasyprint import HTML
    except OSError as error:
        raise LibraryUnavailable(MISSING) from error
    made: bytes = HTML(string=html, url_fetcher=_nothing).write_pdf(pdf_variant="pdf/ua-1")
    return made


def _nothing(url: str, *_: Any, **__: Any) -> Any:
    """Fetch nothing: a paper is made of its own words alone."""
    raise ValueError(f"A paper fetches nothing, so not {url[:80]}")


def _breakable_text(value: object) -> object:
    """Return a text as it can be set; what a macro made of such texts stays as it is."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return _ENDLESS.sub(lambda run: "\u200b".join(_SHORT.findall(run.group())), strip_unprintable(value))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("kb.exports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_breakable_text,
    )
    made.filters |= {"masked": mask, "shortened": shorten}
    return made


WRITERS = {FollowedUp: follow_up, Pack: case_pack, Quiz: quiz, History: history, CheckedDraft: checked_draft}

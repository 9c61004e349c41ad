"""Word papers: a list of quotations, a panel's follow-up of recommendations, a table of recurrence, a case pack."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from kb.core.model import FindingInContext
from kb.core.recurrence_values import FIRST_STEP_REASON, ThreadStep
from kb.exports import case_pack as exports_case_pack
from kb.exports import checked_draft as exports_checked_draft
from kb.exports import follow_up as exports_follow_up
from kb.exports import payloads
from kb.exports import quiz as exports_quiz
from kb.exports.case_pack import LaidOut, Quotation, TrainerQuestion
from kb.exports.citations import beside, publication_time, sources
from kb.exports.follow_up import RecommendationEntry
from kb.exports.history import IN_ORDER, LANES, history_entry, rows_of_years
from kb.exports.word import WordPaper, add_summary
from kb.text.formatting import count_phrase, join_words, shorten
from kb.text.masking import mask
from kb.text.quoting import quoted_words
from kb.vocabulary.labels import name, status_label, theme_labels
from kb.vocabulary.labels import sources as reviews_in_words


def findings(payload: payloads.Findings, head: payloads.ExportHead) -> tuple[bytes]:
    """Write findings as quotations with their citations, and a list of sources."""
    holdings = list(payload.holdings)
    among = reviews_in_words((held.review for held in holdings), head.vocabulary)
    paper = WordPaper(head)
    add_summary(
        paper,
        head,
        f"{count_phrase(len(holdings), 'finding')} in {among}",
    )
    _warn(paper, exports_case_pack.content_subjects(payload, holdings))
    paper.heading("Findings")
    for held in holdings:
        themes = "; ".join(theme_labels(held.finding, head.vocabulary))
        said = quoted_words(held.finding)
        paper.heading(name(held, head.vocabulary), 2)
        if said.lead:
            paper.text(said.lead, kept=True)
        paper.quotation(said.words, beside(held), head.address(held.finding.id), said.chief, kept=bool(themes))
        if themes:
            paper.text(themes, bold="Themes:", style="Source")
    _sources(paper, sources(holdings, head.date))
    return (paper.to_bytes(),)


def _warn(paper: WordPaper, subjects: Sequence[str]) -> None:
    """Say before any quotation what the cases describe, and where support is."""
    if not subjects:
        return
    paper.text(f"these words come from cases that include {join_words(subjects)}.", bold="Before you read:")
    paper.heading("Where to get support", 2)
    paper.items(exports_case_pack.SUPPORT)


def follow_up(payload: payloads.FollowedUp, head: payloads.ExportHead) -> tuple[bytes]:
    """Write a panel paper: each recommendation of a review, what was answered, and what was found later."""
    entries = exports_follow_up.entries(payload.rows, head)
    paper = WordPaper(head)
    add_summary(paper, head, exports_follow_up.summary(payload.rows, head.vocabulary))
    paper.text(exports_follow_up.CARE)
    paper.heading("Summary")
    paper.table(
        ["Recommendation", "Who must act", "By when", "Status", "Possible matches in later sources"],
        [[shorten(one.short_text, 180), one.owner, one.due, one.status, str(len(one.later))] for one in entries],
        [3.4, 2, 1.4, 2.2, 1.2],
        "Each recommendation with its owner, date, status and the number of later findings",
    )
    paper.heading("Each recommendation")
    for one in entries:
        _recommendation(paper, one)
    _sources(paper, sources(exports_follow_up.holdings(payload.rows), head.date))
    return (paper.to_bytes(),)


def _recommendation(paper: WordPaper, one: RecommendationEntry) -> None:
    paper.heading(one.name, 2)
    if one.lead_in:
        paper.text(one.lead_in, kept=True)
    paper.quotation(one.words, one.citation, one.address, kept=True)
    paper.text(one.status, bold="Status:")
    if one.actions:
        paper.heading("Actions and responses recorded", 3)
    for action in one.actions:
        paper.quotation(action.words, action.citation, action.address, kept=True)
        paper.text(action.status or "not stated", bold="Status:", style="Source")
        paper.text(action.why, bold="Linked because:", style="Source")
    paper.heading("Later findings in this library", 3)
    if not one.later:
        paper.text("No later finding in this library is linked to this recommendation.")
    for later in one.later:
        paper.text(later.name, bold=f"{later.near}:", kept=True)
        paper.quotation(later.words, later.citation, later.address, kept=True)
        paper.text(later.why, bold="Why:", style="Source")


def threads(payload: payloads.Threads, head: payloads.ExportHead) -> tuple[bytes]:
    """Write lessons through time, each with its steps in order of date."""
    told = list(payload.threads)
    paper = WordPaper(head)
    add_summary(paper, head, count_phrase(len(told), "lesson over time", "lessons over time"))
    paper.text(exports_follow_up.CARE)
    for thread in told:
        paper.heading(mask(thread.title))
        paper.text(mask(thread.summary))
        for step in thread.steps:
            _step(paper, step, head)
    _sources(paper, sources((step.holding for thread in told for step in thread.steps), head.date))
    return (paper.to_bytes(),)


def _step(paper: WordPaper, step: ThreadStep, head: payloads.ExportHead) -> None:
    held = step.holding
    stage, time = exports_follow_up.STAGES[step.stage], publication_time(held) or "no date stated"
    paper.heading(f"{stage}, {time}: {held.review.title}", 2)
    said = quoted_words(held.finding)
    if said.lead:
        paper.text(said.lead, kept=True)
    paper.quotation(said.words, beside(held), head.address(held.finding.id), said.chief, kept=True)
    if step.status:
        paper.text(status_label(step.status, head.vocabulary), bold="Status:", style="Source")
    if step.why == FIRST_STEP_REASON:
        paper.text("The other findings were compared with this one.", style="Source")
        return
    judged = {
        True: "checked by a person: the same lesson",
        False: "checked by a person: different",
        None: "possible match, not yet checked",
    }[step.accepted]
    paper.text(f"{mask(step.why)} ({judged})", bold="Matched because:", style="Source")


def history(payload: payloads.History, head: payloads.ExportHead) -> tuple[bytes]:
    """Write what was said on a matter, in the order of time, as a table with every quotation whole."""
    paper = WordPaper(head, landscape=True)
    add_summary(paper, head, payload.said)
    paper.text(exports_follow_up.CARE)
    by_year = rows_of_years(one.holding for one in payload.events)
    if len(by_year) > 1:
        paper.heading("Findings by year")
        rows = [[years, *(str(numbers[lane]) for lane in LANES)] for years, numbers in by_year]
        paper.table(["Year", *LANES], rows, [1] * (len(LANES) + 1), "How many findings of each sort in each year")
    paper.heading(IN_ORDER)
    paper.table(
        ["Date", "What it is", "Words", "Source"],
        [
            [row.date, "\n".join(row.what), f"“{row.words}”", row.source]
            for row in (history_entry(one, head) for one in payload.events)
        ],
        [1.5, 1.8, 5, 2.4],
        "What was said, recommended and done, and what was found again, in date order",
    )
    _sources(paper, sources((one.holding for one in payload.events), head.date))
    return (paper.to_bytes(),)


def quiz(payload: payloads.Quiz, head: payloads.ExportHead) -> tuple[bytes]:
    """Write a quiz: the case and the questions, and on a page of its own what the review found."""
    laid = exports_quiz.lay_out(payload, head)
    paper = WordPaper(head)
    if laid.notice:
        paper.text(laid.notice.removeprefix("Before you read: "), bold="Before you read:")
    paper.heading("Where to get support", 2)
    paper.items(exports_case_pack.SUPPORT)
    paper.text(laid.lead)
    paper.heading(laid.heading)
    if laid.told:
        paper.quotation(laid.told, f"From {laid.told_in}")
    else:
        paper.text(laid.untold)
    paper.heading("Questions")
    for one in laid.answers:
        paper.box(one.words, 2, kept=one is not laid.answers[-1])  # all on one sheet, for who writes on it
    paper.heading(laid.answers_head, on_new_page=True)
    for one in laid.answers:
        paper.heading(one.words, 2)
        for said in one.quotations:
            if said.lead_in:
                paper.text(said.lead_in)
            paper.quotation(said.words, said.citation, said.address, said.shown_by)
    _about_list(paper, head, "About this quiz")
    return (paper.to_bytes(),)


def case_pack(payload: payloads.Pack, head: payloads.ExportHead) -> tuple[bytes]:
    """Write a case pack for a training room."""
    laid = exports_case_pack.lay_out(payload, head)
    paper = WordPaper(head)
    for part in laid.introduction:
        paper.text(part)
    paper.heading("Before you start")
    for said in exports_case_pack.WARNING:
        paper.text(said)
    paper.heading("Where to get support", 2)
    paper.items(exports_case_pack.SUPPORT)
    paper.text(exports_case_pack.CARE)
    _session(paper)
    _cases(paper, laid)
    paper.heading("More questions" if len(laid.other_questions) < len(laid.questions) else "Questions")
    paper.items(_question_words(one) for one in laid.other_questions)
    _words_to_know(paper, laid)
    _sources(paper, laid.sources)
    _about_list(paper, head)
    _record(paper, laid.used)
    return (paper.to_bytes(),)


def contrast(payload: payloads.Contrast, head: payloads.ExportHead) -> tuple[bytes]:
    """Write a handout of two columns, to be compared across."""
    paper = WordPaper(head, landscape=True)
    if payload.said:
        paper.text(mask(payload.said))
    for said in exports_case_pack.WARNING[:1]:
        paper.text(said)
    left, right = ([_cell(held, head) for held in side] for side in payload.sides)
    paper.table(
        [mask(head) for head in payload.heads],
        list(zip_longest(left, right, fillvalue="")),
        [1, 1],
        f"Findings side by side: {payload.heads[0]} on the left, {payload.heads[1]} on the right",
        led=True,
    )
    paper.heading("Questions to discuss")
    paper.items(exports_case_pack.CONTRASTING, numbered=True)
    _sources(paper, sources((held for side in payload.sides for held in side), head.date))
    _about_list(paper, head, "About this handout")
    return (paper.to_bytes(),)


def _cell(held: FindingInContext, head: payloads.ExportHead) -> str:
    return f"{name(held, head.vocabulary)}\n“{quoted_words(held.finding).words}”\n{beside(held)}"


def _session(paper: WordPaper) -> None:
    paper.heading("Session plan")
    heads = ["Part", "What happens", *(f"{length} min" for length in exports_case_pack.LENGTHS)]
    rows = [
        [stage.name, stage.what, *(str(n) if n else "–" for n in stage.minutes)] for stage in exports_case_pack.SESSION
    ]
    paper.table(heads, rows, [2, 6, 1.3, 1.3, 1.3], "Minutes for each part in a session of 20, 40 or 60 minutes")


def _cases(paper: WordPaper, laid: LaidOut) -> None:
    for case in laid.cases:
        paper.heading(case.heading)
        for label, words in case.facts:
            paper.text(words, bold=f"{label}:", kept=True)
        if case.notice:
            paper.text(case.notice.removeprefix("Before you read: "), bold="Before you read:", kept=True)
        if case.told:
            paper.heading("What happened, quoted from the review", 2)
            paper.quotation(case.told, f"From {case.told_in}")
        elif case.untold:
            paper.box(case.untold.rstrip(":"))
        for one in case.quotations:
            _add_quotation(paper, one)
        if case.questions:
            paper.heading(f"Questions: {case.title}", 2)
            paper.items(_question_words(one) for one in case.questions)


def _add_quotation(paper: WordPaper, one: Quotation) -> None:
    paper.heading(one.what, 2)
    if one.lead_in:
        paper.text(one.lead_in, kept=True)
    kept = bool(one.themes or one.note)
    if one.again:
        paper.text(one.again, kept=True)
        paper.place(one.citation, one.address, kept=kept)
    else:
        paper.quotation(one.words, one.citation, one.address, one.shown_by, kept=kept)
    if one.themes:
        paper.text("; ".join(one.themes), bold="Themes:", style="Source")
    if one.note:
        paper.text(one.note, bold="Trainer's note:")


def _question_words(question: TrainerQuestion) -> str:
    return f"{question.words} ({question.origin})" if question.origin else question.words


def _words_to_know(paper: WordPaper, laid: LaidOut) -> None:
    if laid.themes:
        paper.heading("What the themes mean")
        for label, definition in laid.themes:
            paper.text(definition, bold=f"{label}:")
    if laid.short_forms:
        paper.heading("Abbreviations")
        for short, written_out in laid.short_forms:
            paper.text(written_out, bold=f"{short}:")


def _record(paper: WordPaper, used: tuple[str, ...]) -> None:
    paper.heading("How this pack was used", on_new_page=True)
    paper.text("Fill this in after the session. Give it to the person who follows up learning in your organisation.")
    if used:
        paper.heading("Sessions so far", 2)
        paper.items(used)
        paper.heading("This session", 2)
    paper.table(
        ["What", "Your words"], [[one, "\n\n"] for one in exports_case_pack.RECORD], [2, 4], "Record of the session"
    )


def checked_draft(payload: payloads.CheckedDraft, head: payloads.ExportHead) -> tuple[bytes]:
    """Write for the minutes what the library holds on each finding of a draft."""
    paper = WordPaper(head)
    add_summary(paper, head, exports_checked_draft.summary(payload))
    paper.text(exports_checked_draft.CARE)
    for number, one in enumerate(payload.entries, 1):
        paper.heading(f"{number}. {one.kind}")
        paper.text(one.words, bold="Draft:")
        paper.text(one.measure)
        if one.often:
            paper.text(one.often)
        if one.notes:
            paper.heading("What could be clearer", 2)
            paper.items(one.notes)
        for match in map(exports_checked_draft.match_entry, one.matches):
            paper.text("", bold=f"{match.measure}:", kept=True)
            paper.quotation(match.words, match.citation, kept=True)
            if match.status:
                paper.text(match.status, bold="Status:", style="Source")
            paper.text(match.why, bold="Matched because:", style="Source")
    if payload.asked:
        paper.heading(exports_checked_draft.QUESTIONS)
        for held in payload.asked:
            paper.quotation(held.finding.text, beside(held))
    _sources(paper, sources(exports_checked_draft.holdings(payload), head.date))
    return (paper.to_bytes(),)


def _about_list(paper: WordPaper, head: payloads.ExportHead, heading: str = "About this pack") -> None:
    paper.heading(heading)
    for number, (label, words) in enumerate(head.about, 1):
        paper.text(mask(words), bold=f"{label}:", kept=number < len(head.about))  # together on one page


def _sources(paper: WordPaper, cited: tuple[str, ...]) -> None:
    paper.heading("Sources")
    for one in cited:
        paper.text(one)

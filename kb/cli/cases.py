"""`kb cases`: cases for a training room, in the words of their reviews, each with its content notice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from kb.cli.speaking import library, say, say_json
from kb.core.case_values import AGE_SPANS, Case, CaseMatch
from kb.core.errors import BadQuestion
from kb.exports.case_pack import passage_place
from kb.exports.records import case_match_record, case_record
from kb.text.formatting import count_phrase, join_words, shorten
from kb.text.masking import mask
from kb.text.notices import notice_sentence

_LINE = 200  # characters of a finding in a list
_QUOTED = 3  # findings of a case


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(cases)


def cases(
    review: Annotated[str, typer.Argument(help="A review's short name (slug); without one, cases on a theme.")] = "",
    theme: Annotated[str, typer.Option(help="A theme, by its short name (slug).")] = "",
    age: Annotated[str, typer.Option(help=f"With --theme: {', '.join(AGE_SPANS)}.")] = "",
    without: Annotated[
        str,
        typer.Option(
            help="With --theme: leave out cases on this theme; SLUG:described keeps those that only mention it."
        ),
    ] = "",
    praise: Annotated[bool, typer.Option("--went-well", help="With --theme: cases with good practice.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Show the cases of a review, or those on a theme, in the words of their documents, with a content notice."""
    if bool(review) == bool(theme):
        raise BadQuestion("Name either a review or a theme: `kb cases REVIEW` or `kb cases --theme THEME`.")
    with library() as opened:
        if review:
            of_review = opened.cases(review)
            if as_json:
                say_json([case_record(one) for one in of_review])
            for one in () if as_json else of_review:
                say("", *_case_lines(one))
            return
        found = opened.cases_on_theme(theme, age, without, praise)
    if as_json:
        say_json([case_match_record(one, opened.vocabulary) for one in found.matches])
        return
    say(
        f"{count_phrase(len(found.matches), 'case')} on this theme. {found.fitting} of them have a summary of what "
        f"happened and {'good practice' if praise else 'learning'} on the theme."
        if found.matches
        else "There are no cases on this theme in the library."
    )
    if found.left:
        left = count_phrase(found.left, "older review")
        say(f"Only the newest {found.looked_at} reviews on this theme were searched; {left} left out.")
    for match in found.matches:
        say("", *_match_lines(match))


def _case_lines(case: Case) -> Sequence[str]:
    """Return a case as lines: its review, the notice, the words and where they stand."""
    number = f", case {case.number} of {case.cases}" if case.cases > 1 and case.number else ""
    lines = [f"{case.review.title} ({case.review.slug}){number}"]
    if case.notice.all_subjects:
        lines.append(f"    {notice_sentence(case.notice)}")
    if case.story is None:
        outside = "These findings are not about a single case."
        return [*lines, f"    {outside if case.cases else 'No document of it tells what happened.'}"]
    lines += [f"    {line}" for line in mask(case.story.words).splitlines()]
    ages = f" · ages stated: {'; '.join(case.ages)}" if case.ages else ""
    return [*lines, f"    {mask(passage_place(case.story, case.review))}{ages}"]


def _match_lines(match: CaseMatch) -> Sequence[str]:
    lines = [*_case_lines(match.case)]
    if match.lacks:
        lines.append(f"    Not counted: {join_words([one.value for one in match.lacks])}.")
    for held in match.holdings[:_QUOTED]:
        lines.append(f"    - {shorten(mask(held.finding.text), _LINE)} · {held.finding.id}")
    return lines

"""Ask the library: search, list, trace, recurrence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from kb.app.answer_question import AnsweredQuestion
from kb.app.library import Library
from kb.app.reports import NearMiss
from kb.app.search_notices import search_notices
from kb.cli.speaking import library, say, say_json, say_table
from kb.core.errors import BadQuestion
from kb.core.model import FindingInContext, Reading, StatedValue
from kb.core.recurrence_values import TableChoice, ThemeTable
from kb.exports.citations import publication_time
from kb.exports.records import finding_record
from kb.text.formatting import count_phrase, gap, shorten
from kb.text.masking import mask
from kb.vocabulary import Vocabulary
from kb.vocabulary.labels import finding_kind_label, publication_date
from search.facets import FACETS, fold
from search.highlight import window
from search.port import Query, Results

_LINE = 200  # characters of a finding in a list


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(search)
    app.command("list")(list_)
    app.command()(trace)
    app.command()(recurrence)


def search(
    words: Annotated[list[str] | None, typer.Argument(help="Words, phrases in quotes, or nothing for all.")] = None,
    theme: Annotated[
        list[str] | None, typer.Option(help="A theme, by short name (slug) or label; may be given again.")
    ] = None,
    kind: Annotated[list[str] | None, typer.Option(help="A kind of finding; may be given again.")] = None,
    area: Annotated[list[str] | None, typer.Option(help="An area; may be given again.")] = None,
    year: Annotated[str, typer.Option(help="A year or a stretch of years: 2019, 2015..2022, 2015.., ..2022.")] = "",
    where: Annotated[
        list[str] | None, typer.Option(help=f"Any other filter as NAME=VALUE; names: {', '.join(FACETS)}.")
    ] = None,
    sort: Annotated[str, typer.Option(help="relevance, newest, oldest or recurring.")] = "relevance",
    page: Annotated[int, typer.Option(min=1)] = 1,
    size: Annotated[int, typer.Option(min=1, max=100, help="Most findings to show.")] = 10,
    texts: Annotated[
        bool, typer.Option("--texts", help="Search the text of all documents instead, also of those without findings.")
    ] = False,
    exact: Annotated[bool, typer.Option("--exact", help="Do not search synonyms as well.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Search the findings; each comes with its review, its page and its themes."""
    if texts:
        if theme or kind or area or year or where:
            raise BadQuestion("--texts searches whole documents by words alone; leave the other options out.")
        _search_texts(" ".join(words or ()), page, size, as_json=as_json)
        return
    chosen = [*_pairs("theme", theme), *_pairs("kind", kind), *_pairs("area", area), *map(_pair, where or ())]
    with library() as opened:
        query = Query(
            " ".join(words or ()), _filters(chosen, opened), _years(year), sort, page, size, synonyms=not exact
        )
        answered = opened.ask(query)
        notices = search_notices(answered, opened.vocabulary)
        if as_json:
            say_json(_search_record(answered, notices, opened.vocabulary))
        else:
            _say_results(answered.results, notices, answered.findings, opened)


def _search_record(answered: AnsweredQuestion, notices: Sequence[str], vocabulary: Vocabulary) -> dict[str, object]:
    return {
        "total": answered.results.total,
        "reviews": answered.results.reviews,
        "notices": notices,
        "facets": dict(answered.results.facets),
        "findings": [finding_record(one, vocabulary) for one in answered.findings],
    }


def _search_texts(question: str, page: int, size: int, *, as_json: bool) -> None:
    with library() as opened:
        found = opened.find_texts(question, page, size)
        named = [(one, opened.document(one.document)) for one in found.texts]
        said = {place: _best_sentences(place.text, found.highlights) for one in found.texts for place in one.pages}
    if as_json:
        texts = [
            {
                "document": one.document,
                "name": held.name,
                "review": held.review,
                "matches": one.count,
                "places": [{"page": place.page, "text": said[place]} for place in one.pages],
            }
            for one, held in named
        ]
        say_json({"total": found.total, "texts": texts})
        return
    say(f"In full texts: {count_phrase(found.total, 'document')}.")
    for one, held in named:
        say("", f"{held.name} · {held.review} · {one.document}")
        say(*(f"    {f'page {place.page}: ' if place.page else ''}{said[place]}" for place in one.pages))


def _best_sentences(text: str, highlights: Sequence[str]) -> str:
    """Return the sentences of a page that have most of the words, without contact details."""
    flat = " ".join(text.split())
    start, end = window(flat, highlights, _LINE)
    return mask(flat[start:end])


def _pairs(name: str, values: list[str] | None) -> list[tuple[str, str]]:
    return [(name, value) for value in values or ()]


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals or name not in FACETS:
        raise BadQuestion(f"--where takes NAME=VALUE, where NAME is one of {', '.join(FACETS)}; not {given!r}.")
    return name, value


def _filters(chosen: list[tuple[str, str]], opened: Library) -> dict[str, tuple[str, ...]]:
    filters: dict[str, tuple[str, ...]] = {}
    for name, value in chosen:
        filters[name] = (*filters.get(name, ()), _resolve_slug(name, value, opened))
    return filters


def _resolve_slug(name: str, value: str, opened: Library) -> str:
    """Return the slug of what was given as a slug or a label; a facet without a list takes any value."""
    labels = FACETS[name].labels(opened.vocabulary)
    for slug, label in labels.items():
        if fold(value) in (fold(slug), fold(label)):
            return slug
    if labels:
        raise BadQuestion(f"There is no {name.replace('_', ' ')} {value!r}. It can be: {', '.join(sorted(labels))}.")
    return value


def _years(text: str) -> tuple[int | None, int | None]:
    first, dots, last = text.partition("..")
    try:
        begin, end = (int(part) if part else None for part in (first, last if dots else first))
    except ValueError:
        raise BadQuestion(f"A year is written 2019, and years 2015..2022; not {text!r}.") from None
    return begin, end


def _say_results(
    results: Results, notices: tuple[str, ...], holdings: tuple[FindingInContext, ...], opened: Library
) -> None:
    found = count_phrase(results.total, "finding")
    say(f"{found} in {count_phrase(results.reviews, 'source')}." if results.total else "No findings.", *notices)
    if results.also:
        say(f"Also searched: {', '.join(results.also)}.")
    if results.did_you_mean:
        say(f"Did you mean: {results.did_you_mean}?")
    for holding in holdings:
        say("", *_describe_finding(holding, opened))


def _describe_finding(holding: FindingInContext, opened: Library) -> tuple[str, str]:
    finding = holding.finding
    where = [holding.review.title, publication_date(holding)[:4]]
    where.append(f"page {finding.span.page}" if finding.span.page else " > ".join(finding.heading[-1:]))
    themes = ", ".join(finding.themes)
    head = ", ".join(part for part in where if part)
    kind = finding_kind_label(finding, opened.vocabulary)
    return shorten(finding.text, _LINE), f"    {kind} · {head}{f' · {themes}' if themes else ''} · {finding.id}"


def list_(as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False) -> None:
    """List the documents in the library with the ids that other commands need."""
    with library() as opened:
        documents = opened.every_document()
        if as_json:
            say_json(documents)
            return
        rows = [(one.id, one.added[:10], str(one.findings), one.review, one.name) for one in documents]
    if not rows:
        say("There are no documents in this library yet. `kb add FOLDER` adds some.")
        return
    say_table(("document", "added", "findings", "review", "file"), rows)


def trace(
    file: Annotated[Path, typer.Argument(help="The file to look at; nothing of it is kept.")],
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, with the whole text.")] = False,
) -> None:
    """Show what each step of reading found in a file: notes, blocks, findings, themes, answers."""
    with library() as opened:
        reading = opened.trace(file)
        near = opened.near_misses(reading)
    if as_json:
        say_json(reading)
        return
    say(
        *_about_lines(reading),
        *_section_lines(reading),
        *_finding_lines(reading),
        *_near_lines(near),
        *_answer_lines(reading),
    )


def _about_lines(reading: Reading) -> list[str]:
    document, about = reading.document, reading.about
    lines = [
        f"READ  {document.name}: {document.format}, {count_phrase(len(document.pages), 'page')}, "
        f"{count_phrase(len(document.text), 'character')}"
    ]
    lines += [f"      by {document.engine}" if document.engine else ""]
    lines += [
        f"      note {note.code}{f' on page {note.page}' if note.page else ''}: {note.sentence}"
        for note in document.notes
    ]
    lines += ["", "BLOCKS"]
    for block in document.blocks:
        role = f"{block.role.value}{block.level or ''}{' +' if block.continues else ''}"
        place = f"p{document.page_of(block.start)} " if document.pages else ""
        lines.append(f"      {place}{role:<11} {block.marker} {shorten(document.text[block.start : block.end], 100)}")
    lines += ["", "ABOUT"]
    for name in about.__dataclass_fields__:
        stated: StatedValue | None = getattr(about, name)
        lines.append(f"      {name}: {f'{stated.value} ({stated.where})' if stated else 'not stated'}")
    return [line for line in lines if line is not None]


def _section_lines(reading: Reading) -> list[str]:
    lines = ["", "SECTIONS"]
    for section in reading.sections:
        path = " > ".join(section.path) or "(before the first heading)"
        lines.append(f"      {path}  [{section.sort or 'no sort'}, {len(section.blocks)} blocks]")
    return lines


def _finding_lines(reading: Reading) -> list[str]:
    lines = ["", f"FINDINGS  {len(reading.findings)}"]
    for finding in reading.findings:
        where = f"p{finding.span.page}" if finding.span.page else " > ".join(finding.heading)
        lines += [
            f"  {finding.kind.value}  {where}  {finding.id}",
            f"      {finding.text}",
            f"      why: {finding.why}",
        ]
        lines += [f"      shown by: {finding.evidence_words}"] if finding.evidence_words else []
        for tag in finding.tags:
            words = "; ".join(f"{one.words!r} by {one.means.value} in {one.where}" for one in tag.evidence)
            lines.append(f"      theme {tag.theme} ({tag.certainty.value}, {tag.confidence:.2f}): {words}")
        if finding.agencies:
            lines.append(f"      agencies: {', '.join(agency.slug for agency in finding.agencies)}")
    return lines


def _near_lines(near: tuple[NearMiss, ...]) -> list[str]:
    """Return the lines about statements that came near the bar, for a keeper who may think otherwise."""
    if not near:
        return []
    lines = ["", f"JUST UNDER THE BAR  {len(near)}"]
    for one in near:
        lines += [f"  {one.kind.value}  {one.text}", f"      why not: {one.why}"]
    return lines


def _answer_lines(reading: Reading) -> list[str]:
    lines = ["", f"ANSWERS  {len(reading.answers)}"]
    return lines + [f"      {one.action} answers {one.recommendation}: {one.why}" for one in reading.answers]


def recurrence(
    theme: Annotated[str | None, typer.Option(help="One theme, by its short name (slug).")] = None,
    area: Annotated[str | None, typer.Option(help="One area.")] = None,
    review_type: Annotated[str | None, typer.Option(help="One type of review, by its short name (slug).")] = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="A kind of finding, by its short name (slug); may be given again.")
    ] = None,
    polarity: Annotated[str, typer.Option(help="Only what went well or badly: working_well or failing.")] = "",
    agency: Annotated[str, typer.Option(help="Only findings that name this agency, by its short name (slug).")] = "",
    by: Annotated[str, typer.Option(help="Columns: year, area or review_type.")] = "year",
    came_back: Annotated[
        bool, typer.Option("--came-back", help="List lessons that a later source found again after a recorded action.")
    ] = False,
    since: Annotated[
        int | None, typer.Option(help="Reviews of this year or later; with --came-back, lessons said since.")
    ] = None,
    until: Annotated[int | None, typer.Option(help="Reviews of this year or earlier.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Show what recurs: in how many reviews each theme is found, by year, area or type; and lessons over time."""
    if came_back:
        _say_came_back(area, since, theme, as_json=as_json)
        return
    chosen = TableChoice(area or "", review_type or "", tuple(kind or ()), polarity, agency, since or 0, until or 0)
    with library() as opened:
        table = opened.recurrence(by, chosen, theme=theme)
        threads = opened.threads(theme, area) if theme or area else ()
        themes = opened.vocabulary.themes
    if as_json:
        say_json({"table": table, "threads": threads})
        return
    _say_counts(table, chosen, {slug: theme.label for slug, theme in themes.items()})
    for thread in threads:
        say("", f"{thread.title}: {thread.summary}")
        for step in thread.steps:
            say(_dated_line(step.stage.value.replace("_", " "), step.holding))


def _say_counts(table: ThemeTable, chosen: TableChoice, labels: Mapping[str, str]) -> None:
    counted = count_phrase(table.all_reviews - table.inspections, "review")
    more = f" and {count_phrase(table.inspections, 'inspection')}" if table.inspections else ""
    what = "findings of this kind" if chosen.counts_all else "problems, lessons and recommendations"
    say(f"Counts of {counted}{more} with {what} on a theme; “well” counts those in which it went well.")
    rows = []
    for row in table.rows:
        cells = (str(row.reviews.get(column) or "·") for column in table.columns)
        rows.append((labels.get(row.theme, row.theme), str(row.total_reviews), str(row.total_praised or "·"), *cells))
    rows.append(("all", str(table.all_reviews), "", *(str(table.bases.get(c, 0)) for c in table.columns)))
    say_table(("theme", "in", "well", *table.columns), rows)


def _say_came_back(area: str | None, since: int | None, theme: str | None, *, as_json: bool) -> None:
    with library() as opened:
        found = opened.came_back(area, since, theme)
    if as_json:
        say_json(found)
        return
    say(f"{count_phrase(len(found), 'lesson')} found again after a recorded action. Check each one before you use it.")
    for one in found:
        status = one.action.finding.status.value.replace("_", " ") if one.action.finding.status else "no status stated"
        say("", f"{one.confidence.value}; {gap(0, one.gap or 0)}{', in another area' if one.elsewhere else ''}")
        if one.first is not None:
            say(_dated_line("first", one.first))
        say(_dated_line(f"action ({status})", one.action), _dated_line("found again", one.later))


def _dated_line(what: str, held: FindingInContext) -> str:
    return (
        f"    {publication_time(held) or 'undated'}  {what}  {held.review.title}: {shorten(held.finding.text, _LINE)}"
    )

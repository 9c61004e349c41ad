"""`kb mcp`: the library as read-only tools of the Model Context Protocol; each finding with words, page and address.

The `mcp` package is an extra: `pip install 'learning-library[mcp]'`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Annotated

import typer

from kb.app.library import Library
from kb.app.search_notices import search_notices
from kb.app.topic import stated_topic
from kb.cli.speaking import library
from kb.core.errors import KbError, LibraryUnavailable
from kb.core.model import FindingInContext
from kb.exports.citations import beside, publication_time
from kb.exports.follow_up import STAGES, event_status
from kb.exports.records import finding_path
from kb.text.formatting import place
from kb.text.masking import mask
from kb.vocabulary.labels import name, polarity_label, theme_label
from search.port import Query

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

MOST = 20  # findings of one answer
MISSING = "The package `mcp` is not installed. Install it with: pip install 'learning-library[mcp]'"
INSTRUCTIONS = (
    "A library of published learning reviews. Every finding is quoted word for word: repeat its quotation with its "
    "source, page and address. What is “similar” was matched by wording and nobody has checked it. Names are the "
    "pseudonyms that the reviews use: do not try to identify anyone."
)


# Without slots: the schema of an answer is read from its class, where slots look like defaults.
@dataclass(frozen=True)
class QuotedFinding:
    """A finding as a tool answers it."""

    id: str
    quotation: str
    kind: str
    direction: str
    themes: list[str]
    source: str  # publisher, year and title in short
    page: str
    address: str


@dataclass(frozen=True)
class FindingList:
    """Findings, and how many there are in all."""

    total: int
    findings: list[QuotedFinding]
    notes: list[str]


@dataclass(frozen=True)
class DatedFinding:
    """One row of a history."""

    date: str
    stage: str
    status: str
    finding: QuotedFinding


@dataclass(frozen=True)
class HistoryAnswer:
    """What became of a matter, and the rows that show it."""

    summary: str
    rows: list[DatedFinding]


@dataclass(frozen=True)
class SimilarFinding:
    """A finding of another review that may say the same, and why."""

    finding: QuotedFinding
    why: str
    checked: bool


@dataclass(frozen=True)
class ComparedDraft:
    """A finding of a draft beside earlier ones."""

    draft: str
    summary: str
    unclear: list[str]
    earlier: list[SimilarFinding]


def enter(app: typer.Typer) -> None:
    """Add this file's command."""
    app.command("mcp")(serve_tools)


def serve_tools(
    base: Annotated[
        str,
        typer.Option(
            help="Web address of the library, put before the findings' addresses, such as https://kb.example."
        ),
    ] = "",
) -> None:
    """Answer a language model's questions over standard input and output; nothing can be changed (extra: mcp)."""
    with library() as opened:
        make_server(opened, base).run("stdio")


def make_server(opened: Library, base: str = "") -> MCPServer:
    """Return the server of a library's tools. Raises LibraryUnavailable where the extra is not installed."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise LibraryUnavailable(MISSING) from error
    server = MCPServer(opened.settings.name, instructions=INSTRUCTIONS)
    plain = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    tools = Tools(opened, base)
    every: dict[str, Callable[..., object]] = {
        "search": tools.search,
        "finding": tools.finding,
        "history": tools.history,
        "similar": tools.similar_findings,
        "check_draft": tools.check_draft,
    }
    for word, tool in every.items():
        server.tool(word, annotations=plain)(_with_errors_told(tool, ToolError))
    return server


def _with_errors_told(tool: Callable[..., object], failure: type[Exception]) -> Callable[..., object]:
    """Return a tool whose errors that a reader can act on are given in their own words."""

    @wraps(tool)
    def ask(*arguments: object, **named: object) -> object:
        whole = {name: _whole_letters(one) if isinstance(one, str) else one for name, one in named.items()}
        try:
            return tool(*arguments, **whole)
        except KbError as error:
            raise failure(str(error)) from error

    return ask


def _whole_letters(text: str) -> str:
    """Return text with a question mark for each half of a letter, which JSON can state and no answer can hold."""
    return text.encode("utf-8", "replace").decode()


class Tools:
    """What a model can ask. Each method's docstring is its description of the tool."""

    def __init__(self, opened: Library, base: str) -> None:
        self._library = opened
        self._base = base.rstrip("/")

    def search(self, question: str, page: int = 1) -> FindingList:
        """Search findings in everyday words, such as “mum avoids visits” or “good practice on core groups”."""
        found = self._library.ask(Query(text=question, page=max(page, 1), size=MOST, facets=()))
        notices = search_notices(found, self._library.vocabulary)
        return FindingList(found.results.total, [self._quotation(one) for one in found.findings], list(notices))

    def finding(self, id: str) -> QuotedFinding:
        """Return one finding by its id."""
        return self._quotation(self._library.finding(id))

    def history(self, words: str = "", theme: str = "", area: str = "", since: int = 0) -> HistoryAnswer:
        """Tell in date order what was said, recommended, done and found again on words or a theme (by its slug)."""
        topic = stated_topic(self._library.vocabulary, words, theme, area, since)
        found = self._library.history(topic)
        rows = [
            DatedFinding(
                publication_time(event.holding) or "no date stated",
                STAGES[event.stage],
                event_status(event, self._library.vocabulary),
                self._quotation(event.holding),
            )
            for event in found.events
        ]
        return HistoryAnswer(mask(found.said), rows)

    def similar_findings(self, id: str) -> list[SimilarFinding]:
        """Return findings of other reviews that may say the same as the finding of this id, closest first."""
        verdicts = self._library.verdicts(self._library.finding(id).finding.id)
        return [
            SimilarFinding(self._quotation(held), mask(echo.why), held.finding.id in verdicts)
            for echo, held in self._library.echoes(id)
        ]

    def check_draft(self, text: str) -> list[ComparedDraft]:
        """Compare a draft recommendation or lesson with earlier findings. The draft is not stored."""
        return [
            ComparedDraft(
                one.finding.text,
                one.headline,
                list(one.vague.notes) if one.vague else [],
                [SimilarFinding(self._quotation(said.holding), mask(said.echo.why), False) for said in one.said],
            )
            for one in self._library.check(text)
        ]

    def _quotation(self, held: FindingInContext) -> QuotedFinding:
        found, vocabulary = held.finding, self._library.vocabulary
        return QuotedFinding(
            found.id,
            mask(found.text),
            name(held, vocabulary),
            polarity_label(found.polarity, vocabulary),
            [theme_label(theme, vocabulary) for theme in found.themes],
            beside(held),
            place(found, held.document),
            f"{self._base}{finding_path(held)}",
        )

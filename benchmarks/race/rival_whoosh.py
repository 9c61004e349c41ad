"""Whoosh as its documentation has it: stock codec, its own searcher, facets by `groupedby`."""

# Whoosh's types are partial, and its query package does not say what it exports.
# mypy: allow-untyped-calls, disable-error-code=attr-defined

from __future__ import annotations

from pathlib import Path
from typing import Any

from whoosh import fields, index, query, sorting
from whoosh.analysis.tokenizers import SpaceSeparatedTokenizer

from benchmarks.race import questions
from benchmarks.race.corpus import FACETS, rows
from benchmarks.race.entrant import PAGE, TITLE, EntrantAnswer, size_of_folder

_MANY = ("theme", "agency")


class PlainWhoosh:
    """What a site would have that follows the manual."""

    name = "Whoosh as documented"
    builds = True
    faceted = True

    def build(self, corpus: Path, folder: Path) -> None:
        """Index a corpus."""
        split = SpaceSeparatedTokenizer()
        schema = fields.Schema(
            number=fields.NUMERIC(int, stored=True),
            title=fields.TEXT(analyzer=split),
            body=fields.TEXT(analyzer=split),
            theme=fields.KEYWORD(commas=True),
            agency=fields.KEYWORD(commas=True),
            kind=fields.ID(sortable=True),
            review_type=fields.ID(sortable=True),
            area=fields.ID(sortable=True),
            year=fields.NUMERIC(int, sortable=True),
        )
        writer = index.create_in(str(folder), schema).writer(limitmb=512)
        for row in rows(corpus):
            entry = row.entry
            writer.add_document(
                number=entry.number,
                title=row.title,
                body=row.body,
                theme=",".join(entry.themes),
                agency=",".join(entry.agencies),
                kind=entry.kind,
                review_type=entry.review_type,
                area=entry.area,
                year=entry.year,
            )
        writer.commit()

    def open(self, folder: Path) -> None:
        """Open the index."""
        self.searcher = index.open_dir(str(folder)).searcher()
        self.facets = sorting.Facets()
        for name in FACETS:
            facet = sorting.FieldFacet(name, allow_overlap=name in _MANY, maptype=sorting.Count)
            self.facets.add_facet(name, facet)

    def prepare(self, asked: questions.RaceQuestion) -> tuple[Any, Any]:
        """Return Whoosh's query and filter."""
        filters: list[Any] = [
            query.Or([query.Term(name, value) for value in values]) for name, values in asked.filters.items()
        ]
        if asked.years:
            filters.append(query.NumericRange("year", *asked.years))
        return _query(asked.part), query.And(filters) if filters else None

    def answer(self, prepared: tuple[Any, Any]) -> EntrantAnswer:
        """Answer it."""
        asked, narrowed = prepared
        found = self.searcher.search(asked, limit=PAGE, groupedby=self.facets, filter=narrowed)
        counts = {
            name: {value.decode() if isinstance(value, bytes) else value: n for value, n in found.groups(name).items()}
            for name in FACETS
        }
        return EntrantAnswer(len(found), [f"f{hit['number']}" for hit in found], counts)

    def size(self, folder: Path) -> int:
        """Return the bytes of the index."""
        return size_of_folder(folder)


def _query(part: questions.Part) -> Any:
    match part:
        case questions.OneWord(text):
            return query.Or([query.Term("title", text, boost=TITLE), query.Term("body", text)])
        case questions.AdjacentWords(words):
            return query.Or([query.Phrase("title", list(words), boost=TITLE), query.Phrase("body", list(words))])
        case questions.Begins(text):
            return query.Or([query.Prefix("title", text, boost=TITLE), query.Prefix("body", text)])
        case questions.AllOf(parts):
            return query.And([_query(one) for one in parts])
        case questions.Either(parts):
            return query.Or([_query(one) for one in parts])
        case questions.But(kept, refused):
            return query.And([_query(kept), query.Not(_query(refused))])
        case questions.EveryFinding():
            return query.Every()

"""tantivy, the fast engine in Rust, through tantivy-py: a search for the first page, an aggregation for the counts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur, Query, SchemaBuilder

from benchmarks.race import questions
from benchmarks.race.corpus import FACETS, rows
from benchmarks.race.entrant import PAGE, TITLE, EntrantAnswer, size_of_folder

_VALUES = {facet: {"terms": {"field": facet, "size": 1000, "segment_size": 1000}} for facet in FACETS}


class Tantivy:
    """One merged segment is not forced; it merges as it likes, as a site would let it."""

    name = "tantivy"
    builds = True
    faceted = True

    def build(self, corpus: Path, folder: Path) -> None:
        """Index a corpus."""
        schema = SchemaBuilder()
        schema.add_unsigned_field("number", fast=True)
        for name in ("title", "body"):
            schema.add_text_field(name, tokenizer_name="whitespace")
        for name in FACETS:
            schema.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
        schema.add_unsigned_field("year", indexed=True, fast=True)
        writer = tantivy.Index(schema.build(), path=str(folder)).writer(512_000_000, 2)
        for row in rows(corpus):
            writer.add_document(_document(row.entry, row.title, row.body))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open the index."""
        self.index = tantivy.Index.open(str(folder))
        self.index.reload()
        self.searcher = self.index.searcher()

    def prepare(self, asked: questions.RaceQuestion) -> Query:
        """Return tantivy's query."""
        schema = self.index.schema
        clauses = [(Occur.Must, self.query(asked.part))]
        for name, values in asked.filters.items():
            chosen = [(Occur.Should, Query.term_query(schema, name, value)) for value in values]
            clauses.append((Occur.Must, Query.const_score_query(Query.boolean_query(chosen), 0.0)))
        if asked.years:
            years = Query.range_query(schema, "year", tantivy.FieldType.Unsigned, *asked.years)
            clauses.append((Occur.Must, Query.const_score_query(years, 0.0)))
        return Query.boolean_query(clauses) if len(clauses) > 1 else clauses[0][1]

    def query(self, part: questions.Part) -> Query:
        """Return a part of a question."""
        schema = self.index.schema
        match part:
            case questions.OneWord(text):
                return _in_both(lambda name: Query.term_query(schema, name, text))
            case questions.AdjacentWords(words):
                return _in_both(lambda name: Query.phrase_query(schema, name, list(words)))
            case questions.Begins(text):
                return _in_both(lambda name: Query.regex_query(schema, name, text + ".*"))
            case questions.AllOf(parts):
                return Query.boolean_query([(Occur.Must, self.query(one)) for one in parts])
            case questions.Either(parts):
                return Query.boolean_query([(Occur.Should, self.query(one)) for one in parts])
            case questions.But(kept, refused):
                return Query.boolean_query([(Occur.Must, self.query(kept)), (Occur.MustNot, self.query(refused))])
            case questions.EveryFinding():
                return Query.all_query()

    def answer(self, prepared: Query) -> EntrantAnswer:
        """Answer it."""
        found: Any = self.searcher.search(prepared, PAGE, count=True)
        counted: Any = self.searcher.aggregate(prepared, _VALUES)
        counted = json.loads(counted) if isinstance(counted, str) else counted
        counts = {name: {one["key"]: one["doc_count"] for one in counted[name]["buckets"]} for name in FACETS}
        return EntrantAnswer(found.count, self.ids(found), counts)

    def ids(self, found: Any) -> list[str]:
        """Return the ids of the first page."""
        numbers = self.searcher.fast_field_values("number", [address for _, address in found.hits])
        return [f"f{number}" for number in numbers]

    def size(self, folder: Path) -> int:
        """Return the bytes of the index."""
        return size_of_folder(folder)


class TantivyTop(Tantivy):
    """The first page alone."""

    name = "tantivy, top 20 alone"
    builds = False
    faceted = False

    def answer(self, prepared: Query) -> EntrantAnswer:
        """Answer it."""
        return EntrantAnswer(0, self.ids(self.searcher.search(prepared, PAGE, count=False)))


def _document(entry: Any, title: str, body: str) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("number", entry.number)
    document.add_text("title", title)
    document.add_text("body", body)
    document.add_unsigned("year", entry.year)
    for name in ("kind", "review_type", "area"):
        document.add_text(name, getattr(entry, name))
    for name, values in (("theme", entry.themes), ("agency", entry.agencies)):
        for value in values:
            document.add_text(name, value)
    return document


def _in_both(make: Any) -> Query:
    weighted = Query.boost_query(make("title"), TITLE)
    return Query.boolean_query([(Occur.Should, weighted), (Occur.Should, make("body"))])

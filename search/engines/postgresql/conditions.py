"""From a plan's nodes to SQL conditions. Values go as parameters; no word of a question becomes SQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from search.engines.postgresql.schema import LABELS, clean
from search.facets import fold
from search.plan.nodes import (
    AtLeast,
    BestOf,
    Enough,
    EveryEntry,
    FacetMatch,
    Fuzzy,
    Lift,
    NearWords,
    Node,
    Phrase,
    Plan,
    Prefix,
    ThemeMatch,
    Without,
    WordMatch,
    Years,
)
from search.ranking import worth
from search.understanding.spelling import SpellingLexicon


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL that is true or false of an entry. It is all ours; what was asked is in its parameters."""

    sql: str
    values: tuple[object, ...] = ()


TRUE = Condition("TRUE")
FALSE = Condition("FALSE")


def join_conditions(sign: str, parts: list[Condition]) -> Condition:
    """Return conditions joined by AND, OR or +."""
    sql = f" {sign} ".join(f"({part.sql})" for part in parts)
    return Condition(sql, tuple(value for part in parts for value in part.values))


@dataclass(frozen=True, slots=True)
class ConditionBuilder:
    """Reads the nodes of a plan with the help of what is held: the words, and the values of facets."""

    lexicon: SpellingLexicon
    held: Callable[[str], Mapping[str, object]]  # facet -> the values that entries have
    having: Callable[[list[Condition]], list[int]]  # how many entries there are, and how many fulfil each condition

    def condition(self, node: Node) -> Condition:
        """Return when an entry matches `node`."""
        match node:
            case WordMatch(word, exact, where):
                return _matches(exact, lexeme(word, where))
            case Phrase(wanted, exact, where):
                return _matches(exact, " <-> ".join(lexeme(word, where) for word in wanted))
            case NearWords(wanted, distance, exact, where):
                return self.near_condition(wanted, distance, exact, where)
            case Prefix(start, where):
                return _any_of(self.lexicon.expansions(start), where)
            case Fuzzy(word, distance, where):
                return _any_of(self.lexicon.spellings(word, distance), where)
            case FacetMatch(facet, values):
                wanted_values = {fold(value) for value in values}
                return has(facet, [value for value in self.held(facet) if fold(value) in wanted_values])
            case ThemeMatch(theme):
                return has("theme", [theme])
            case Years(first, last):
                return years(first, last)
            case EveryEntry():
                return TRUE
            case AtLeast(count, parts):
                return self.at_least(count, [self.condition(part) for part in parts])
            case Enough(percent, parts):
                return self.enough(percent, [self.condition(part) for part in parts])
            case BestOf(parts):
                return join_conditions("OR", [self.condition(part) for part, _ in parts])
            case Lift(lifted):
                return self.condition(lifted)
            case Without(refused):
                inner = self.condition(refused)
                return Condition(f"NOT ({inner.sql})", inner.values)

    def at_least(self, count: int, parts: list[Condition]) -> Condition:
        """Return when `count` of the parts match; AND and OR where that says the same, since these use indexes."""
        if count == 1:
            return join_conditions("OR", parts)
        if count == len(parts):
            return join_conditions("AND", parts)
        total = join_conditions("+", [Condition(f"CAST(({part.sql}) AS integer)", part.values) for part in parts])
        return Condition(f"{total.sql} >= %s", (*total.values, count))

    def enough(self, percent: int, parts: list[Condition]) -> Condition:
        """Return when the parts that match are together worth enough."""
        entries, *having = self.having(parts)
        worths = [worth(entries, count) for count in having]
        total = join_conditions(
            "+",
            [
                Condition(f"CAST(({part.sql}) AS integer) * %s", (*part.values, value))
                for part, value in zip(parts, worths, strict=True)
            ],
        )
        return Condition(f"{total.sql} >= %s", (*total.values, max(-(-percent * sum(worths) // 100), 1)))

    def near_condition(self, wanted: tuple[str, ...], distance: int, exact: bool, where: str) -> Condition:
        """Return when all words stand close together: first where they stand at all, then by their places."""
        column = _column(exact)
        if where:
            column = f"ts_filter({column}, '{{{LABELS[where].lower()}}}')"
        all_of = _matches(exact, " & ".join(lexeme(word, where) for word in wanted))
        close = Condition(f"near({column}, CAST(%s AS text[]), %s)", (list(wanted), len(wanted) + distance))
        return join_conditions("AND", [all_of, close])

    def rank(self, node: Node) -> Condition:
        """Return the number by which entries are ranked: PostgreSQL's own for words, and a little for each theme."""
        wanted: dict[bool, dict[str, None]] = {True: {}, False: {}}
        themes: dict[str, None] = {}
        self.collect(node, wanted, themes)
        parts = [Condition("0.0")]
        for exact, lexemes in wanted.items():
            if lexemes:
                # The weights of D, C, B and A: body, nothing, heading, title.
                sql = f"ts_rank('{{0.9, 0, 0.9, 0.45}}', {_column(exact)}, CAST(%s AS tsquery), 1)"
                parts.append(Condition(sql, (" | ".join(lexemes),)))
        for theme in themes:
            about = has("theme", [theme])
            parts.append(Condition(f"CASE WHEN {about.sql} THEN 0.05 ELSE 0 END", about.values))
        return join_conditions("+", parts)

    def collect(self, node: Node, wanted: dict[bool, dict[str, None]], themes: dict[str, None]) -> None:
        """Gather the words and themes that add to an entry's rank."""
        match node:
            case WordMatch(word, exact, where):
                wanted[exact][lexeme(word, where)] = None
            case Phrase(words, exact, where) | NearWords(words, _, exact, where):
                wanted[exact].update(dict.fromkeys(lexeme(word, where) for word in words))
            case Fuzzy(word, distance, where):
                near = self.lexicon.spellings(word, distance)
                wanted[True].update(dict.fromkeys(lexeme(other, where) for other in near))
            case ThemeMatch(theme):
                themes[theme] = None
            case AtLeast(_, parts) | Enough(_, parts):
                for part in parts:
                    self.collect(part, wanted, themes)
            case BestOf(parts):
                for part, _ in parts:
                    self.collect(part, wanted, themes)
            case Lift(lifted, bonus):
                self.collect(lifted, wanted, themes)
                self.collect(bonus, wanted, themes)
            case _:
                pass  # filters, beginnings and refusals add nothing


def within(plan: Plan, ignoring: str = "") -> Condition:
    """Return the filters of a plan, those of one facet left out."""
    parts = [has(name, list(values)) for name, values in plan.filters.items() if name != ignoring]
    if ignoring != "year":
        parts.append(years(*plan.years))
    return join_conditions("AND", [TRUE, *parts])


def has(facet: str, values: list[str]) -> Condition:
    """Return when an entry has one of these values of a facet."""
    if not values:
        return FALSE
    each = [Condition("facets @> CAST(%s AS jsonb)", (json.dumps({facet: [clean(value)]}),)) for value in values]
    return join_conditions("OR", each)


def years(first: int | None, last: int | None) -> Condition:
    """Return when an entry's year lies within these."""
    # An entry without a year has none of them, which must be FALSE and not NULL, or NOT would lose it.
    ends = (("coalesce(year >= %s, FALSE)", first), ("coalesce(year <= %s, FALSE)", last))
    parts = [Condition(sql, (year,)) for sql, year in ends if year is not None]
    return join_conditions("AND", parts) if parts else TRUE


def lexeme(word: str, where: str) -> str:
    """Return a word as part of a tsquery, in one field or in any. Words have letters and figures only."""
    return f"'{word}'{':' + LABELS[where] if where else ''}"


def _column(exact: bool) -> str:
    return "words" if exact else "stems"


def _matches(exact: bool, query: str) -> Condition:
    return Condition(f"{_column(exact)} @@ CAST(%s AS tsquery)", (query,))


def _any_of(found: list[str], where: str) -> Condition:
    return _matches(True, " | ".join(lexeme(word, where) for word in found)) if found else FALSE

"""From a question to a plan: words become terms, with what the vocabulary knows of them as alternatives.

A run of words that the vocabulary knows ("domestic abuse") is one part of the question, a word that it does not know is
another; how many parts must match is the reader's choice (`Query.match`). Stop words count only inside known runs and
quotes, or where there is nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from kb.errors import BadQuestion
from search import ast, limits
from search.analysis import STOP_WORDS, fold, stem, tokens, words
from search.facets import COUNTED, FACETS
from search.language import read
from search.plan import (
    About,
    AtLeast,
    Best,
    Everything,
    Fuzzy,
    Lift,
    Near,
    Node,
    Phrase,
    Plan,
    Prefix,
    Tagged,
    Term,
    Without,
    Years,
)
from search.port import Query
from search.ranking import RANKING, Ranking
from search.synonyms import Saying, Thesaurus

SORTS = ("relevance", "newest", "oldest", "recurring")
GROUPS = ("findings", "reviews")
MATCHES = ("most", "all", "any")
LOOSENED = "Few findings have most of these words, so findings with any of them are shown too."


def plan(query: Query, thesaurus: Thesaurus, ranking: Ranking = RANKING) -> Plan:
    """Return what an engine has to execute. Raises BadQuestion where a limit is passed; junk is no fault."""
    check(query)
    question = read(query.text)
    planner = _Planner(thesaurus if query.synonyms else thesaurus.bare(), ranking, query.match)
    node = planner.node(question.tree)
    looser = None
    if query.match == "most" and planner.choosy:
        looser = _Planner(planner.thesaurus, ranking, "any").node(question.tree)
    return Plan(
        node=node,
        looser=looser,
        loosened=LOOSENED if looser else "",
        filters={name: tuple(dict.fromkeys(values)) for name, values in query.filters.items() if values},
        years=query.years,
        facets=COUNTED if query.facets is None else query.facets,
        reviews=query.count_reviews,
        sort=query.sort,
        page=query.page,
        size=query.size,
        group=query.group,
        notices=(*question.notices, *planner.notices),
        also=tuple(planner.also),
        highlights=tuple(planner.highlights),
        typed=tuple(planner.typed),
    )


def check(query: Query) -> None:
    """Raise BadQuestion, with a sentence for the reader, where `query` is past a limit or names what there is not."""
    if len(query.text) > limits.LENGTH:
        raise BadQuestion(f"The question is longer than {limits.LENGTH} characters. Try fewer words.")
    for name, chosen in query.filters.items():
        _among(name, FACETS, "filter")
        if len(chosen) > limits.VALUES:
            raise BadQuestion(f"More than {limits.VALUES} values of one filter were chosen. Choose fewer.")
    for name in query.facets or ():
        _among(name, COUNTED, "facet")
    _among(query.sort, SORTS, "order")
    _among(query.group, GROUPS, "grouping")
    _among(query.match, MATCHES, "way to match")
    if query.page < 1 or query.size < 0:
        raise BadQuestion("Pages count from 1, and a page cannot hold fewer than no results.")
    if query.page * query.size > limits.DEPTH:
        raise BadQuestion(f"Only the first {limits.DEPTH:,} results can be paged through. Narrow the search instead.")


def _among(name: str, known: Iterable[str], what: str) -> None:
    if name not in known:
        raise BadQuestion(f"There is no {what} called {name[:40]!r}. There are: {', '.join(known)}.")


@dataclass(slots=True)
class _Planner:
    """One walk over a question's tree, noting on the way what is to be shown and marked."""

    thesaurus: Thesaurus
    ranking: Ranking
    match: str
    where: str = ""  # the one field that is looked in
    choosy: bool = False  # whether "any" would find more than "most" does
    parts: int = 0
    also: dict[str, None] = field(default_factory=dict)
    highlights: dict[str, None] = field(default_factory=dict)
    typed: dict[str, None] = field(default_factory=dict)
    notices: dict[str, None] = field(default_factory=dict)

    def node(self, tree: ast.Tree) -> Node:
        """Return the node for `tree`."""
        match tree:
            case ast.Word():
                return self.beside((tree,))
            case ast.Beside(parts):
                return self.beside(parts)
            case ast.All(parts):
                return _all([self.node(part) for part in parts])
            case ast.Any(parts):
                return _any([self.node(part) for part in parts])
            case ast.Not(part):
                return self.without(part)
            case ast.Inside(name, part):
                return self.inside(name, part)
            case ast.Quoted() | ast.Beginning() | ast.Spelling():
                self.count(1)
                return self.special(tree)
            case ast.Chosen(facet, value):
                self.count(1)
                return self.chosen(facet, value)
            case ast.YearRange(first, last):
                self.count(1)
                return Years(first, last)
            case ast.Everything():
                return Everything()

    def count(self, parts: int) -> None:
        """Count parts of the question. Raises BadQuestion when there are too many."""
        self.parts += parts
        if self.parts > limits.CLAUSES:
            raise BadQuestion(f"The question has more than {limits.CLAUSES} words and parts. Try fewer words.")

    def without(self, tree: ast.Tree) -> Node:
        """Return what does not match `tree`, read strictly: what is refused is only what was typed."""
        inner = _Planner(self.thesaurus.bare(), self.ranking, "all", self.where, parts=self.parts)
        node = Without(inner.node(tree))
        self.parts = inner.parts
        self.notices.update(inner.notices)
        return node

    def chosen(self, facet: str, value: str) -> Node:
        """Return a facet's value typed into the question; one that there is not is searched as words."""
        known = self.thesaurus.value(facet, value)
        if known is not None:
            return Tagged(facet, (known,))
        self.notices[f"There is no {FACETS[facet].label.lower()} called “{value}”, so it was searched as words."] = None
        return self.beside((ast.Word(value),))

    def inside(self, name: str, tree: ast.Tree) -> Node:
        """Return `tree` looked for in one field."""
        before, self.where = self.where, name
        node = self.node(tree)
        self.where = before
        return node

    def beside(self, parts: tuple[ast.Tree, ...]) -> Node:
        """Return parts next to each other: words by the match rule, the rest required."""
        plain = [part for part in parts if isinstance(part, ast.Word)]
        others = [(part, self.node(part)) for part in parts if not isinstance(part, ast.Word)]
        concepts, named = self.concepts(plain)
        self.count(len(concepts))
        if not concepts:
            return _all([node for _, node in others]) if others else Everything()
        if self.match == "any":
            firm = [node for part, node in others if not _scored(part)]
            scored = [node for part, node in others if _scored(part)]
            return _all([*firm, self.weighed(1, [*scored, *concepts], named, plain)])
        self.choosy = self.choosy or len(concepts) > 1 or any(_scored(part) for part, _ in others)
        wanted = len(concepts) if self.match == "all" else len(concepts) // 2 + 1
        return _all([*(node for _, node in others), self.weighed(wanted, concepts, named, plain)])

    def weighed(self, wanted: int, concepts: list[Node], named: list[str], plain: list[ast.Word]) -> Node:
        """Return the node for words: themes named stand in for a word, themes that they speak of add points."""
        stand_in: list[Node] = [] if self.match == "all" else [About(theme) for theme in named]
        node = _at_least(wanted, [*concepts, *stand_in])
        for theme, percent in self.spoken_of(plain).items():
            if not (stand_in and theme in named):
                node = Lift(node, About(theme), percent)
        together = self.together(plain) if self.ranking.close else []
        return Lift(node, _any(together), self.ranking.close) if together else node

    def together(self, plain: list[ast.Word]) -> list[Node]:
        """Return neighbouring words as words that stand near each other, wherever they do."""
        spoken = [stem(word) for part in plain for word in words(part.text) if word not in STOP_WORDS]
        pairs = dict.fromkeys(pair for pair in pairwise(spoken) if pair[0] != pair[1])
        return [Near(pair, self.ranking.close_by, field=self.where) for pair in pairs]

    def spoken_of(self, plain: list[ast.Word]) -> dict[str, int]:
        """Return the themes that words seem to be about, each with the per cent of its points that it adds."""
        if self.where:
            return {}
        rules = self.ranking
        spoken = (stem(word) for part in plain for word in words(part.text) if word not in STOP_WORDS)
        found = self.thesaurus.names.themes(spoken, rules.about_floor, rules.about_margin)
        return {theme: int(rules.about * part) for theme, part in list(found.items())[: rules.about_most]}

    def special(self, tree: ast.Quoted | ast.Beginning | ast.Spelling) -> Node:
        """Return quotes, beginnings and spellings, which ask for words as written."""
        match tree:
            case ast.Quoted(text, near):
                return self.quoted(tuple(words(text)), near)
            case ast.Beginning(text):
                self.highlights[f"{fold(text)}*"] = None
                return Prefix(fold(text), self.where)
            case ast.Spelling(text, distance):
                self.highlights[f'"{fold(text)}'] = None
                return Fuzzy(fold(text), distance, self.where)

    def quoted(self, quoted: tuple[str, ...], near: int | None) -> Node:
        """Return words in quotes: as written next to each other, or in any form near each other."""
        if near is not None:
            different = tuple(dict.fromkeys(map(stem, quoted)))
            self.highlights.update(dict.fromkeys(different))
            return (
                Near(different, near, False, self.where)
                if len(different) > 1
                else Term(different[0], False, self.where)
            )
        self.highlights[f'"{" ".join(quoted)}'] = None
        return Phrase(quoted, True, self.where) if len(quoted) > 1 else Term(quoted[0], True, self.where)

    def concepts(self, plain: list[ast.Word]) -> tuple[list[Node], list[str]]:
        """Return words as the parts that they make with the vocabulary's help, and the themes that they name."""
        typed = [(word.text[t.start : t.end], t.word) for word in plain for t in tokens(word.text)]
        only_stops = all(word in STOP_WORDS for _, word in typed)
        found: list[Node] = []
        named: list[str] = []
        place = 0
        while place < len(typed):
            length = self.run_at(typed, place)
            run = typed[place : place + length]
            place += length
            if length == 1 and run[0][1] in STOP_WORDS and not only_stops and not self.known(run):
                continue
            found.append(self.concept(run))
            named += self.named(run)
        return list(dict.fromkeys(found)), list(dict.fromkeys(named))

    def named(self, run: list[tuple[str, str]]) -> tuple[str, ...]:
        """Return the themes that these words name outright."""
        themes = () if self.where else self.thesaurus.themes.get(tuple(stem(word) for _, word in run), ())
        self.also.update(dict.fromkeys(self.thesaurus.labels[theme] for theme in themes))
        return themes

    def run_at(self, typed: list[tuple[str, str]], place: int) -> int:
        """Return the length of the longest run of words at `place` that the vocabulary knows; 1 if it knows none."""
        longest = min(self.thesaurus.longest, len(typed) - place)
        return next((n for n in range(longest, 1, -1) if self.known(typed[place : place + n])), 1)

    def known(self, run: list[tuple[str, str]]) -> bool:
        """Return whether the vocabulary has something to say about these words."""
        key = tuple(stem(word) for _, word in run)
        return bool(self.thesaurus.sayings(key, _printed(run)) or self.thesaurus.themes.get(key))

    def concept(self, run: list[tuple[str, str]]) -> Node:
        """Return one part: the words themselves, or whatever else they may be called."""
        key = tuple(stem(word) for _, word in run)
        telling = [word for _, word in run if word not in STOP_WORDS] or [word for _, word in run]
        self.typed.update(dict.fromkeys(telling))
        self.highlights.update(dict.fromkeys(stem(word) for word in telling))
        own = self.own(telling)
        sayings = self.thesaurus.sayings(key, _printed(run))
        others = [(self.saying(saying), self.ranking.synonym) for saying in sayings]
        self.also.update(dict.fromkeys(saying.text for saying in sayings))
        self.highlights.update(dict.fromkeys(" ".join(saying.stems) for saying in sayings))
        return Best(((own, 100), *others)) if others else own

    def own(self, telling: list[str]) -> Node:
        """Return the words of a part themselves, however they lie in the text."""
        terms: list[Node] = list(dict.fromkeys(Term(stem(word), field=self.where) for word in telling))
        return _any(terms) if self.match == "any" else _all(terms)

    def saying(self, saying: Saying) -> Node:
        """Return another way to say it; a phrase stays a phrase."""
        if len(saying.stems) == 1:
            return Term(saying.stems[0], field=self.where)
        return Phrase(saying.stems, field=self.where)


def _printed(run: list[tuple[str, str]]) -> str:
    return " ".join(printed for printed, _ in run)


def _others(parts: tuple[ast.Tree, ...]) -> list[ast.Tree]:
    return [part for part in parts if not isinstance(part, ast.Word)]


def _scored(part: ast.Tree) -> bool:
    """Return whether a part next to words only adds weight once any word will do; filters and NOT stay firm."""
    return not isinstance(part, ast.Chosen | ast.YearRange | ast.Not | ast.Everything)


def _all(nodes: list[Node]) -> Node:
    return _at_least(len(nodes), nodes)


def _any(nodes: list[Node]) -> Node:
    return _at_least(1, nodes)


def _at_least(count: int, nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AtLeast(count, tuple(nodes))

"""Compile a query into a plan: words become terms, with their alternatives from the vocabulary.

A run of words that the vocabulary knows ("domestic abuse") is one part of the question, a word that it does not know is
another; how many parts must match is the reader's choice (`Query.match`). Stop words count only inside known runs and
quotes, or where there is nothing else; words that only frame a question (framing.py) add to the order and need not be
there. Where few findings have most of the parts, the question is loosened in steps: fewer parts will do, but those that
tell the most count the most, and a theme that the question speaks of stands for the words that speak of it. Words in
quotes are loosened last, and never without a word about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from kb.core.errors import BadQuestion
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, stems, words
from search import limits
from search.facets import COUNTED, FACETS
from search.plan.check import check
from search.plan.concepts import ConceptPlanner
from search.plan.loosen import ENOUGH, QUOTED, STEPS, loosen, loosen_name, without_field
from search.plan.nodes import (
    AtLeast,
    BestOf,
    Enough,
    EveryEntry,
    FacetMatch,
    Lift,
    LooserPlan,
    NearWords,
    Node,
    Plan,
    ThemeMatch,
    Without,
    WordMatch,
    Years,
    all_of,
    any_of,
    at_least,
)
from search.port import Query
from search.query import ast
from search.query.parser import read
from search.ranking import RANKING, Ranking
from search.understanding import framing
from search.understanding.professional_names import professional_names
from search.understanding.thesaurus import Saying, Thesaurus
from search.understanding.years import YearSpan, named_years

_WANTING = ("failing",)  # which way findings point that tell of what was wanting


def plan(query: Query, thesaurus: Thesaurus, ranking: Ranking = RANKING) -> Plan:
    """Return what an engine has to execute. Raises BadQuestion where a limit is passed; junk is no fault."""
    check(query)
    return replace(
        _plan_words(query.text, query.match, thesaurus, query.synonyms, ranking),
        filters={name: tuple(dict.fromkeys(values)) for name, values in query.filters.items() if values},
        years=query.years,
        nearest=query.nearest,
        facets=COUNTED if query.facets is None else query.facets,
        reviews=query.count_reviews,
        sort=query.sort,
        page=query.page,
        size=query.size,
        group=query.group,
    )


@lru_cache(maxsize=16)  # one answer asks for the same words in several places; a few, since they may be personal
def _plan_words(text: str, match: str, thesaurus: Thesaurus, synonyms: bool, ranking: Ranking) -> Plan:
    """Return the plan of words alone, which is the same whatever filters, page and order are asked for."""
    question = read(text)
    planner = _Planner(thesaurus if synonyms else thesaurus.without_synonyms(), ranking, match)
    node = planner.node(question.tree)

    def plan_tree(tree: ast.Tree, match: str) -> Node:
        return _Planner(planner.thesaurus, ranking, match).node(tree)

    looser: tuple[LooserPlan, ...] = ()
    if match == "most" and planner.choosy:
        looser = loosen(question.tree, plan_tree)
    elif match == "most" and planner.named_whole:
        looser = loosen_name(question.tree, plan_tree)
    return Plan(
        node=node,
        looser=looser,
        notices=(*question.notices, *planner.notices),
        also=tuple(planner.also),
        highlights=tuple(planner.highlights),
        parts=planner.asked,
        meant=tuple(planner.whole_themes),
        typed=planner.typed,
    )


@dataclass(slots=True)
class _Planner(ConceptPlanner):
    """One walk over a query's tree."""

    choosy: bool = False  # whether fewer parts would find more
    parts: int = 0
    whole_themes: dict[str, None] = field(default_factory=dict)
    notices: dict[str, None] = field(default_factory=dict)

    def node(self, tree: ast.Tree) -> Node:
        """Return the node for `tree`."""
        match tree:
            case ast.QueryWord():
                return self.beside((tree,))
            case ast.Beside(parts):
                return self.beside(parts)
            case ast.All(parts):
                return all_of([self.node(part) for part in parts])
            case ast.Any(parts):
                return any_of([self.node(part) for part in parts])
            case ast.Not(part):
                return self.without(part)
            case ast.Inside(name, part):
                return self.inside(name, part)
            case ast.AnyFinding():
                return EveryEntry()
            case _:
                self.count(1)
                return self.plan_exactly(tree)

    def plan_exactly(self, tree: ast.ExactPart) -> Node:
        """Return the node for what was typed with signs of its own, and is searched as it stands."""
        match tree:
            case ast.FacetValue(facet, value):
                return self.plan_facet_value(facet, value)
            case ast.YearRange(first, last):
                return Years(first, last)
            case _:
                return self.plan_exact_words(tree)

    def count(self, parts: int) -> None:
        """Count parts of the question. Raises BadQuestion when there are too many."""
        self.parts += parts
        if self.parts > limits.CLAUSES:
            raise BadQuestion(f"Your search has more than {limits.CLAUSES} words and parts. Use fewer words.")

    def without(self, tree: ast.Tree) -> Node:
        """Return what does not match `tree`, read strictly: what is refused is only what was typed."""
        inner = _Planner(self.thesaurus.without_synonyms(), self.ranking, "all", self.where, parts=self.parts)
        node = Without(inner.node(tree))
        self.parts = inner.parts
        self.notices.update(inner.notices)
        return node

    def plan_facet_value(self, facet: str, value: str) -> Node:
        """Return a facet's value typed into the question; one that there is not is searched as words."""
        known = self.thesaurus.value(facet, value)
        if known is not None:
            return FacetMatch(facet, (known,))
        self.notices[f"There is no {FACETS[facet].label.lower()} called “{value}”, so we searched for it as words."] = (
            None
        )
        return self.beside((ast.QueryWord(value),))

    def inside(self, name: str, tree: ast.Tree) -> Node:
        """Return `tree` looked for in one field."""
        before, self.where = self.where, name
        node = self.node(tree)
        self.where = before
        return node

    def beside(self, parts: tuple[ast.Tree, ...]) -> Node:
        """Return parts next to each other: words by the match rule, the rest required."""
        plain = [part for part in parts if isinstance(part, ast.QueryWord)]
        others = [(part, self.node(part)) for part in parts if not isinstance(part, ast.QueryWord)]
        concepts, named = self.concepts(plain)
        self.count(len(concepts))
        if not concepts:
            return all_of([node for _, node in others]) if others else EveryEntry()
        if self.match in ("any", ENOUGH, QUOTED):
            firm = [node for part, node in others if not _only_adds_weight(part, self.match != "any")]
            scored = [node for part, node in others if _only_adds_weight(part, self.match != "any")]
            words_ = self.plan_words([*scored, *concepts], named, plain)
            return Lift(all_of(firm), words_) if firm and self.match == QUOTED else all_of([*firm, words_])
        self.choosy = self.choosy or len(concepts) > 1 or any(_only_adds_weight(part, False) for part, _ in others)
        return all_of([*(node for _, node in others), self.plan_words(concepts, named, plain)])

    def theme(self, slug: str, percent: int) -> Node:
        """Return findings with a theme, for so much of its points."""
        return ThemeMatch(slug) if percent == 100 else BestOf(((ThemeMatch(slug), percent),))

    def plan_words(self, concepts: list[Node], named: Mapping[str, int], plain: list[ast.QueryWord]) -> Node:
        """Return the node for words: themes named stand in for a word, all that else is meant adds points."""
        text = " ".join(part.text for part in plain)
        years = named_years(text)
        optional = framing.FRAMING.union(stems(years.typed) if years else (), stems(framing.quoting(text)))
        framed = [node for node in concepts if _is_one_of(node, optional)] if self.match in ("most", ENOUGH) else []
        telling = [node for node in concepts if node not in framed] or concepts
        stand_in = [] if self.match == "all" else [self.theme(theme, percent) for theme, percent in named.items()]
        spoken = self.spoken_of(plain)
        node = self.plan_match(telling, stand_in, list(spoken))
        meant = self.meant_themes(plain, named, spoken) if self.match in ("most", ENOUGH) else ()
        if framed and telling is not concepts:
            node = Lift(node, any_of(framed), self.ranking.framing)
        for theme, percent in spoken.items():
            if not (stand_in and theme in named):
                node = Lift(node, ThemeMatch(theme), percent)
        self.whole_themes.update(dict.fromkeys(meant))
        if meant and not (
            stand_in and len(telling) == 1
        ):  # all that is on the theme is found; what has the words as well comes first
            whole = [Lift(ThemeMatch(theme), any_of(telling)) for theme in meant]
            # all on a theme are so many that the plan is never loosened: what has enough of the words is let in here
            enough = [Enough(STEPS[0][0], tuple(telling))] if self.match == "most" else []
            node = BestOf(tuple((one, 100) for one in (node, *enough, *whole)))
        node = self.add_professional_name(node, text) if len(concepts) > 1 else node
        together = self.plan_adjacent(plain) if self.ranking.close else []
        node = Lift(node, any_of(together), self.ranking.close) if together else node
        sentence = self.plan_sentence(plain, optional) if self.ranking.sentence else None
        node = Lift(node, sentence, self.ranking.sentence) if sentence else node
        return self.plan_framing(node, text, years)

    def add_professional_name(self, node: Node, text: str) -> Node:
        """Return a node with the professional name of what its words only describe, as another way to say it all."""
        entry = professional_names().find_described(text) if self.thesaurus.labels and not self.where else None
        if entry is None or self.match not in ("most", ENOUGH):
            return node
        sayings = [_name_saying(name) for name in entry.names]
        named = BestOf(tuple((self.saying(saying), 100) for saying in sayings))
        self.also.update(dict.fromkeys(saying.text for saying in sayings))
        self.highlights.update(dict.fromkeys(" ".join(saying.stems) for saying in sayings))
        return Lift(any_of([node, BestOf(((named, self.ranking.described),))]), named, self.ranking.described)

    def plan_match(self, telling: list[Node], stand_in: list[Node], spoken: list[str]) -> Node:
        """Return how many of the telling parts must match."""
        match self.match:
            case "all":
                return all_of(telling)
            case "any" | "quoted":
                return any_of([*telling, *stand_in])
            case "enough" if len(telling) + len(stand_in) > 1:
                return Enough(1, (*(self.spoken_for(node, spoken) for node in telling), *stand_in))
            case _:
                return at_least(len(telling) // 2 + 1, [*telling, *stand_in])

    def spoken_for(self, node: Node, spoken: list[str]) -> Node:
        """Return a part with the themes that stand for it: those that it speaks of. They bring no points."""
        values = self.thesaurus.names.values
        stemmed = _stems(node)
        themes = [theme for theme in spoken if any(theme in values.get(word, {}) for word in stemmed)]
        return BestOf(((node, 100), *((ThemeMatch(theme), 0) for theme in themes))) if themes else node

    def plan_framing(self, node: Node, text: str, years: YearSpan | None) -> Node:
        """Return a node with some extra points for the kinds and the years that the words ask for."""
        if self.where or not self.thesaurus.labels:
            return node
        for kind in framing.kinds(text, self.thesaurus.kind_signs):
            node = Lift(node, FacetMatch("kind", (kind,), self.ranking.kind))
        if self.ranking.wanting and framing.wanting(text, self.thesaurus.kind_signs):
            node = Lift(node, FacetMatch("polarity", _WANTING, self.ranking.wanting))
        if years is None or not years.typed:
            return node
        first, last = ("" if year is None else str(year) for year in (years.first, years.last))
        sign = f"year:{first}" if first == last else f"year:{first}..{last}"
        self.notices[f"Findings published {years.typed} come first. To see only these, add {sign} to your search."] = (
            None
        )
        return Lift(node, Years(years.first, years.last, self.ranking.years))

    def plan_adjacent(self, plain: list[ast.QueryWord]) -> list[Node]:
        """Return neighbouring words as words near each other, in any field."""
        spoken = [stem(word) for part in plain for word in words(part.text) if word not in STOP_WORDS]
        pairs = dict.fromkeys(pair for pair in pairwise(spoken) if pair[0] != pair[1])
        return [NearWords(pair, self.ranking.close_by, field=self.where) for pair in pairs]

    def spoken_of(self, plain: list[ast.QueryWord]) -> dict[str, int]:
        """Return the themes that words seem to be about, each with the per cent of its points that it adds."""
        if self.where:
            return {}
        rules = self.ranking
        spoken = (stem(word) for part in plain for word in words(part.text) if word not in STOP_WORDS)
        found = self.thesaurus.names.themes(spoken, rules.about_floor, rules.about_margin)
        shown = self.thesaurus.names.themes_in(" ".join(part.text for part in plain))[: rules.shown_most]
        percents = {theme: int(rules.about * part) for theme, part in list(found.items())[: rules.about_most]}
        return percents | dict.fromkeys(shown, rules.about)

    def meant_themes(
        self, plain: list[ast.QueryWord], named: Mapping[str, int], spoken: Mapping[str, int]
    ) -> tuple[str, ...]:
        """Return the theme that words surely mean: one alone, of which each word that tells anything speaks.

        A word that speaks far more of another theme speaks of that one ("trauma" beside "supervision"), and where
        several themes are shown by their cues no other is meant.
        """
        if self.where or not self.thesaurus.labels:
            return ()
        text, names = " ".join(part.text for part in plain), self.thesaurus.names
        telling = {stem(word) for word in words(text) if word not in STOP_WORDS} - framing.FRAMING
        themes = [one for one in {**named, **spoken} if all(one in names.values.get(word, {}) for word in telling)]
        if not telling or len(themes) != 1:
            return ()
        theme, shown = themes[0], names.themes_in(text)
        surely = all(theme in names.surely_of(word) for word in telling)
        return (theme,) if surely and (len(shown) < 2 or theme in {*named, *shown}) else ()

    def plan_sentence(self, plain: list[ast.QueryWord], optional: frozenset[str]) -> Node | None:
        """Return all words of a question that tell what it is about, as they stand together in one sentence."""
        spoken = (stem(word) for part in plain for word in words(part.text) if word not in STOP_WORDS)
        telling = tuple(dict.fromkeys(word for word in spoken if word not in optional))
        return NearWords(telling, self.ranking.sentence_by, field=self.where) if len(telling) > 1 else None


def _name_saying(name: str) -> Saying:
    return Saying(tuple(stems(name)), name)


def _only_adds_weight(part: ast.Tree, quotes_firm: bool) -> bool:
    """Return whether a part next to words only adds weight once any word will do; filters and NOT stay firm."""
    if quotes_firm and isinstance(without_field(part), ast.QuotedWords):
        return False
    return not isinstance(part, ast.FacetValue | ast.YearRange | ast.Not | ast.AnyFinding)


def _stems(node: Node) -> tuple[str, ...]:
    """Return the stems that were typed for a part, where it is of plain words."""
    match node:
        case BestOf(parts):
            return _stems(parts[0][0])
        case AtLeast(_, terms):
            return tuple(word for term in terms for word in _stems(term))
        case NearWords(words_, _, False):
            return words_
        case WordMatch(word, False):
            return (word,)
        case _:
            return ()


def _is_one_of(node: Node, words: frozenset[str]) -> bool:
    """Return whether a part is one plain word of these."""
    typed = _stems(node)
    return len(typed) == 1 and typed[0] in words

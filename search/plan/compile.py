"""Compile a query into a plan: words become terms, with their alternatives from the vocabulary.

A run of words that the vocabulary knows ("domestic abuse") is one part of the question, a word that it does not know is
another; how many parts must match is the reader's choice (`Query.match`). Stop words count only inside known runs and
quotes, or where there is nothing else; words that only frame a question (framing.py) add to the order and need not be
there. Where few findings have most of the parts, the question is loosened in steps: fewer parts will do, but those that
tell the most count the most, and a theme that the question speaks of stands for the words that speak of it. Words in
quotes are loosened last, and never without a word about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from kb.core.errors import BadQuestion
from kb.text.stemming import stem
from kb.text.tokens import STOP_WORDS, fold, stems, words
from search import limits
from search.facets import COUNTED, FACETS
from search.plan.nodes import (
    AtLeast,
    BestOf,
    Enough,
    EveryEntry,
    FacetMatch,
    Fuzzy,
    Lift,
    LooserPlan,
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
from search.port import GROUPS, MATCHES, SORTS, Query
from search.query import ast
from search.query.parser import read
from search.ranking import RANKING, Ranking
from search.understanding import framing
from search.understanding.professional_names import professional_names
from search.understanding.thesaurus import GAP_WORDS, Expansion, Saying, Thesaurus
from search.understanding.word_forms import WordForms, forms_at, stems_of, typed_words, with_stops

ENOUGH = "enough"  # how a loosened question is matched: parts that are together worth enough
QUOTED = "quoted"  # ... and how it is where only what stands in quotes must be there
MOST_TELLING = "Not many findings match all your words, so some results match only the most important ones."
ANY_OF_NAME = "No findings match all your words, so results match any of them."
SOME_TELLING = "Not many findings match all your words, so some results match only one or two of them."
STEPS = (
    # per cent of what all words are worth, below how many matches, and what is told
    (45, limits.FEW_RESULTS, MOST_TELLING),
    (30, limits.FEW_RESULTS, MOST_TELLING),
    (20, limits.FEW_RESULTS, SOME_TELLING),
    (1, 1, SOME_TELLING),
)
_WANTING = ("failing",)  # which way findings point that tell of what was wanting
_SHORTEST = 4  # letters of a word that has a plural of its own to look for
_WHERE = frozenset(("in", "across", "within", "around", "from", "near"))


def plan(query: Query, thesaurus: Thesaurus, ranking: Ranking = RANKING) -> Plan:
    """Return what an engine has to execute. Raises BadQuestion where a limit is passed; junk is no fault."""
    check(query)
    question = read(query.text)
    planner = _Planner(thesaurus if query.synonyms else thesaurus.without_synonyms(), ranking, query.match)
    node = planner.node(question.tree)
    looser: tuple[LooserPlan, ...] = ()
    if query.match == "most" and planner.choosy:
        loosened = _Planner(planner.thesaurus, ranking, ENOUGH).node(question.tree)
        looser = tuple(LooserPlan(_at(loosened, percent), told, below) for percent, below, told in STEPS)
        looser += _loosen_quotes(question.tree, planner)
    elif query.match == "most" and planner.named_whole:
        looser = (LooserPlan(_Planner(planner.thesaurus, ranking, "any").node(question.tree), ANY_OF_NAME, below=1),)
    return Plan(
        node=node,
        looser=looser,
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
        parts=planner.asked,
        meant=tuple(planner.whole_themes),
        typed=planner.typed,
    )


def _loosen_quotes(tree: ast.Tree, planner: _Planner) -> tuple[LooserPlan, ...]:
    """Return the last steps for a question of quotes and words: the quotes alone, then their words as any others."""
    exact = _exact_texts(tree)
    if not exact:
        return ()
    listed = " or ".join(f"“{text}”" for text in exact)
    told = f"No results contain the exact words {listed}. We searched for the words separately."
    alone = f"No results contain {listed} together with your other words. Showing results for {listed}."
    words = _without_quotes(tree)
    loosened = _Planner(planner.thesaurus, planner.ranking, ENOUGH).node(words)
    return (
        LooserPlan(_Planner(planner.thesaurus, planner.ranking, QUOTED).node(tree), alone, below=1),
        LooserPlan(_Planner(planner.thesaurus, planner.ranking, "most").node(words), told, below=1),
        *(LooserPlan(_at(loosened, percent), told, below=1) for percent, _, _ in STEPS),
    )


def _exact_texts(tree: ast.Tree) -> tuple[str, ...]:
    """Return the quoted texts that stand next to words."""
    match tree:
        case ast.Beside(parts):
            return tuple(
                part.text
                for part in map(_without_filters, parts)
                if isinstance(part, ast.QuotedWords) and part.near is None
            )
        case ast.All(parts) | ast.Any(parts):
            return tuple(text for part in parts for text in _exact_texts(part))
        case ast.Inside(_, part):
            return _exact_texts(part)
        case _:
            return ()


def _without_filters(tree: ast.Tree) -> ast.Tree:
    return tree.part if isinstance(tree, ast.Inside) else tree


def _without_quotes(tree: ast.Tree) -> ast.Tree:
    """Return a question with the quotes next to words turned into words."""
    match tree:
        case ast.Beside(parts):
            return ast.Beside(tuple(_as_words(part) for part in parts))
        case ast.All(parts):
            return ast.All(tuple(map(_without_quotes, parts)))
        case ast.Any(parts):
            return ast.Any(tuple(map(_without_quotes, parts)))
        case ast.Inside(name, part):
            return ast.Inside(name, _without_quotes(part))
        case _:
            return tree


def _as_words(part: ast.Tree) -> ast.Tree:
    match part:
        case ast.QuotedWords(text):
            return ast.QueryWord(text)
        case ast.Inside(name, ast.QuotedWords(text)):
            return ast.Inside(name, ast.QueryWord(text))
        case _:
            return part


def check(query: Query) -> None:
    """Raise BadQuestion, with a sentence for the reader, where `query` is past a limit or names what there is not."""
    if len(query.text) > limits.QUESTION_LENGTH:
        raise BadQuestion(f"Your search must be {limits.QUESTION_LENGTH} characters or fewer. Use fewer words.")
    for name, chosen in query.filters.items():
        _among(name, FACETS, "filter")
        if len(chosen) > limits.VALUES:
            raise BadQuestion(f"You can choose up to {limits.VALUES} values of one filter. Choose fewer.")
    for name in query.facets or ():
        _among(name, COUNTED, "facet")
    _among(query.sort, SORTS, "order")
    _among(query.group, GROUPS, "grouping")
    _among(query.match, MATCHES, "way to match")
    if query.page < 1 or query.size < 0:
        raise BadQuestion("Pages count from 1, and a page cannot hold fewer than no results.")
    if query.page * query.size > limits.DEPTH:
        raise BadQuestion(f"You can see only the first {limits.DEPTH:,} results. Narrow your search.")


def _among(name: str, known: Iterable[str], what: str) -> None:
    if name not in known:
        raise BadQuestion(f"There is no {what} called {name[:40]!r}. There are: {', '.join(known)}.")


@dataclass(slots=True)
class _Planner:
    """One walk over a query's tree, collecting what to show and what to mark."""

    thesaurus: Thesaurus
    ranking: Ranking
    match: str
    where: str = ""  # the one field that is looked in
    choosy: bool = False  # whether fewer parts would find more
    named_whole: bool = False  # whether a part has several words
    parts: int = 0
    also: dict[str, None] = field(default_factory=dict)
    highlights: dict[str, None] = field(default_factory=dict)
    asked: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
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
                return _all([self.node(part) for part in parts])
            case ast.Any(parts):
                return _any([self.node(part) for part in parts])
            case ast.Not(part):
                return self.without(part)
            case ast.Inside(name, part):
                return self.inside(name, part)
            case ast.QuotedWords() | ast.Beginning() | ast.Spelling():
                self.count(1)
                return self.plan_exact_words(tree)
            case ast.FacetValue(facet, value):
                self.count(1)
                return self.plan_facet_value(facet, value)
            case ast.YearRange(first, last):
                self.count(1)
                return Years(first, last)
            case ast.AnyFinding():
                return EveryEntry()

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
            return _all([node for _, node in others]) if others else EveryEntry()
        if self.match in ("any", ENOUGH, QUOTED):
            firm = [node for part, node in others if not _only_adds_weight(part, self.match != "any")]
            scored = [node for part, node in others if _only_adds_weight(part, self.match != "any")]
            words_ = self.plan_words([*scored, *concepts], named, plain)
            return Lift(_all(firm), words_) if firm and self.match == QUOTED else _all([*firm, words_])
        self.choosy = self.choosy or len(concepts) > 1 or any(_only_adds_weight(part, False) for part, _ in others)
        return _all([*(node for _, node in others), self.plan_words(concepts, named, plain)])

    def theme(self, slug: str, percent: int) -> Node:
        """Return findings with a theme, for so much of its points."""
        return ThemeMatch(slug) if percent == 100 else BestOf(((ThemeMatch(slug), percent),))

    def plan_words(self, concepts: list[Node], named: Mapping[str, int], plain: list[ast.QueryWord]) -> Node:
        """Return the node for words: themes named stand in for a word, all that else is meant adds points."""
        text = " ".join(part.text for part in plain)
        years = framing.years(text)
        optional = framing.FRAMING.union(stems(years.typed) if years else (), stems(framing.quoting(text)))
        framed = [node for node in concepts if _is_one_of(node, optional)] if self.match in ("most", ENOUGH) else []
        telling = [node for node in concepts if node not in framed] or concepts
        stand_in = [] if self.match == "all" else [self.theme(theme, percent) for theme, percent in named.items()]
        spoken = self.spoken_of(plain)
        node = self.plan_match(telling, stand_in, list(spoken))
        meant = self.meant_themes(plain, named, spoken) if self.match in ("most", ENOUGH) else ()
        if framed and telling is not concepts:
            node = Lift(node, _any(framed), self.ranking.framing)
        for theme, percent in spoken.items():
            if not (stand_in and theme in named):
                node = Lift(node, ThemeMatch(theme), percent)
        self.whole_themes.update(dict.fromkeys(meant))
        if meant and not (
            stand_in and len(telling) == 1
        ):  # all that is on the theme is found; what has the words as well comes first
            whole = [Lift(ThemeMatch(theme), _any(telling)) for theme in meant]
            node = BestOf(((node, 100), *((one, 100) for one in whole)))
        node = self.add_professional_name(node, text) if len(concepts) > 1 else node
        together = self.plan_adjacent(plain) if self.ranking.close else []
        node = Lift(node, _any(together), self.ranking.close) if together else node
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
        return Lift(_any([node, BestOf(((named, self.ranking.described),))]), named, self.ranking.described)

    def plan_match(self, telling: list[Node], stand_in: list[Node], spoken: list[str]) -> Node:
        """Return how many of the telling parts must match."""
        match self.match:
            case "all":
                return _all(telling)
            case "any" | "quoted":
                return _any([*telling, *stand_in])
            case "enough" if len(telling) + len(stand_in) > 1:
                return Enough(1, (*(self.spoken_for(node, spoken) for node in telling), *stand_in))
            case _:
                return _at_least(len(telling) // 2 + 1, [*telling, *stand_in])

    def spoken_for(self, node: Node, spoken: list[str]) -> Node:
        """Return a part with the themes that stand for it: those that it speaks of. They bring no points."""
        values = self.thesaurus.names.values
        stemmed = _stems(node)
        themes = [theme for theme in spoken if any(theme in values.get(word, {}) for word in stemmed)]
        return BestOf(((node, 100), *((ThemeMatch(theme), 0) for theme in themes))) if themes else node

    def plan_framing(self, node: Node, text: str, years: framing.YearSpan | None) -> Node:
        """Return a node with some extra points for the kinds and the years that the words ask for."""
        if self.where or not self.thesaurus.labels:
            return node
        for kind in framing.kinds(text):
            node = Lift(node, FacetMatch("kind", (kind,), self.ranking.kind))
        if self.ranking.wanting and framing.wanting(text):
            node = Lift(node, FacetMatch("polarity", _WANTING, self.ranking.wanting))
        if years is None:
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
        """Return the theme that words surely mean: one alone, of which each word that tells anything speaks."""
        if self.where or not self.thesaurus.labels:
            return ()
        text = " ".join(part.text for part in plain)
        telling = {stem(word) for word in words(text) if word not in STOP_WORDS} - framing.FRAMING
        values = self.thesaurus.names.values
        themes = [theme for theme in {**named, **spoken} if all(theme in values.get(word, {}) for word in telling)]
        return tuple(themes) if telling and len(themes) == 1 else ()

    def plan_sentence(self, plain: list[ast.QueryWord], optional: frozenset[str]) -> Node | None:
        """Return all words of a question that tell what it is about, as they stand together in one sentence."""
        spoken = (stem(word) for part in plain for word in words(part.text) if word not in STOP_WORDS)
        telling = tuple(dict.fromkeys(word for word in spoken if word not in optional))
        return NearWords(telling, self.ranking.sentence_by, field=self.where) if len(telling) > 1 else None

    def plan_exact_words(self, tree: ast.QuotedWords | ast.Beginning | ast.Spelling) -> Node:
        """Return quotes, beginnings and spellings, which ask for words as written."""
        match tree:
            case ast.QuotedWords(text, near):
                return self.plan_quotation(tuple(words(text)), near)
            case ast.Beginning(text):
                self.highlights[f"{fold(text)}*"] = None
                return Prefix(fold(text), self.where)
            case ast.Spelling(text, distance):
                self.highlights[f'"{fold(text)}'] = None
                return Fuzzy(fold(text), distance, self.where)

    def plan_quotation(self, quoted: tuple[str, ...], near: int | None) -> Node:
        """Return words in quotes: as written next to each other, or in any form near each other."""
        if near is not None:
            different = tuple(dict.fromkeys(map(stem, quoted)))
            self.highlights.update(dict.fromkeys(different))
            return (
                NearWords(different, near, False, self.where)
                if len(different) > 1
                else WordMatch(different[0], False, self.where)
            )
        if len(quoted) == 1:
            self.highlights[f'"{quoted[0]}'] = None
            return WordMatch(quoted[0], True, self.where)
        forms = (quoted, *((*quoted[:-1], other) for other in self.numbers(quoted[-1])))
        self.highlights.update(dict.fromkeys(f'"{" ".join(form)}' for form in forms))
        phrases = tuple((Phrase(form, True, self.where), 100) for form in forms)
        return BestOf(phrases) if len(phrases) > 1 else phrases[0][0]

    def numbers(self, word: str) -> tuple[str, ...]:
        """Return the plural of a word, or its singular: a quoted word may end in either."""
        if not self.thesaurus.labels or not word.isalpha() or len(word) < _SHORTEST or word in STOP_WORDS:
            return ()
        return tuple(other for other in _numbers(word) if stem(other) == stem(word))

    def concepts(self, plain: list[ast.QueryWord]) -> tuple[list[Node], dict[str, int]]:
        """Return words as the parts that they make with the vocabulary's help, and the themes that they name."""
        question = typed_words([word.text for word in plain])
        typed = [(one.printed, one.word) for one in question]
        only_stops = all(word in STOP_WORDS for _, word in typed)
        found: list[Node] = []
        named: dict[str, int] = {}
        place = 0
        while place < len(typed):
            area = self.area_at(typed, place)
            if area:
                found.append(self.area(area))
                place += len(area)
                continue
            length = self.run_at(typed, place)
            room, spread = self.spread_at(typed, place)
            if spread and room > length:
                found.append(self.spread(spread, typed[place : place + room]))
                place += room
                continue
            forms = forms_at(question, place)
            if forms and forms.length >= length and (self.thesaurus.labels or not forms.loose):
                run = typed[place : place + forms.length]
                found.append(self.compound(run, forms))
                place += forms.length
                named.update(self.themes_named(run))
                continue
            run = typed[place : place + length]
            place += length
            if length == 1 and run[0][1] in STOP_WORDS and not only_stops and not self.is_known(run):
                continue
            found.append(self.concept(run))
            named.update(self.themes_named(run))
        return list(dict.fromkeys(found)), named

    def area_at(self, typed: list[tuple[str, str]], place: int) -> list[tuple[str, str]]:
        """Return the capitalised words at `place` that name a place: "in Surrey", "across West Sussex"."""
        if self.where or not place or typed[place - 1][1] not in _WHERE or not self.thesaurus.labels:
            return []
        if all(printed[0].isupper() for printed, word in typed if word not in STOP_WORDS):
            return []  # a heading, or all in capitals: then they say nothing
        area = list(takewhile(lambda pair: pair[0][0].isupper() and not pair[0][1:].isupper(), typed[place:]))
        return [] if any(self.is_known(area[: end + 1]) for end in range(len(area))) else area

    def area(self, typed: list[tuple[str, str]]) -> Node:
        """Return a place: the words themselves, or findings of the area that is called so."""
        telling = [word for _, word in typed]
        self.note(telling)
        self.ask_for(_printed_words(typed), [stems_of(telling)])
        self.highlights.update(dict.fromkeys(map(stem, telling)))
        return BestOf(
            ((self.own(telling), 100), (FacetMatch("area", (_printed_words(typed),), self.ranking.area), 100))
        )

    def themes_named(self, run: list[tuple[str, str]]) -> dict[str, int]:
        """Return the themes that these words name outright, each with the per cent of its points that it brings."""
        key, labels = tuple(stem(word) for _, word in run), self.thesaurus.labels
        themes = () if self.where else self.thesaurus.themes.get(key, ())
        self.also.update(dict.fromkeys(labels[theme] for theme in themes))
        return {
            theme: 100 if set(key) & set(stems(labels[theme])) == set(key) else self.ranking.wider for theme in themes
        }

    def run_at(self, typed: list[tuple[str, str]], place: int) -> int:
        """Return the length of the longest run of words at `place` that the vocabulary knows; 1 if it knows none."""
        longest = min(self.thesaurus.longest, len(typed) - place)
        return next((n for n in range(longest, 1, -1) if self.is_known(typed[place : place + n])), 1)

    def is_known(self, run: list[tuple[str, str]]) -> bool:
        """Return whether the vocabulary knows these words."""
        key = tuple(stem(word) for _, word in run)
        return bool(self.thesaurus.sayings(key, _printed_words(run)) or self.thesaurus.themes.get(key))

    def concept(self, run: list[tuple[str, str]]) -> Node:
        """Return one part: the words themselves, or whatever else they may be called."""
        key = tuple(stem(word) for _, word in run)
        telling = [word for _, word in run if word not in STOP_WORDS] or [word for _, word in run]
        self.note(telling)
        self.highlights.update(dict.fromkeys(map(stem, telling)))
        # Where neither a theme nor its name is found, a word of the name tells nothing of it: "forced marriage".
        self.named_whole = self.named_whole or (len(telling) > 1 and key not in self.thesaurus.themes)
        sayings, stopped = self.thesaurus.sayings(key, _printed_words(run)), self.with_full_stops(run)
        if not (len(run) == 1 and key[0] in framing.FRAMING):
            self.ask_for(_printed_words(run), [stems_of(telling), *(saying.stems for saying in (*sayings, *stopped))])
        return self.otherwise(self.name(telling), sayings, stopped)

    def ask_for(self, printed: str, ways: Iterable[tuple[str, ...]]) -> None:
        """Keep what is asked for, with the stems of each way to say it: a part that no entry has is told."""
        if self.thesaurus.labels and not self.where:
            self.asked[printed] = tuple(dict.fromkeys(ways))

    def compound(self, run: list[tuple[str, str]], forms: WordForms) -> Node:
        """Return one part that is one word however it is written: its small words count, its parts alone do not."""
        key = tuple(stem(word) for _, word in run)
        if forms.section:
            key = ("section", forms.section)
        different = list(dict.fromkeys(stems_of(one) for one in forms.written))
        written = different if self.thesaurus.labels else different[:1]
        self.highlights.update(dict.fromkeys(" ".join(one) for one in written))
        own: list[tuple[Node, int]] = [(self.saying(Saying(one, "")), 100) for one in written]
        if forms.section and self.thesaurus.labels:  # "sections 17 and 47"
            own.append((NearWords(("section", forms.section), 2, field=self.where), 100))
        if forms.loose:
            own.append((self.own([word for _, word in run]), self.ranking.apart))
        sayings = self.thesaurus.sayings(key, _printed_words(run))
        self.ask_for(_printed_words(run), [*written, *(saying.stems for saying in sayings)])
        return self.otherwise(tuple(own), sayings)

    def with_full_stops(self, run: list[tuple[str, str]]) -> tuple[Saying, ...]:
        """Return a short form as it is written with full stops."""
        short = run[0][0]
        if len(run) > 1 or not (short.isupper() or short in self.thesaurus.acronyms):
            return ()
        letters = with_stops(short)
        return (Saying(letters, "."),) if letters else ()

    def otherwise(
        self, own: tuple[tuple[Node, int], ...], sayings: tuple[Saying, ...], spelt: tuple[Saying, ...] = ()
    ) -> Node:
        """Return a part with its alternative words and spellings."""
        others = [(self.saying(saying), self.ranking.synonym) for saying in (*sayings, *spelt)]
        self.also.update(dict.fromkeys(saying.text for saying in sayings))
        self.highlights.update(dict.fromkeys(" ".join(saying.stems) for saying in (*sayings, *spelt)))
        return BestOf((*own, *others)) if len(own) + len(others) > 1 else own[0][0]

    def spread_at(self, typed: list[tuple[str, str]], place: int) -> tuple[int, Expansion | None]:
        """Return the longest saying with room in it that stands at `place`, and its length there."""
        stemmed = tuple(stem(word) for _, word in typed[place:])
        found = ((spread.length(stemmed), spread) for spread in self.thesaurus.spreads)
        return max(found, key=lambda pair: pair[0], default=(0, None))

    def spread(self, spread: Expansion, run: list[tuple[str, str]]) -> Node:
        """Return one part for a saying with room in it: its own words close together, or what reviews say instead."""
        self.note([word for _, word in run if word not in STOP_WORDS])
        own = NearWords(tuple(dict.fromkeys((*spread.before, *spread.after))), GAP_WORDS, field=self.where)
        return self.otherwise(((own, 100),), spread.sayings)

    def note(self, telling: Iterable[str]) -> None:
        """Keep words that may be misspelt, each with the nearest that the vocabulary has."""
        new = [word for word in telling if stem(word) not in self.thesaurus.stems and word not in self.typed]
        self.typed.update((word, self.thesaurus.words.nearest_word(word) if len(word) > 3 else "") for word in new)

    def name(self, telling: list[str]) -> tuple[tuple[Node, int], ...]:
        """Return the words of a part: those of one name are worth less where they do not stand near each other."""
        own, different = self.own(telling), tuple(dict.fromkeys(map(stem, telling)))
        if self.match == "any" or len(different) < 2 or not self.thesaurus.labels or self.ranking.apart == 100:
            return ((own, 100),)
        return ((NearWords(different, self.ranking.name_by, field=self.where), 100), (own, self.ranking.apart))

    def own(self, telling: list[str]) -> Node:
        """Return the words of a part themselves, however they lie in the text."""
        terms: list[Node] = list(dict.fromkeys(WordMatch(stem(word), field=self.where) for word in telling))
        return _any(terms) if self.match == "any" else _all(terms)

    def saying(self, saying: Saying) -> Node:
        """Return an alternative wording; a phrase stays a phrase."""
        if len(saying.stems) == 1:
            return WordMatch(saying.stems[0], field=self.where)
        return Phrase(saying.stems, field=self.where)


def _name_saying(name: str) -> Saying:
    return Saying(tuple(stems(name)), name)


def _numbers(word: str) -> Iterator[str]:
    """Yield what may be the plural or the singular of a word."""
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    elif word.endswith(("ses", "xes", "ches", "shes")):
        yield word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
    elif word.endswith("y") and word[-2] not in "aeiou":
        yield f"{word[:-1]}ies"
    else:
        yield f"{word}es" if word.endswith(("ss", "x", "ch", "sh")) else f"{word}s"


def _printed_words(run: list[tuple[str, str]]) -> str:
    return " ".join(printed for printed, _ in run)


def _only_adds_weight(part: ast.Tree, quotes_firm: bool) -> bool:
    """Return whether a part next to words only adds weight once any word will do; filters and NOT stay firm."""
    if quotes_firm and isinstance(_without_filters(part), ast.QuotedWords):
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


def _at(node: Node, percent: int) -> Node:
    """Return a loosened node at another share of the worth."""
    match node:
        case Enough(_, parts):
            return Enough(percent, parts)
        case AtLeast(count, parts):
            return AtLeast(count, tuple(_at(part, percent) for part in parts))
        case BestOf(parts):
            return BestOf(tuple((_at(part, percent), share) for part, share in parts))
        case Lift(lifted):
            return replace(node, node=_at(lifted, percent))
        case _:
            return node


def _all(nodes: list[Node]) -> Node:
    return _at_least(len(nodes), nodes)


def _any(nodes: list[Node]) -> Node:
    return _at_least(1, nodes)


def _at_least(count: int, nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else AtLeast(count, tuple(nodes))

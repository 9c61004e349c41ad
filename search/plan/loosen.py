"""Loosening a question that finds little: fewer parts will do, then words in quotes need not stand as written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from search import limits
from search.plan.nodes import AtLeast, BestOf, Enough, Lift, LooserPlan, Node
from search.query import ast

ENOUGH = "enough"  # how a loosened question is matched: parts that are together worth enough
QUOTED = "quoted"  # ... and how it is where only what stands in quotes must be there
MOST_TELLING = "Not many findings match all your words, so some results match only the most important ones."
ANY_OF_NAME = "No findings match all your words, so results match any of them."
SOME_TELLING = "Not many findings match all your words, so some results match only one or two of them."
LOOSENED_QUOTES = "together with your other words"  # stands in the notice that what stands in quotes was enough
FEW_CONTAIN = "Few results contain"  # begins the notice where some have the other words, and stand first
FEW_WITH_QUOTES = 5  # findings; fewer that have words beside quotes by chance are no answer
STEPS = (
    # per cent of what all words are worth, below how many matches, and the notice
    (45, limits.FEW_RESULTS, MOST_TELLING),
    (30, limits.FEW_RESULTS, MOST_TELLING),
    (20, limits.FEW_RESULTS, SOME_TELLING),
    (1, 1, SOME_TELLING),
)
PlanTree = Callable[[ast.Tree, str], Node]  # plans a question's tree by a way to match


def loosen(tree: ast.Tree, plan_tree: PlanTree) -> tuple[LooserPlan, ...]:
    """Return the steps in which a question of several parts is loosened, the firmest first."""
    loosened = plan_tree(tree, ENOUGH)
    steps = tuple(LooserPlan(_at(loosened, percent), told, below) for percent, below, told in STEPS)
    return steps + _loosen_quotes(tree, plan_tree)


def loosen_name(tree: ast.Tree, plan_tree: PlanTree) -> tuple[LooserPlan, ...]:
    """Return the one step for a question that is a name of several words: any of them will do."""
    return (LooserPlan(plan_tree(tree, "any"), ANY_OF_NAME, below=1),)


def _loosen_quotes(tree: ast.Tree, plan_tree: PlanTree) -> tuple[LooserPlan, ...]:
    """Return the last steps for a question of quotes and words: the quotes alone, then their words as any others."""
    exact = _exact_texts(tree)
    if not exact:
        return ()
    listed = " or ".join(f"“{text}”" for text in exact)
    told = f"No results contain the exact words {listed}. We searched for the words separately."
    shown = f"Showing results for {listed}."
    alone = f"No results contain {listed} {LOOSENED_QUOTES}. {shown}"
    few = f"{FEW_CONTAIN} {listed} {LOOSENED_QUOTES}. {shown}"
    words, quoted = _without_quotes(tree), plan_tree(tree, QUOTED)
    loosened = plan_tree(words, ENOUGH)
    return (
        LooserPlan(quoted, alone, below=1),
        LooserPlan(quoted, few, below=FEW_WITH_QUOTES),
        LooserPlan(plan_tree(words, "most"), told, below=1),
        *(LooserPlan(_at(loosened, percent), told, below=1) for percent, _, _ in STEPS),
    )


def _exact_texts(tree: ast.Tree) -> tuple[str, ...]:
    """Return the quoted texts that stand next to words."""
    match tree:
        case ast.Beside(parts):
            return tuple(
                part.text
                for part in map(without_field, parts)
                if isinstance(part, ast.QuotedWords) and part.near is None
            )
        case ast.All(parts) | ast.Any(parts):
            return tuple(text for part in parts for text in _exact_texts(part))
        case ast.Inside(_, part):
            return _exact_texts(part)
        case _:
            return ()


def without_field(tree: ast.Tree) -> ast.Tree:
    """Return what is looked for in a field, without the field; any other tree as it is."""
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

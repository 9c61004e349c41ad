"""The points of a node, as a clause of a query whose score they are: whole numbers, which add up exactly.

The points of a word are worked out on the servers by the steps of search/ranking.py, from how often the entry has it,
the lengths of its fields and the numbers in `Counts`.
"""

from __future__ import annotations

from search.engines.opensearch.connection import Json
from search.engines.opensearch.counts import Counts
from search.engines.opensearch.match_clauses import NOTHING, at_least, enough_clause, match_clause
from search.plan import nodes
from search.ranking import FIELDS, POINTS, Ranking, rarity

_FIELD_STEP = """
double of_{field} = termFreq(params.{field}, params.word);
if (of_{field} > 0) {{
  double length = doc['{field}_length'].value;
  double even = params.even_{field};
  double average = params.average_{field};
  double weight = params.weight_{field};
  frequency += of_{field} * (weight / (1.0 - even + even * (length / average)));
}}
"""
_WORD = "double frequency = 0; double rare = params.rare; double k = params.k; {steps}"
_SATURATED = f"return Math.floor(rare * (k + 1.0) * frequency / (k + frequency) * {POINTS} + 0.5);"
_SHARE = "return Math.floor(_score * params.percent / 100);"


def score_clause(node: nodes.Node, counts: Counts, ranking: Ranking) -> Json:
    """Return the clause that matches the entries of `node` and scores them with its points."""
    if isinstance(node, nodes.WordNode):
        return _score_words(node, counts, ranking)
    if isinstance(node, nodes.JoiningNode):
        return _score_joined(node, counts, ranking)
    points = 0
    if isinstance(node, nodes.ThemeMatch):
        points = ranking.theme_points(counts.held, counts.numbers[node], node.weight)
    elif not isinstance(node, nodes.EveryEntry):
        points = node.points
    return _constant_clause(match_clause(node, counts), points)


def _score_words(node: nodes.WordNode, counts: Counts, ranking: Ranking) -> Json:
    match node:
        case nodes.WordMatch():
            return _word(node, counts, ranking)
        case nodes.Phrase(wanted, exact, where) | nodes.NearWords(wanted, _, exact, where):
            each = [_word(nodes.WordMatch(word, exact, where), counts, ranking) for word in dict.fromkeys(wanted)]
            return {"bool": {"filter": [match_clause(node, counts)], "must": each}}
        case nodes.Prefix():
            return _constant_clause(match_clause(node, counts), ranking.prefix)
        case nodes.Fuzzy(word, distance, where):
            near = counts.spellings[word, distance]
            scored = ((other, _word(nodes.WordMatch(other, True, where), counts, ranking)) for other in near)
            return _best_clause([_share(one, 100 if other == word else ranking.misspelt) for other, one in scored])


def _score_joined(node: nodes.JoiningNode, counts: Counts, ranking: Ranking) -> Json:
    def inner(part: nodes.Node) -> Json:
        return score_clause(part, counts, ranking)

    match node:
        case nodes.AtLeast(count, parts):
            return at_least(count, [inner(part) for part in parts])
        case nodes.Enough(_, parts):
            return {"bool": {"filter": [enough_clause(node, counts)], "should": [inner(part) for part in parts]}}
        case nodes.BestOf(parts):
            return _best_clause([_share(inner(part), percent) for part, percent in parts])
        case nodes.Lift(lifted, bonus, percent):
            return {"bool": {"must": [inner(lifted)], "should": [_share(inner(bonus), percent)]}}
        case nodes.Without():
            return _constant_clause(match_clause(node, counts), 0)


def _constant_clause(clause: Json, points: int) -> Json:
    return {"constant_score": {"filter": clause, "boost": points}}


def _best_clause(clauses: list[Json]) -> Json:
    return {"dis_max": {"queries": clauses}} if clauses else NOTHING


def _share(clause: Json, percent: int) -> Json:
    if percent == 100 or clause is NOTHING:
        return clause
    return {"script_score": {"query": clause, "script": {"source": _SHARE, "params": {"percent": percent}}}}


def _word(node: nodes.WordMatch, counts: Counts, ranking: Ranking) -> Json:
    having = counts.numbers[node]
    if not having:
        return NOTHING
    fields = (node.field,) if node.field else FIELDS
    form = "words" if node.exact else "stems"
    params: Json = {"word": node.word, "rare": rarity(counts.held, having), "k": ranking.saturation}
    for name in fields:
        params |= {
            name: f"{name}_{form}",
            f"even_{name}": ranking.evening[name],
            f"weight_{name}": ranking.weights[name],
            f"average_{name}": counts.averages[name],
        }
    source = _WORD.format(steps="".join(_FIELD_STEP.format(field=name) for name in fields)) + _SATURATED
    return {"script_score": {"query": match_clause(node, counts), "script": {"source": source, "params": params}}}

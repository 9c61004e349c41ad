"""What an entry is on the servers: the fields of the index, and an entry as a document with our own words and stems.

The texts are sent as our words and stems with blanks between; the servers only part them at the blanks, so that what
matches is what matches everywhere. No text as written is kept there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from hashlib import blake2b

from kb.text.stemming import stem
from kb.text.tokens import words
from search import limits
from search.engines.opensearch.connection import Json
from search.facets import FACETS, fold
from search.making import made_by
from search.port import IndexEntry
from search.ranking import FIELDS

MARK = "mark"  # id of the document that says how far the index has come
GAP = 1000  # places between two fields in the field of all: more than any distance that a question may ask for
EVERYWHERE = "all"  # the field that has the words of all fields
_FORMS = ("words", "stems")
_KEPT_DELETIONS = "1h"  # how long a change that was overtaken by a removal is known to be older


def settings(shards: int) -> Json:
    """Return the settings of an index."""
    return {
        "number_of_shards": shards,
        "auto_expand_replicas": "0-2",  # up to three copies, as far as there are nodes for them
        "max_result_window": limits.DEPTH,
        "gc_deletes": _KEPT_DELETIONS,
        # What is removed has to leave the files: no history is kept for copies that were away, no removed entry is few
        "soft_deletes.retention.operations": 0,
        "merge.policy.expunge_deletes_allowed": 0,
    }


def mapping() -> Json:
    """Return the fields of an index; nothing else is taken."""
    keyword = {"type": "keyword"}
    text = {
        "type": "text",
        "analyzer": "whitespace",
        "norms": False,
        "index_options": "positions",
        "position_increment_gap": GAP,
    }
    fields = {
        **{f"{name}_{form}": text for name in (*FIELDS, EVERYWHERE) for form in _FORMS},
        **dict.fromkeys(_FORMS, keyword),
        **{f"{name}_length": {"type": "integer", "index": False} for name in FIELDS},
        **{f"facet_{name}": keyword for name in FACETS},
        **{f"folded_{name}": {"type": "keyword", "doc_values": False} for name in FACETS},
        "review_hash": {"type": "long", "index": False},
        "year": {"type": "integer"},
        "published": keyword,
        "recurring": {"type": "integer", "index": False},
        "number": {"type": "long"},
        MARK: {"type": "long", "index": False},
        "made_by": {"type": "keyword", "index": False, "doc_values": False},
        "written": {"type": "double", "index": False},
    }
    return {
        "dynamic": "strict",
        "_source": {"includes": [MARK, "made_by", "written"]},
        "properties": fields,
    }


def document(entry: IndexEntry) -> Json:
    """Return an entry as it is sent."""
    texts = {name: words(getattr(entry, name)) for name in FIELDS}
    stemmed = {name: list(map(stem, text)) for name, text in texts.items()}
    facets = {name: facet.values(entry) for name, facet in FACETS.items()}
    return {
        **_forms("words", texts),
        **_forms("stems", stemmed),
        **{f"{name}_length": len(text) for name, text in texts.items()},
        **{f"facet_{name}": list(values) for name, values in facets.items()},
        **{f"folded_{name}": [fold(value) for value in values] for name, values in facets.items()},
        "review_hash": review_hash(entry.review),
        "year": entry.year,
        "published": entry.published or None,
        "recurring": entry.recurring,
        "number": entry.number,
    }


def _forms(form: str, texts: dict[str, list[str]]) -> Json:
    joined = {name: " ".join(text) for name, text in texts.items()}
    return {
        **{f"{name}_{form}": text for name, text in joined.items()},
        f"{EVERYWHERE}_{form}": [text for text in joined.values() if text],
        form: _each_once(word for text in texts.values() for word in text),
    }


def _each_once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def review_hash(review: str) -> int:
    """Return a number for a review, for counting different ones: of 64 bits, so that no two are taken for one."""
    return int.from_bytes(blake2b(review.encode(), digest_size=8).digest(), signed=True)


def fingerprint() -> str:
    """Return what the code that makes documents is known by: an index made by other code is made anew."""
    return made_by((sys.modules[__name__],))

"""The names of the house: the field's nouns and verbs with objects, one noun for one thing, explained and tested under
it; values made by the names of their fields; and no expression made when its module is imported."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_house import tracked_files

# Irregular participles that are not also the plain form of their verb: "read", "put", "cut", "set" and "run" are
# orders.
PARTICIPLES = frozenset(
    """begun borne bought bound brought broken built burnt caught chosen come dealt done drawn driven eaten fallen
    fed felt forbidden forgotten fought found frozen given gone got grown heard held hidden kept known laid
    learnt led left lent lost made meant met paid proven risen rung said sat seen sent shown sold sought spelt
    spent spoken spun stolen stood struck stuck sung sunk swept sworn swum taken taught thought thrown told torn
    understood undone unheard unknown unmade unread unsaid unseen untold withdrawn won worn wound woven
    written""".split()
)
# Adjectives that are neither nouns of the field ("original", "present") nor verbs ("open", "clear", "tidy").
ADJECTIVES = frozenset(
    """able alike alone automatic bad bare bare best better big bigger biggest blank bold brief bright broad busy
    certain closest cold common comparable correct countable curious dark deep different distinct dual dull
    dynamic each eager early easy effective eligible empty equal everyday exact extra fair far fast few fewest
    fine flat foreign formal former free fresh full generic gentle good gradual great hard harmless heavy high
    hostile idle inexact informal inline large largest lasting late later latest legible likely little local
    long longest loose low main major many minor missing more most movable naked narrow narrower near nearest
    neat necessary needless neutral new newest next nice normal numeric odd old oldest only ordinary outer
    outstanding overdue partial past personal plain plausible poor possible previous printable private proper
    public pure quick quiet quotable rare raw readable ready real recent regular relative relevant reliable rich
    rough safe same scarce searchable secret secure several sharp short shortest shy similar simple single
    slight slow small smallest smooth soft special specific stable stale static steady stiff strange strict
    strong strongest such sudden sure temporary thick thin tight tiny true unable unclear unequal unique unlike
    unlikely unreadable unusable unusual upright usable usual vague valid various vast visible weak weekly whole
    wide wider wild worse worst wrong young""".split()
)
NOUNS_IN_ED = frozenset("bed deed embed exceed feed need proceed red seed shed speed succeed weed".split())

# A lone participle or adjective that stays, and why.
ALLOWED = {
    "main": "the entry of a program, as everywhere in Python",
    "_inline": "named after the token of Markdown that it reads",
    "written": "a name of Whoosh's that its codec must give",
}

# Test files that are about no one module: what they hold instead.
ABOUT_SEVERAL_MODULES = {
    "tests/app/test_links_of_an_encoder.py": "linking, the file of likeness and the doctor",
    "tests/web/pages/test_case_studies.py": "case studies as cases of their own, on pages, on paper and in the quiz",
    "tests/web/pages/test_session_ends.py": "a session that ends in the middle of a form, in a browser",
    "tests/web/pages/test_undo.py": "each decision on the desk and its undo, by the forms of several pages",
    "tests/web/pages/test_check_keys.py": "the script's keys of the page where a document is checked, in a browser",
    "tests/web/pages/test_search_words.py": "what the words of a question name, over the library of the pages",
    "tests/app/test_doctor_remedies.py": "what the doctor and its checks of database and index tell to do",
    "tests/app/test_joined_reviews.py": "papers of one case joined as they are added",
    "tests/cli/test_cli.py": "all commands: what they print, and their exit status",
    "tests/contracts/test_engine.py": "the contract of every search engine: entries, orders and limits",
    "tests/contracts/test_engine_alike.py": "every search engine answers as the one in memory",
    "tests/contracts/test_engine_language.py": "what words and filters mean in every search engine",
    "tests/docs/test_threats.py": "the table of threats in the documentation",
    "tests/deploy/test_proxies.py": "the servers in front that deploy/ configures",
    "tests/exports/formats/test_formats.py": "what every format promises",
    "tests/exports/test_libreoffice.py": "office files opened by LibreOffice",
    "tests/faults/test_faults.py": "failures of the disk and kills, in every act on a library",
    "tests/ingest/hostile/test_hostile_files.py": "broken and hostile files of every format",
    "tests/ingest/readers/pdf/test_unshown.py": "what a page does not show, over all parts of the reader",
    "tests/ingest/readers/test_docx_parts.py": "what a Word document shows beside its running words",
    "tests/ingest/readers/test_odt_parts.py": "what an OpenDocument text prints and hides beside its words",
    "tests/ingest/readers/test_held_apart.py": "words outside the running text, over all formats",
    "tests/ingest/readers/test_mail_and_odt.py": "mail and OpenDocument texts",
    "tests/ingest/readers/test_properties.py": "what holds of every reading, over all formats",
    "tests/ingest/readers/test_sameness.py": "one briefing in all formats",
    "tests/ingest/readers/test_sniffing.py": "the format of a file by its bytes, over all formats",
    "tests/ingest/findings/test_answers_in_letters.py": "letters that answer and trackers, over sections and findings",
    "tests/ingest/findings/test_minutes.py": "minutes, over genre, sections and findings",
    "tests/ingest/findings/test_deeds_in_papers.py": "papers that answer, over chapters, statements and tables",
    "tests/ingest/findings/test_lettered_requests.py": "what letters count, in lists, tables and minutes",
    "tests/ingest/test_everywhere.py": "what holds of every document",
    "tests/ingest/test_formats.py": "the findings of one briefing in all formats",
    "tests/ingest/test_drawn_layouts.py": "unusual layouts drawn as pages",
    "tests/ingest/test_layouts.py": "one document for each layout",
    "tests/ingest/test_silence.py": "known headings over items, in every form, are never read in silence",
    "tests/ingest/test_odd_headings.py": "headings in odd forms, over readers, headings and lists",
    "tests/search/engines/whoosh_columnar/test_processes.py": "reading while another process writes",
    "tests/search/test_serving.py": "several processes over one index",
    "tests/search/test_threads.py": "threads of one process",
    "tests/store/test_amendment_sequences.py": "any sequence of corrections, readings, withdrawals and undo",
    "tests/store/test_page_words.py": "words of a page that a person corrected, over each database",
    "tests/store/test_machines.py": "several machines on one database",
    "tests/store/test_store_and_index.py": "store and index together, over each database",
    "tests/test_full_disk.py": "a full disk, from reading to index",
    "tests/test_growth.py": "one file added to a copy of the tree, seen everywhere",
    "tests/test_house.py": "rules of the tree",
    "tests/test_kill.py": "adding killed at any moment",
    "tests/test_lost_rows.py": "originals without their rows",
    "tests/test_patterns.py": "every regular expression of the tree",
    "tests/test_names.py": "names in the tree",
    "tests/test_prepared.py": "folders that tests share",
    "tests/test_reading.py": "what reads for all libraries of the tests",
    "tests/test_supply_chain.py": "pins, hashes, licences and what is held of them",
    "tests/test_vanishing_files.py": "files that another process takes away while they are read",
    "tests/upgrade/test_upgrade.py": "a library of an earlier version, opened by this one",
    "tests/web/test_answers.py": "what every response carries",
    "tests/web/test_accessibility_tree.py": "what a screen reader is told on several pages",
    "tests/web/test_browser.py": "every page in a browser",
    "tests/web/test_case_pages.py": "cases, quiz, slides and packs over the sample library",
    "tests/web/test_pages_in_use.py": "filters, keyboard, paper and copying in a browser",
    "tests/web/test_hostile.py": "hostile words on every page",
    "tests/web/test_journeys.py": "journeys over several pages",
    "tests/web/test_kept_back.py": "documents kept back from readers, at every door",
    "tests/web/test_recurrences.py": "five lessons that recur, over several pages",
    "tests/web/test_recurring_pages.py": "the pages of recurrence and drafts",
    "tests/web/test_same_answer.py": "one question at every door",
    "tests/web/test_same_count.py": "one count on every page, in every file and in the API",
    "tests/web/test_slow_clients.py": "slow clients against a real server",
    "tests/web/test_small.py": "small parts under the pages",
    "tests/web/test_values.py": "pages as values",
    "tests/web/test_words.py": "the English of every page",
}


def parse_packages(*packages: str) -> Iterator[tuple[Path, ast.Module]]:
    for path in tracked_files(*(f"{package}/*.py" for package in packages)):
        if "migrations" not in path.parts:
            yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def lone_modifier(name: str) -> bool:
    """Return whether a name is one word, and that a participle or an adjective."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name.strip("_"))
    if len(words) != 1 or (name.startswith("_") and name.endswith("_")):  # Python's own names
        return False
    word = words[0].lower()
    ends_in_ed = word.endswith("ed") and len(word) > 3 and word not in NOUNS_IN_ED
    return ends_in_ed or word in PARTICIPLES or word in ADJECTIVES


@pytest.mark.parametrize("name", ["told", "_kept", "Doctored", "unknown", "_whole", "Vague", "nearest", "answered"])
def test_a_lone_participle_or_adjective_is_seen(name: str) -> None:
    assert lone_modifier(name)


@pytest.mark.parametrize("name", ["read", "feed", "find_told", "EchoCache", "original", "open", "__new__", "is_bold"])
def test_a_noun_a_verb_or_a_phrase_is_not(name: str) -> None:
    assert not lone_modifier(name)


def test_no_function_or_class_is_named_by_a_lone_participle_or_adjective() -> None:
    wrong = []
    for path, tree in parse_packages("kb", "ingest", "search", "web", "benchmarks", "corpus", "tests"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and lone_modifier(node.name):
                wrong.append((str(path), node.name))
    assert [one for one in wrong if one[1] not in ALLOWED] == []
    assert {name for _, name in wrong} == set(ALLOWED), "an allowance that nothing needs is to go"


def test_no_public_class_name_stands_twice() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path, tree in parse_packages("kb", "ingest", "search", "web", "benchmarks", "corpus", "tests"):
        if path == Path("web/api/_values.py"):  # the API's schema names things as its users know them
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path))
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


def test_the_glossary_explains_each_public_class_of_the_core() -> None:
    lines = (ROOT / "kb/README.md").read_text(encoding="utf-8").split("## Glossary")[1].splitlines()
    explained = [found[1] for line in lines if (found := re.match(r"\| `(\w+)` \| \S.{10,}", line))]
    classes = set()
    for _, tree in parse_packages("kb/core"):
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                classes.add(node.name)
    assert sorted(explained) == sorted(classes)


def has_source(test: Path) -> bool:
    """Return whether a test has the name of a module or package in the same room of the tree, or of the room itself."""
    noun = test.stem.removeprefix("test_")
    room = test.relative_to("tests").parent
    homes = [Path("kb") / room, room]
    at_room = [home for home in homes if (ROOT / home).is_dir()]
    named = [home for home in at_room if (ROOT / home / f"{noun}.py").is_file() or (ROOT / home / noun).is_dir()]
    return bool(named)


def test_each_test_has_the_noun_of_its_source_or_is_on_the_list() -> None:
    tests = [path.relative_to(ROOT) for path in tracked_files("tests/*.py") if path.name.startswith("test_")]
    without = {str(test) for test in tests if not has_source(test)}
    assert without == set(ABOUT_SEVERAL_MODULES), "name the test for its module, or say here what it is about"


# What says of a number that is no count what it is: its ends, its unit, or a measure whose range is known.
MEASURED = re.compile(
    r"\b\d|\b(?:points|seconds|words|letters|characters|bytes|thousandths|centimetres|pixels|log-odds|score|cosine|matrix)\b"
    r"|\b(?:unit|one) vectors?\b|\bunit sum\b|\bof length one\b|\bwith length one\b|\bsum to one\b"
    r"|inverse document frequency|a row each",
)
RETURNS_FLOATS = re.compile(r"(?:float|Floats)(?: \| None)?|(?:tuple|dict|Mapping)\[(?:\w+, )?float\b.*")


def bare_numbers(tree: ast.Module) -> Iterator[str]:
    """Yield the public functions of a module that return floats and whose docstring names neither range nor unit."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.returns and not node.name.startswith("_"):
            told = ast.get_docstring(node) or ""
            if RETURNS_FLOATS.fullmatch(ast.unparse(node.returns)) and told and not MEASURED.search(told):
                yield node.name


def test_what_returns_a_float_says_its_range_or_unit() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in tracked_files("kb/*.py", "ingest/*.py", "search/*.py", "web/*.py")
        for name in bare_numbers(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, found


@pytest.mark.parametrize(
    ("docstring", "bare"),
    [("Return how like they are.", True), ("Return how like they are, 0 to 1.", False), ("Return seconds.", False)],
)
def test_a_planted_float_without_a_range_is_found(docstring: str, bare: bool) -> None:
    planted = ast.parse(f'def likeness() -> float:\n    """{docstring}"""\n')
    assert list(bare_numbers(planted)) == ["likeness"] * bare


def test_no_module_makes_a_regular_expression_when_it_is_imported() -> None:
    """Making all costs a tenth of a start; `expression` of kb/core/expressions.py makes one at its first use (0145)."""
    made = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in tracked_files("kb/*.py", "ingest/*.py", "search/*.py", "web/*.py")
        if "migrations" not in path.parts  # a start reads none of them
        for line in made_at_import(path.read_text(encoding="utf-8"))
    ]
    assert not made


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("import re\nWORD = re.compile('a')", [2]),
        ("class Words:\n    WORD = re.compile('a')\n    def find(self): return re.compile('b')", [2]),
        ("TABLE = {'a': [re.compile(one) for one in 'ab']}", [1]),
        ("def find(word=re.compile('a')): return word", [1]),
        ("def find(text):\n    return re.compile(text)", []),
        ("make = lambda text: re.compile(text)", []),
    ],
)
def test_a_planted_expression_is_found_where_an_import_would_make_it(code: str, lines: list[int]) -> None:
    assert made_at_import(code) == lines


def made_at_import(code: str) -> list[int]:
    """Return the lines at which importing a module calls `re.compile`, in order."""
    waiting: list[ast.AST] = [ast.parse(code)]
    lines = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            lines.append(node.lineno)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += [one for one in (*node.args.defaults, *node.args.kw_defaults) if one is not None]
            waiting += getattr(node, "decorator_list", [])
        else:
            waiting += ast.iter_child_nodes(node)
    return sorted(lines)


MOST_BY_POSITION = 8  # values that a reader can count off


def made_by_position(code: str, classes: frozenset[str]) -> list[int]:
    """Return the lines at which one of these classes is called with more values by position than can be counted off."""
    return sorted(
        node.lineno
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in classes
        and len(node.args) > MOST_BY_POSITION
    )


def test_a_value_of_many_fields_is_made_by_their_names() -> None:
    files = {
        path: path.read_text(encoding="utf-8")
        for path in tracked_files("kb/*.py", "ingest/*.py", "search/*.py", "web/*.py")
        if "migrations" not in path.parts
    }
    classes = frozenset(name for code in files.values() for name in re.findall(r"^class (\w+)", code, re.MULTILINE))
    found = {
        path.relative_to(ROOT): lines for path, code in files.items() if (lines := made_by_position(code, classes))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("code", "lines"),
    [("Page(1, 2, 3, 4, 5, 6, 7, 8, 9)", [1]), ("Page(1, 2, 3, 4, 5, 6, 7, 8, ninth=9)", []), ("max(*range(10))", [])],
)
def test_a_planted_value_of_nine_by_position_is_found(code: str, lines: list[int]) -> None:
    assert made_by_position(code, frozenset({"Page"})) == lines

"""The sample library: everything listed is there, made from its source, marked as invented and honestly labelled."""

from __future__ import annotations

import csv
import json
import re
import tomllib
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus import build, labels, readback
from kb import vocabulary
from kb.core.model import Status

CORPUS = Path(build.HERE)
LIBRARY = CORPUS / "library"
CONVENTIONS = CORPUS / "conventions"
SHARED = CORPUS.parent.parent / "shared"
FORMATS = {".pdf", ".docx", ".pptx", ".html", ".md", ".txt"}
MARK = "Illustrative document: invented for this library; no real person, family, place or organisation."

# Councils of the United Kingdom whose names must not occur; those that are also everyday words are left out.
REAL_AUTHORITIES = """
Aberdeen|Aberdeenshire|Amber Valley|Anglesey|Angus|Antrim|Argyll|Arun|Ashfield|Ashford|Babergh|Barnet|
Barnsley|Basildon|Basingstoke|Bassetlaw|Bedford|Bedfordshire|Belfast|Bexley|Birmingham|Blaby|Blackburn|
Blackpool|Blaenau Gwent|Bolsover|Bolton|Bournemouth|Bracknell|Bradford|Braintree|Breckland|Brent|Brentwood|
Bridgend|Brighton|Bristol|Broadland|Bromley|Bromsgrove|Broxbourne|Broxtowe|Buckinghamshire|Burnley|
Caerphilly|Calderdale|Cambridge|Cambridgeshire|Camden|Cannock|Canterbury|Cardiff|Carlisle|Carmarthenshire|
Ceredigion|Charnwood|Chelmsford|Cheltenham|Cherwell|Cheshire|Chesterfield|Chichester|Chorley|Colchester|
Conwy|Cornwall|Cotswold|Coventry|Crawley|Croydon|Cumberland|Cumbria|Dacorum|Darlington|Dartford|
Denbighshire|Derby|Derbyshire|Devon|Doncaster|Dorset|Dudley|Dumfries|Dundee|Durham|Ealing|Eastbourne|
Eastleigh|Edinburgh|Elmbridge|Enfield|Epsom|Erewash|Essex|Exeter|Falkirk|Fareham|Fenland|Fermanagh|
Flintshire|Fylde|Gateshead|Gedling|Glasgow|Gloucester|Gloucestershire|Gosport|Gravesham|Greenwich|Guildford|
Gwynedd|Hackney|Halton|Hammersmith|Hampshire|Harborough|Haringey|Harlow|Harrogate|Hartlepool|Hastings|
Havering|Herefordshire|Hertfordshire|Hertsmere|Hillingdon|Hinckley|Horsham|Hounslow|Huntingdonshire|Hyndburn|
Inverclyde|Ipswich|Islington|Kensington|Kent|Kettering|Kingston|Kirklees|Knowsley|Lambeth|Lanarkshire|
Lancashire|Lancaster|Leeds|Leicester|Leicestershire|Lewes|Lewisham|Lichfield|Lincolnshire|Liverpool|Lothian|
Luton|Maidstone|Maldon|Malvern|Manchester|Mansfield|Medway|Melton|Mendip|Merthyr|Merton|Middlesbrough|
Midlothian|Milton Keynes|Monmouthshire|Moray|Newark|Newcastle|Newham|Newport|Norfolk|Northampton|
Northamptonshire|Northumberland|Norwich|Nottingham|Nottinghamshire|Nuneaton|Oldham|Orkney|Oxford|Oxfordshire|
Pembrokeshire|Perth|Peterborough|Plymouth|Portsmouth|Powys|Preston|Redbridge|Redcar|Redditch|Reigate|
Renfrewshire|Rhondda|Ribble|Richmond|Rochdale|Rochford|Rossendale|Rother|Rotherham|Runnymede|Rushcliffe|
Rushmoor|Rutland|Salford|Sandwell|Scarborough|Sedgemoor|Sefton|Selby|Sevenoaks|Sheffield|Shetland|
Shropshire|Slough|Solihull|Somerset|Southampton|Southend|Southwark|Spelthorne|Stafford|Staffordshire|
Stevenage|Stirling|Stockport|Stockton|Stroud|Suffolk|Sunderland|Surrey|Sussex|Swansea|Swindon|Tameside|
Tamworth|Tandridge|Taunton|Teignbridge|Telford|Tendring|Thanet|Thurrock|Torbay|Torfaen|Torridge|
Tower Hamlets|Trafford|Tunbridge|Tyneside|Uttlesford|Wakefield|Walsall|Waltham|Wandsworth|Warrington|
Warwick|Warwickshire|Watford|Waverley|Wealden|Welwyn|Westminster|Westmorland|Wigan|Wiltshire|Winchester|
Windsor|Wirral|Woking|Wokingham|Wolverhampton|Worcester|Worcestershire|Worthing|Wrexham|Wychavon|Wyre|York|
Yorkshire
"""


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in FORMATS and path.name != "README.md")


@cache
def _pages(path: Path) -> tuple[str, ...]:
    return readback.pages(path.name, path.read_bytes())


def _text(path: Path) -> str:
    return " ".join(" ".join(_pages(path)).split())


def _manifest() -> dict[str, Any]:
    return tomllib.loads((LIBRARY / "manifest.toml").read_text(encoding="utf-8"))


def _unlisted_documents() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = tomllib.loads((CORPUS / "sources" / "unlisted.toml").read_text("utf-8"))["document"]
    return rows


def _rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


DOCUMENTS = _files(LIBRARY)
SNIPPETS = _files(CONVENTIONS)
LABELLED = [(CORPUS / "expected", path) for path in DOCUMENTS] + [(CONVENTIONS, path) for path in SNIPPETS]


def test_the_manifest_and_the_short_list_beside_it_name_every_file_once() -> None:
    listed = [row["file"] for row in _manifest()["document"]] + [row["file"] for row in _unlisted_documents()]
    assert sorted(listed) == [path.name for path in DOCUMENTS]


def test_every_listed_document_belongs_to_a_listed_review() -> None:
    slugs = {review["slug"] for review in _manifest()["review"]}
    assert {row["review"] for row in _manifest()["document"]} == slugs


def test_the_library_is_wide_enough_to_show_what_the_product_does() -> None:
    years = {int(row["published"][:4]) for row in (*_manifest()["document"], *_unlisted_documents())}
    assert {path.suffix for path in DOCUMENTS} == FORMATS
    assert len(DOCUMENTS) >= 16
    assert len(_manifest()["review"]) + len(_unlisted_documents()) >= 10
    assert (min(years), max(years)) == (2012, 2024)


@pytest.mark.parametrize("row", [*_manifest()["review"], *_manifest()["document"], *_unlisted_documents()], ids=str)
def test_types_are_those_of_the_controlled_lists(row: dict[str, str]) -> None:
    words = vocabulary.load()
    assert row.get("review_type", "none") in words.review_types
    assert row.get("document_type", "unknown") in words.document_types


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_document_says_that_it_is_invented_and_is_small(path: Path) -> None:
    assert readback.letters(MARK) in readback.letters(_text(path))
    assert path.stat().st_size < 150_000


@pytest.mark.parametrize("path", DOCUMENTS + SNIPPETS, ids=lambda path: path.name)
def test_no_real_authority_is_named(path: Path) -> None:
    names = [name.strip() for line in REAL_AUTHORITIES.split("\n") for name in line.split("|") if name.strip()]
    found = [name for name in names if re.search(rf"\b{re.escape(name)}\b", _text(path))]
    assert found == []


def test_the_committed_files_are_what_the_sources_make(tmp_path: Path) -> None:
    build.build(tmp_path)
    for folder in ("library", "conventions", "expected"):
        made = {path.name: path for path in (tmp_path / folder).iterdir()}
        kept = {path.name for path in (CORPUS / folder).iterdir() if path.is_file()} - {"README.md", "manifest.toml"}
        assert set(made) == kept
        for name, path in made.items():
            committed = CORPUS / folder / name
            if path.suffix in FORMATS:
                assert readback.pages(name, path.read_bytes()) == _pages(committed), name
            else:
                assert path.read_text("utf-8") == committed.read_text("utf-8"), name


@pytest.mark.parametrize(("folder", "path"), LABELLED, ids=lambda value: value.name)
def test_the_labels_are_well_formed(folder: Path, path: Path) -> None:
    themes = set(vocabulary.load().themes)
    rows = _rows(folder / f"{path.stem}.json")
    assert rows
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["source"] == path.name
        assert row["class"] in labels.CLASSES
        assert set(row["kinds"]) <= labels.KINDS
        assert bool(row["kinds"]) == (row["class"] in ("core", "optional"))
        assert set(row["themes"]) | set(row["themes_ok"]) <= themes, row["id"]
        assert not set(row["themes"]) & set(row["themes_ok"]), row["id"]
        assert Status(row.get("status", "unclear")).value in vocabulary.load().statuses


@pytest.mark.parametrize(("folder", "path"), LABELLED, ids=lambda value: value.name)
def test_labelled_words_stand_in_the_document_and_on_the_page_that_is_named(folder: Path, path: Path) -> None:
    pages = [readback.letters(page) for page in _pages(path)]
    for row in _rows(folder / f"{path.stem}.json"):
        words, first = readback.letters(row["text"]), (row["page"] or 1) - 1
        rest = words
        if words not in pages[first]:
            on_this_page = max(cut for cut in range(len(words) + 1) if words[:cut] in pages[first])
            rest = words[on_this_page:]
            # A cell that runs over the page may be read between other cells: its halves are looked for by themselves.
            assert on_this_page >= 8, row["id"]
            assert rest in pages[first + 1], row["id"]
        assert rest in "".join(pages), row["id"]
        assert (row["page"] is not None) == (path.suffix in (".pdf", ".pptx"))


def test_answers_and_recurring_lessons_point_to_labels_of_the_right_kind() -> None:
    rows = {row["id"]: row for folder, path in LABELLED for row in _rows(folder / f"{path.stem}.json")}
    for line in (CORPUS / "expected" / "answers.jsonl").read_text("utf-8").splitlines():
        recommendation, action = json.loads(line)["answers"]
        assert rows[recommendation]["kinds"][0] == "recommendation"
        assert rows[action]["kinds"][0] == "action"
    for line in (CORPUS / "expected" / "recurs.jsonl").read_text("utf-8").splitlines():
        group = json.loads(line)
        assert len({rows[member]["source"] for member in group["members"]}) >= 2, group["group"]


def test_every_status_and_every_kind_of_finding_occurs() -> None:
    rows = [row for folder, path in LABELLED for row in _rows(folder / f"{path.stem}.json")]
    assert {kind for row in rows for kind in row["kinds"][:1]} == labels.KINDS
    assert {row["status"] for row in rows if "status" in row} == {
        "planned",
        "in_progress",
        "reported_complete",
        "no_evidence",
    }


def test_each_of_the_39_conventions_has_a_snippet() -> None:
    assert {int(path.name[:2]) for path in SNIPPETS} >= set(range(1, 40))


def test_the_word_report_has_headings_a_table_and_a_footnote() -> None:
    with zipfile.ZipFile(LIBRARY / "harrowfield-child-k-overview-2012.docx") as package:
        body = package.read("word/document.xml").decode()
        notes = package.read("word/footnotes.xml").decode()
    assert 'w:val="Heading1"' in body
    assert 'w:val="ListNumber"' in body
    assert "<w:tbl>" in body
    assert "<w:footnoteReference" in body
    assert "cannot be recognised" in notes


def test_the_tagged_report_is_tagged_and_the_briefing_is_not() -> None:
    import pypdf

    def is_tagged(name: str) -> bool:
        return "/StructTreeRoot" in pypdf.PdfReader(LIBRARY / name).root_object

    assert is_tagged("tarnshire-family-d-report-2021.pdf")
    assert not is_tagged("harrowfield-lyra-and-finn-seven-minute-briefing-2020.pdf")


def test_the_panels_of_the_briefing_stand_out_of_order() -> None:
    text = _text(LIBRARY / "harrowfield-lyra-and-finn-seven-minute-briefing-2020.pdf")
    order = re.findall(r"([1-7])\. (?:What happened|Areas|Missed|Actions|Key areas|Good|Questions)", text)
    assert order == ["1", "2", "3", "6", "5", "4", "7"]


def test_the_action_table_runs_over_two_pages_with_its_header_on_both() -> None:
    pages = _pages(LIBRARY / "harrowfield-child-k-action-plan-2013.pdf")
    assert len(pages) == 2
    assert all("Recommendation" in page and "Target date" in page for page in pages)


def test_a_label_that_cannot_be_read_is_refused_with_its_words() -> None:
    with pytest.raises(labels.BadLabel, match="names no kind"):
        labels.split("{{r1: neglect | Words without a kind}}")
    with pytest.raises(labels.BadLabel, match="not closed"):
        labels.split("{{r1 lesson: neglect | Words without an end")
    with pytest.raises(labels.BadLabel, match="used twice"):
        labels.split("{{l1 lesson: | One}} {{l1 lesson: | Two}}")


def test_a_label_gives_back_its_words_without_marks() -> None:
    plain, units = labels.split("- {{l1 lesson #g: neglect + recording | **Look** at the <b>whole</b> child.}}\n")
    assert plain == "- **Look** at the <b>whole</b> child.\n"
    assert units == (
        labels.LabelledStretch(
            "l1", "Look at the whole child.", "core", ("lesson",), ("neglect",), ("recording",), (), ("g",)
        ),
    )


@pytest.mark.skipif(not (SHARED / "corpus" / "seeds").is_dir(), reason="the documents beside the project are not here")
def test_no_run_of_ten_words_is_taken_from_the_documents_beside_the_project() -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z0-9]+", text.lower())
        return set(zip(*(words[start:] for start in range(10)), strict=False))

    theirs: set[tuple[str, ...]] = set()
    for path in [*(SHARED / "corpus" / "seeds").glob("*.txt"), *(SHARED / "gold").glob("*.jsonl")]:
        theirs |= runs(path.read_text("utf-8", errors="replace"))
    assert {path.name: found for path in DOCUMENTS + SNIPPETS if (found := runs(_text(path)) & theirs)} == {}


def test_the_judged_queries_point_to_labelled_findings() -> None:
    found = {row["id"] for folder, path in LABELLED for row in _rows(folder / f"{path.stem}.json") if row["kinds"]}
    with (CORPUS / "judgements.csv").open(newline="", encoding="utf-8") as lines:
        judged = list(csv.DictReader(lines))
    assert {row["label"] for row in judged} <= found
    assert {row["grade"] for row in judged} == {"1", "2"}
    assert {row["asked_by"] for row in judged} == {"practitioner", "panel", "trainer"}
    assert len({row["query"] for row in judged}) >= 40
    assert all(any(row["query"] == one["query"] and row["grade"] == "2" for row in judged) for one in judged)

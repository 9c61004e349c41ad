"""Coding rounds by browser, as forms alone: two coders who see nothing of each other, a third, and what readers see."""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from argon2 import PasswordHasher

from kb.app.accounts import Accounts
from kb.app.library import Library
from kb.core.access import AccountRole
from kb.store import coding
from tests.web import site
from tests.web.test_access import PASSWORD, sign_in

ROLES = {"kim": "keeper", "ada": "coder", "bob": "coder", "eve": "editor", "rae": "reader"}


@pytest.fixture
def root(own: Library) -> Iterator[str]:
    own.accounts = Accounts(own._store, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for name, role in ROLES.items():
        own.accounts.add(name, AccountRole(role), PASSWORD, "a test")
    with site.serve_library(own) as address:
        yield address


def make_round(root: str, **fields: object) -> httpx.Response:
    sent = {"title": "Spring check", "size": "3", "seed": "5", "coder": ["ada", "bob"], **fields}
    with sign_in(root, "kim") as http:
        return http.post("/desk/rounds", data=sent)


def code_all(root: str, name: str, kind: str, themes: list[str]) -> int:
    """Code as a browser without scripts would: read the form, choose, send, follow."""
    done = 0
    with sign_in(root, name) as http:
        where = "/desk/rounds/1/code"
        while (page := http.get(where)).status_code == 200:
            form = site.tree(page.text).xpath("//form[.//input[@name='finding']]")[0]
            finding = form.xpath(".//input[@name='finding']/@value")[0]
            assert not form.xpath(".//input[@checked]")  # nothing is proposed
            sent = {"finding": finding, "kind": kind, "theme": themes}
            answer = http.post(form.get("action"), data=sent)
            assert answer.status_code == 303
            where = answer.headers["location"]
            done += 1
        assert page.headers["location"] == "/desk/rounds#round-1"
    return done


def test_two_coders_a_third_and_what_readers_see(root: str) -> None:
    assert make_round(root).status_code == 303
    assert code_all(root, "ada", "lesson", ["agency-participation"]) == 3
    assert code_all(root, "bob", "concern", ["agency-participation"]) == 3
    with sign_in(root, "eve") as http:
        while (page := http.get("/desk/rounds/1/settle")).status_code == 200:
            assert "ada: Lesson; " in site.tree(page.text).text_content()
            finding = site.tree(page.text).xpath("//input[@name='finding']/@value")[0]
            http.post("/desk/rounds/1/settle", data={"finding": finding, "kind": "lesson", "theme": []})
        assert page.headers["location"] == "/desk/rounds/1"
        results = http.get("/desk/rounds/1").text
        assert "0 with a disagreement" in results
        (kinds,) = site.tree(results).xpath("//tr[th[starts-with(., 'Kind of finding')]]/td[1]")
        assert kinds.text == "3"  # findings that have one
        assert http.post("/desk/rounds/1", data={"do": "close"}).status_code == 403  # a keeper closes
        assert "Spring check" not in http.get("/help/checked-here").text
    with sign_in(root, "kim") as http:
        assert http.post("/desk/rounds/1", data={"do": "close"}).status_code == 303
        rows = [json.loads(line) for line in http.get("/desk/rounds/1/labels.jsonl").text.splitlines()]
    assert [(row["kind"], row["themes"]) for row in rows] == [("lesson", [])] * 3
    with httpx.Client(base_url=root, trust_env=False) as http:
        shown = http.get("/help/checked-here").text
    assert "Checked here on 3 findings" in shown
    assert "Spring check" in shown
    assert "ada" not in site.tree(shown).xpath("string(//main)")  # readers do not learn who coded


def test_a_coder_sees_neither_the_others_nor_the_machine(root: str) -> None:
    make_round(root)
    code_all(root, "ada", "concern", ["self-neglect"])
    with sign_in(root, "bob") as http:
        twin = http.get("/desk/rounds/1/code.json").json()
        assert "ada" not in json.dumps(twin)
        assert not any(chosen for *_, chosen in twin["kinds"])
        assert not any(chosen for group in twin["groups"] for *_, chosen in group["themes"])
        assert "ada" not in site.tree(http.get("/desk/rounds").text).xpath("string(//main)")
        for address in (
            "/desk/rounds/1",
            "/desk/rounds/1.json",
            "/desk/rounds/1/settle",
            "/desk/rounds/1/labels.jsonl",
        ):
            assert http.get(address).status_code == 403


def test_an_editor_who_codes_does_not_see_the_results_of_an_open_round(root: str) -> None:
    make_round(root, coder=["ada", "eve"])
    with sign_in(root, "eve") as http:
        assert http.get("/desk/rounds/1").status_code == 400
        assert http.get("/desk/rounds/1.json").status_code == 400
        assert http.get("/desk/rounds/1/settle").status_code == 400
        assert http.get("/desk/rounds/1/code").status_code == 200


def test_a_code_without_a_kind_is_asked_for_again_with_what_was_chosen(root: str) -> None:
    make_round(root)
    with sign_in(root, "ada") as http:
        twin = http.get("/desk/rounds/1/code.json").json()
        answer = http.post("/desk/rounds/1/code", data={"finding": twin["finding"], "theme": ["self-neglect"]})
    assert answer.status_code == 400
    page = site.tree(answer.text)
    assert page.xpath("//input[@checked]/@value") == ["self-neglect"]
    assert page.xpath("//a[@href='#kind-1']")
    assert page.xpath("//*[@id='kind-1']")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": " "}, "Give the round a title"),
        ({"size": "many"}, "not a whole number"),
        ({"coder": ["rae"]}, "rae cannot code"),
        ({"coder": []}, "Name who codes"),
    ],
)
def test_a_round_that_makes_no_sense_is_asked_for_again(root: str, fields: dict[str, object], says: str) -> None:
    answer = make_round(root, **fields)
    assert answer.status_code == 400
    page = site.tree(answer.text)
    assert says in page.text_content()
    assert page.xpath("//input[@name='seed']/@value") == ["5"]  # what was typed stays


def test_a_coder_changes_nothing_else(root: str) -> None:
    with sign_in(root, "ada") as http:
        assert http.get("/desk/rounds").status_code == 200
        for address in ("/desk/add", "/audit", "/judge"):
            assert http.get(address).status_code == 403, address
        assert http.post("/desk/rounds", data={"title": "Mine", "size": "3", "coder": ["ada"]}).status_code == 403


@pytest.mark.parametrize("name", ["kim", "eve", "ada"])
def test_whatever_the_desk_of_a_role_offers_opens(root: str, name: str) -> None:
    with sign_in(root, name) as http:
        http.follow_redirects = True
        desk = http.get("/desk")
        assert desk.status_code == 200
        offered = site.tree(desk.text).xpath("//main//a/@href[starts-with(., '/desk') or starts-with(., '/audit')]")
        refused = [href for href in offered if http.get(href).status_code != 200]
        assert refused == []
        if name == "ada":
            assert desk.url.path == "/desk/rounds"


def test_the_desk_refuses_a_reader(root: str) -> None:
    with sign_in(root, "rae") as http:
        assert http.get("/desk").status_code == 403


def test_who_coded_earlier_words_is_told_so_and_so_are_those_who_read_the_results(root: str, own: Library) -> None:
    make_round(root, size="1")
    code_all(root, "ada", "lesson", [])
    with own._store.database.reading() as connection:
        (item,) = coding.items(connection, 1)
    words = own.finding(item.finding).finding.quotation
    own.correcting.cut(item.finding, words.rsplit(maxsplit=1)[0], "kim")
    with sign_in(root, "ada") as http:
        assert "before its words were changed" in http.get("/desk/rounds/1/code").text
    with sign_in(root, "bob") as http:
        assert "before its words were changed" not in http.get("/desk/rounds/1/code").text
    with sign_in(root, "eve") as http:
        shown = http.get("/desk/rounds/1").text
    assert "What was said of 1 finding before the words were changed is left out" in shown


def test_who_codes_what_was_taken_out_is_told_so_and_it_is_settled_too(root: str, own: Library) -> None:
    make_round(root)
    code_all(root, "ada", "lesson", [])
    with own._store.database.reading() as connection:
        dropped, withdrawn, _ = (one.finding for one in coding.items(connection, 1))
    own.correcting.drop(dropped, "kim")
    with sign_in(root, "bob") as http:
        assert "took this finding out after the round was made" in http.get("/desk/rounds/1/code").text
    assert code_all(root, "bob", "concern", []) == 3
    own.correcting.withdraw(withdrawn, "kim", "asked for")
    with sign_in(root, "eve") as http:
        settled = []
        while (page := http.get("/desk/rounds/1/settle")).status_code == 200:
            settled += site.tree(page.text).xpath("//input[@name='finding']/@value")
            http.post("/desk/rounds/1/settle", data={"finding": settled[-1], "kind": "lesson", "theme": []})
    assert dropped in settled
    assert withdrawn not in settled
    assert len(settled) == 2

"""Accounts by browser: the first is a keeper's, and from then on everybody signs in."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kb.app.library import Library
from kb.core.access import AccountRole
from tests.web import site

PASSWORD = "purple ladder onions"


def test_the_keeper_at_the_machine_makes_accounts_and_then_signs_in(own: Library) -> None:
    with site.client(own) as http:
        weak = http.post("/desk/accounts", data={"do": "add", "name": "kim", "role": "keeper", "password": "short"})
        assert (weak.status_code, "too short" in weak.text) == (400, True)
        sent = {"do": "add", "name": "kim", "role": "keeper", "password": PASSWORD}
        assert http.post("/desk/accounts", data=sent).status_code == 303
        assert http.get("/desk/accounts").headers["location"].startswith("/sign-in")
        http.post("/sign-in", data={"name": "kim", "password": PASSWORD})
        http.post("/desk/accounts", data=sent | {"name": "ed", "role": "editor"})
        http.post("/desk/accounts", data={"do": "role", "name": "ed", "role": "reader"})
        assert {one.name: one.role for one in own.accounts.listing()} == {
            "kim": AccountRole.KEEPER,
            "ed": AccountRole.READER,
        }
        http.post("/desk/accounts", data={"do": "close", "name": "ed"})
        last = http.post("/desk/accounts", data={"do": "close", "name": "kim"})
        assert (last.status_code, "only keeper" in last.text) == (400, True)
        assert "Account closed" in http.get("/audit?act=account_close").text


def test_accounts_are_changed_only_shortly_after_signing_in(own: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    own.accounts.add("kim", AccountRole.KEEPER, PASSWORD, "a test")
    with site.client(own) as http:
        http.post("/sign-in", data={"name": "kim", "password": PASSWORD})
        monkeypatch.setattr("kb.app.accounts.FRESH", timedelta(0))
        sent = {"do": "add", "name": "ed", "role": "editor", "password": PASSWORD}
        refused = http.post("/desk/accounts", data=sent)
        assert (refused.status_code, "Sign in again to change accounts" in refused.text) == (400, True)
        assert [one.name for one in own.accounts.listing()] == ["kim"]
        (again,) = site.tree(http.get("/desk/accounts").text).xpath("//a[contains(@href, 'again=yes')]/@href")
        assert "Sign in again" in http.get(again).text
        mistyped = http.post("/sign-in", data={"name": "kim", "password": "purple", "again": "yes"})
        assert (mistyped.status_code, "Sign in again" in mistyped.text) == (400, True)
        monkeypatch.undo()
        back = http.post("/sign-in", data={"name": "kim", "password": PASSWORD, "next": "/desk/accounts"})
        assert back.headers["location"] == "/desk/accounts"
        assert http.post("/desk/accounts", data=sent).status_code == 303


def test_a_person_ends_another_of_the_own_sessions_in_the_browser(own: Library) -> None:
    own.accounts.add("kim", AccountRole.KEEPER, PASSWORD, "a test")
    with site.client(own) as http:
        own.accounts.sign_in("kim", PASSWORD, "192.0.2.7")
        http.post("/sign-in", data={"name": "kim", "password": PASSWORD})
        (session,) = site.tree(http.get("/sign-in").text).xpath("//input[@name='session']/@value")
        assert http.post("/sign-out", data={"session": session}).status_code == 303
        assert not site.tree(http.get("/sign-in").text).xpath("//input[@name='session']")
        assert http.get("/desk").status_code == 200
        assert http.post("/sign-out", data={"session": session}).status_code == 404

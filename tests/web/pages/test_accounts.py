"""Accounts by browser: the first is a keeper's, and from then on everybody signs in."""

from __future__ import annotations

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

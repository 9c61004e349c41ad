"""A document that was withdrawn by mistake comes back without a command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.app.library import Library
from kb.core.access import AccountRole
from tests.papers import child_z
from tests.web import site
from tests.web.test_access import PASSWORD, sign_in


def test_a_document_withdrawn_by_mistake_is_allowed_and_added_again(own: Library, tmp_path: Path) -> None:
    path = child_z(tmp_path)
    held = own.add([path]).outcomes[0].document_id
    words = own.findings(document=held)[0].finding.text
    with site.client(own) as http:
        assert "No documents are withdrawn" in http.get("/desk/withdrawn").text
        assert "/desk/withdrawn" in http.get(f"/documents/{held}/withdraw").text
        http.post(f"/documents/{held}/withdraw", data={"sure": "yes", "reason": "The wrong file"})
        (refused,) = own.add([path]).outcomes
        assert "Withdrawn documents" in refused.sentence
        listed = site.tree(http.get("/desk/withdrawn").text)
        assert "Reason: The wrong file" in listed.text_content()
        assert words not in listed.text_content()
        (form,) = listed.xpath("//main//form")
        sent = {one.get("name"): one.get("value") or "" for one in form.xpath(".//input")} | {"reason": "It was right"}
        answer = http.post(form.get("action"), data=sent)
        done = site.tree(http.get(answer.headers["location"]).text)
        assert "may be added again" in done.xpath("//*[@id='notice']")[0].text_content()
        assert "It was right" in http.get(f"/audit?subject={held}").text
        assert http.post(form.get("action"), data=sent).status_code == 404  # two tabs: it is allowed already
        for other in ("<b>", own.documents()[0].id, "0" * 16):  # nobody allowed these
            assert "may be added" not in http.get(f"/desk/withdrawn?allowed={other}").text
    assert own.add([path]).outcomes[0].document_id == held
    assert words in {one.finding.text for one in own.findings(document=held)}


@pytest.mark.parametrize("role", ["editor", "coder", "reader"])
def test_only_a_keeper_allows_it(own: Library, role: str) -> None:
    held = own.documents()[0].id
    own.withdraw(held, "asked for")
    own.accounts.add("kim", AccountRole.KEEPER, PASSWORD, "a test")
    own.accounts.add("other", AccountRole(role), PASSWORD, "a test")
    with site.serve_library(own) as root, sign_in(root, "other") as http:
        assert http.get("/desk/withdrawn").status_code == 403
        assert http.post("/desk/withdrawn", data={"document": held}).status_code == 403
    assert own.withdrawals()

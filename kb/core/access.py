"""Who may do what: roles of accounts, permissions, and the one table that says which role has which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AccountRole(StrEnum):
    """What an account is for, from the one that may do least to the one that may do all."""

    READER = "reader"
    CODER = "coder"
    EDITOR = "editor"
    KEEPER = "keeper"


class Permission(StrEnum):
    """Something that a person may do. What needs `ENTER` is open to everybody, also where reading is not."""

    ENTER = "enter"
    READ = "read"
    GATHER = "gather"
    CODE = "code"
    JUDGE = "judge"
    CORRECT = "correct"
    ADD = "add"
    AUDIT = "audit"
    SETTLE = "settle"
    ROUNDS = "rounds"
    SOURCES = "sources"
    WITHDRAW = "withdraw"
    THEMES = "themes"
    ACCOUNTS = "accounts"


PERMISSION_WORDS = {
    Permission.ENTER: "open the sign-in page, sign in and out, fetch what carries no content",
    Permission.READ: "read and search",
    Permission.GATHER: "make collections, compare a draft",
    Permission.CODE: "code the findings of coding rounds given to them",
    Permission.JUDGE: "say whether two findings are the same lesson",
    Permission.CORRECT: "check documents; correct findings, documents and reviews; undo",
    Permission.ADD: "add documents",
    Permission.AUDIT: "see who changed what",
    Permission.SETTLE: "see the results of coding rounds and settle disagreements between coders",
    Permission.SOURCES: "say which publishers’ pages are visited for new documents",
    Permission.ROUNDS: "make and close coding rounds",
    Permission.WITHDRAW: "withdraw documents, reviews and findings, and undo it",
    Permission.THEMES: "add, change, merge, split and retire themes, and undo it",
    Permission.ACCOUNTS: "manage accounts",
}

_READER = frozenset({Permission.ENTER, Permission.READ, Permission.GATHER})
_CODER = _READER | {Permission.CODE}
_EDITOR = _CODER | {
    Permission.JUDGE,
    Permission.CORRECT,
    Permission.ADD,
    Permission.AUDIT,
    Permission.SETTLE,
}
MAY = {
    AccountRole.READER: _READER,
    AccountRole.CODER: _CODER,
    AccountRole.EDITOR: _EDITOR,
    AccountRole.KEEPER: frozenset(Permission),
}


@dataclass(frozen=True, slots=True)
class Person:
    """The person who asks: a name for the record of decisions, and a role. `account` is "" for who did not sign in."""

    name: str
    role: AccountRole
    account: str = ""
    session: str = ""  # names the session and opens nothing; "" for who did not sign in
    fresh: bool = False  # whether this person has just signed in, as changing accounts asks for

    def may(self, permission: Permission | str) -> bool:
        """Return whether this person may do something."""
        return Permission(permission) in MAY[self.role]


VISITOR = Person("", AccountRole.READER)
AT_THE_MACHINE = Person("the person at this machine", AccountRole.KEEPER, fresh=True)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who has signed in at an identity provider, as it says."""

    issuer: str
    subject: str  # which the provider gives to nobody else
    name: str
    role: AccountRole | None = None  # None where the keeper decides on it here
    signed_in: str = ""  # ISO time, UTC, at which the provider last asked who this is; "" where it does not say

    @property
    def key(self) -> str:
        """What the account is known by: never the name or the address, which may come to belong to somebody else."""
        return f"{self.issuer} {self.subject}"


@dataclass(frozen=True, slots=True)
class Account:
    """An account, without its password."""

    name: str
    role: AccountRole
    added: str  # ISO time, UTC
    closed: str = ""  # when it was closed; "" while it is open
    sessions: int = 0  # open now
    outside: str = ""  # issuer and subject at an identity provider; "" for one with a password here


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session of an account, as its owner sees it. `id` names it and opens nothing."""

    id: str
    began: str  # ISO time, UTC
    seen: str  # when it was last used, to a minute
    here: bool  # whether it is the one that asks

"""`kb account`: who may sign in, and with which role."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kb.cli.speaking import library, operator, say, say_json, say_table
from kb.core.access import AccountRole
from kb.text.formatting import count_phrase

Name = Annotated[str, typer.Argument(help="The account's name.")]
FromInput = Annotated[
    bool, typer.Option("--password-from-input", help="Read the password from standard input instead of asking for it.")
]
commands = typer.Typer(help="Add, list, change and close accounts.", no_args_is_help=True)


def enter(app: typer.Typer) -> None:
    """Add this file's commands."""
    commands.command("add")(add_account)
    commands.command("list")(list_accounts)
    commands.command("role")(set_role)
    commands.command("password")(set_password)
    commands.command("close")(close_account)
    commands.command("reopen")(reopen_account)
    commands.command("sign-out")(sign_out)
    app.add_typer(commands, name="account")


def add_account(
    name: Name,
    role: Annotated[AccountRole, typer.Option(help="What the account may do.")],
    from_input: FromInput = False,
) -> None:
    """Add an account. The first one must be a keeper's; from then on, changing the library needs signing in."""
    password = _password(from_input)
    with library() as opened:
        made = opened.accounts.add(name, role, password, operator())
    say(f"{made.name} may sign in as {made.role}.")


def list_accounts(as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False) -> None:
    """List the accounts with their roles."""
    with library() as opened:
        held = opened.accounts.listing()
    if as_json:
        say_json(held)
    elif not held:
        say("There are no accounts. The person at this machine is the keeper.")
    else:
        rows = [(one.name, one.role, one.added[:10], one.closed[:10], str(one.sessions)) for one in held]
        say_table(("Name", "Role", "Added", "Closed", "Signed in"), rows)


def set_role(
    name: Name, role: Annotated[AccountRole, typer.Argument(help="What the account may do from now on.")]
) -> None:
    """Change an account's role and sign it out."""
    with library() as opened:
        opened.accounts.set_role(name, role, operator())
    say(f"{name} is {role} now.")


def set_password(name: Name, from_input: FromInput = False) -> None:
    """Change an account's password and sign it out."""
    password = _password(from_input)
    with library() as opened:
        opened.accounts.set_password(name, password, operator())
    say(f"{name} has a new password.")


def close_account(name: Name) -> None:
    """Close an account. Nobody can sign in with it; what it decided keeps its name."""
    with library() as opened:
        opened.accounts.close(name, operator())
    say(f"{name} is closed.")


def reopen_account(name: Name) -> None:
    """Open a closed account again."""
    with library() as opened:
        opened.accounts.reopen(name, operator())
    say(f"{name} may sign in again.")


def sign_out(name: Name) -> None:
    """Sign an account out on every device."""
    with library() as opened:
        ended = opened.accounts.sign_out_everywhere(name, operator())
    say(f"{count_phrase(ended, 'session')} of {name} ended.")


def _password(from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\n")
    said: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return said

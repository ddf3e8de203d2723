"""`python -m services.identity.operator EMAIL`: make a one-time link with which EMAIL becomes an operator. `make operator` calls it.

The link is all that goes to standard output; what is said about it goes to standard error.
Source: product decision 34 (there is no default password).
"""

from __future__ import annotations

import sys

import click

from services.identity.application import Identity
from services.identity.domain import OPERATOR_ROLES
from services.identity.schemas import InviteOperator
from services.kernel.config import ConfigurationIsInvalid, Settings
from services.kernel.database import Database, psycopg
from services.kernel.errors import Refusal
from services.kernel.ids import new_id


@click.command()
@click.argument("email")
@click.option("--role", "roles", multiple=True, default=("operator",), type=click.Choice(sorted(OPERATOR_ROLES)), help="repeatable")
def main(email: str, roles: tuple[str, ...]) -> None:
    """Make a one-time link with which EMAIL becomes an operator."""
    try:
        settings = Settings.from_environment("identity")
        invited = _room(settings).invite_operator(InviteOperator(id=new_id(), email=email, roles=roles))
    except (ConfigurationIsInvalid, Refusal) as reason:
        sys.exit(str(reason))
    except psycopg.OperationalError as reason:
        sys.exit(f"identity's database does not answer: {reason}")
    click.echo(f"A link for {email}, to be used once, until {invited.expires_at:%Y-%m-%d %H:%M} UTC:", err=True)
    click.echo(f"{settings.public_url}/operator?token={invited.link_token}")


def _room(settings: Settings) -> Identity:
    assert settings.database_url is not None  # a room always has one
    return Identity(database=Database(settings.database_url, size=2), clock=settings.clock(), secret_key=settings.secret_key)


if __name__ == "__main__":
    main()

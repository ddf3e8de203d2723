"""What the gateway calls is what the rooms offer: the same shapes, to the gateway, for whoever the door lets in."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from gateway.api import BLUEPRINTS
from gateway.permissions import MEMBERS

OPERATIONS = [operation for blueprint in BLUEPRINTS for operation in blueprint.operations]


def contract_of(room: str, method: str) -> Any:
    module = importlib.import_module(f"services.{room}.service")
    (service,) = (cls for cls in vars(module).values() if isinstance(cls, type) and _is_service(cls, module.__name__))
    assert service.name == room
    return getattr(service, method).contract


def _is_service(cls: type, module: str) -> bool:
    return cls.__module__ == module and hasattr(cls, "name")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_the_room_offers_what_the_route_calls(operation):
    contract = contract_of(operation.room, operation.call)

    assert contract.request is operation.asks
    assert contract.reply is operation.view
    assert contract.kind == ("command" if operation.is_command else "query")
    assert "gateway" in contract.callers


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_whom_the_door_lets_in_the_room_lets_in_too(operation):
    contract = contract_of(operation.room, operation.call)

    assert contract.roles is None or operation.permission.roles <= contract.roles
    if operation.permission.scope is not None:
        assert operation.permission.roles & MEMBERS, "a machine acts in customers' roles"


def test_the_door_asks_identity_as_identity_answers():
    from services.identity.schemas import Authenticate, CallerView

    contract = contract_of("identity", "authenticate")

    assert (contract.request, contract.reply) == (Authenticate, CallerView)

"""The API's description: valid, complete, and readable without a network."""

from __future__ import annotations

import json

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from gateway.api import BLUEPRINTS
from gateway.app import openapi
from gateway.permissions import PERMISSIONS
from gateway.routes import RoomRoutes

OPERATIONS = [operation for blueprint in BLUEPRINTS for operation in blueprint.operations]


@pytest.fixture
def document(app):
    return openapi(app)


def operations_of(document):
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                yield path, method, operation


def test_the_document_is_valid_openapi_3_1(client):
    document = client.get("/openapi.json").json

    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


def test_the_documentation_page_gets_a_valid_openapi_3_0_document(client):
    document = client.get("/docs/openapi.json").json

    OpenAPIV30SpecValidator(document).validate()
    assert '"null"' not in json.dumps(document)


def test_the_documentation_page_and_its_files_are_served_here(client):
    page = client.get("/docs")

    assert page.status_code == 200
    assert "http" not in page.text.replace("<!doctype html>", "")
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js"):
        assert f"/docs/{name}" in page.text
        assert client.get(f"/docs/{name}").status_code == 200


def test_every_operation_has_its_own_id(document):
    ids = [operation["operationId"] for _, _, operation in operations_of(document)]

    assert len(ids) == len(set(ids))


def test_every_command_says_how_a_repeat_is_known(document):
    commands = {operation.call: str(operation.status) for operation in OPERATIONS if operation.is_command}

    marked = {
        operation["operationId"]: status
        for _, _, operation in operations_of(document)
        for status, response in operation["responses"].items()
        if "Idempotency-Hit" in response.get("headers", {})
    }

    assert marked == commands


def test_every_operation_documents_its_problems(document):
    for path, method, operation in operations_of(document):
        assert {"422", "503"} <= set(operation["responses"]), (method, path)
        assert operation["security"] == [] if "security" in operation else "401" in operation["responses"], (method, path)


def test_every_write_of_money_requires_a_key(document):
    required = {
        operation["operationId"]
        for _, _, operation in operations_of(document)
        for parameter in operation.get("parameters", [])
        if parameter["name"] == "Idempotency-Key" and parameter["required"]
    }

    assert required == {operation.call for operation in OPERATIONS if operation.is_money}


def test_a_problem_is_described_as_it_is_sent(client, document):
    problem = client.get("/v1/nothing").json

    schema = document["components"]["schemas"]["Problem"]
    assert set(schema["required"]) <= set(problem) <= set(schema["properties"])


def test_no_request_says_what_the_door_knows(document):
    schemas = document["components"]["schemas"]
    for name, schema in schemas.items():
        if name.endswith("Body"):
            assert {"id", "account_id", "dry_run", "by_member_id", "client_address"}.isdisjoint(schema["properties"]), name


def test_every_route_has_a_permission_and_every_permission_a_route():
    assert {operation.name for operation in OPERATIONS} | {"usage.accept", "wallet.may_spend"} == set(PERMISSIONS)


def test_the_permissions_name_roles_and_scopes_that_identity_knows():
    from services.identity.domain import CUSTOMER_ROLES, OPERATOR_ROLES, SCOPES

    roles = CUSTOMER_ROLES | OPERATOR_ROLES
    for name, permission in PERMISSIONS.items():
        assert permission.roles <= roles, name
        assert permission.scope is None or permission.scope in SCOPES, name


def test_a_fields_source_is_stated_once():
    for operation in OPERATIONS:
        assert isinstance(operation.asks.__doc__, str), operation.name
        assert set(operation.path_fields) <= operation.fields, operation.name
    assert all(isinstance(blueprint, RoomRoutes) for blueprint in BLUEPRINTS)

import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.export_statement_direction import ExportStatementDirection
from ...models.export_statement_kind import ExportStatementKind
from ...models.export_statement_reason import ExportStatementReason
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    format_: str,
    *,
    account_id: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    kind: ExportStatementKind | Unset = UNSET,
    fund_id: UUID | Unset = UNSET,
    reason: ExportStatementReason | Unset = UNSET,
    direction: ExportStatementDirection | Unset = UNSET,
    position: int | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_account_id: str | Unset = UNSET
    if not isinstance(account_id, Unset):
        json_account_id = str(account_id)
    params["account_id"] = json_account_id

    json_since: str | Unset = UNSET
    if not isinstance(since, Unset):
        json_since = since.isoformat()
    params["since"] = json_since

    json_until: str | Unset = UNSET
    if not isinstance(until, Unset):
        json_until = until.isoformat()
    params["until"] = json_until

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind.value

    params["kind"] = json_kind

    json_fund_id: str | Unset = UNSET
    if not isinstance(fund_id, Unset):
        json_fund_id = str(fund_id)
    params["fund_id"] = json_fund_id

    json_reason: str | Unset = UNSET
    if not isinstance(reason, Unset):
        json_reason = reason.value

    params["reason"] = json_reason

    json_direction: str | Unset = UNSET
    if not isinstance(direction, Unset):
        json_direction = direction.value

    params["direction"] = json_direction

    params["position"] = position

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/wallet/statement.{format_}".format(
            format_=quote(str(format_), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | str | None:
    if response.status_code == 200:
        response_200 = response.text
        return response_200

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())

        return response_429

    if response.status_code == 502:
        response_502 = Problem.from_dict(response.json())

        return response_502

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())

        return response_503

    if response.status_code == 504:
        response_504 = Problem.from_dict(response.json())

        return response_504

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Problem | str]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    format_: str,
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    kind: ExportStatementKind | Unset = UNSET,
    fund_id: UUID | Unset = UNSET,
    reason: ExportStatementReason | Unset = UNSET,
    direction: ExportStatementDirection | Unset = UNSET,
    position: int | Unset = UNSET,
) -> Response[Problem | str]:
    """The statement as a file, the earliest movement first: `statement.csv` or `statement.xlsx`.

     The statement as a file, the earliest movement first: `statement.csv` or `statement.xlsx`.

    Columns: occurred_at, recorded_at (RFC 3339, UTC), position, kind, fund_id, reason,
    counterpart_kind, counterpart, amount, balance_after
    (decimal numbers, negative for less), currency. What people wrote and a spreadsheet would run as a
    formula has an apostrophe before it.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        format_ (str):
        account_id (UUID | Unset):
        since (datetime.datetime | Unset):
        until (datetime.datetime | Unset):
        kind (ExportStatementKind | Unset):
        fund_id (UUID | Unset):
        reason (ExportStatementReason | Unset):
        direction (ExportStatementDirection | Unset):
        position (int | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | str]
    """

    kwargs = _get_kwargs(
        format_=format_,
        account_id=account_id,
        since=since,
        until=until,
        kind=kind,
        fund_id=fund_id,
        reason=reason,
        direction=direction,
        position=position,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    format_: str,
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    kind: ExportStatementKind | Unset = UNSET,
    fund_id: UUID | Unset = UNSET,
    reason: ExportStatementReason | Unset = UNSET,
    direction: ExportStatementDirection | Unset = UNSET,
    position: int | Unset = UNSET,
) -> Problem | str | None:
    """The statement as a file, the earliest movement first: `statement.csv` or `statement.xlsx`.

     The statement as a file, the earliest movement first: `statement.csv` or `statement.xlsx`.

    Columns: occurred_at, recorded_at (RFC 3339, UTC), position, kind, fund_id, reason,
    counterpart_kind, counterpart, amount, balance_after
    (decimal numbers, negative for less), currency. What people wrote and a spreadsheet would run as a
    formula has an apostrophe before it.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        format_ (str):
        account_id (UUID | Unset):
        since (datetime.datetime | Unset):
        until (datetime.datetime | Unset):
        kind (ExportStatementKind | Unset):
        fund_id (UUID | Unset):
        reason (ExportStatementReason | Unset):
        direction (ExportStatementDirection | Unset):
        position (int | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | str
    """

    return sync_detailed(
        format_=format_,
        client=client,
        account_id=account_id,
        since=since,
        until=until,
        kind=kind,
        fund_id=fund_id,
        reason=reason,
        direction=direction,
        position=position,
    ).parsed


async def asyncio_detailed(
    format_: str,
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    kind: ExportStatementKind | Unset = UNSET,
    fund_id: UUID | Unset = UNSET,
    reason: ExportStatementReason | Unset = UNSET,
    direction: ExportStatementDirection | Unset = UNSET,
    position: int | Unset = UNSET,
) -> Response[Problem | str]:
    """The statement as a file, the earliest movement first: `statement.csv` or `statement.xlsx`.

     The statement as a file, the earliest movement first: `statement.csv` or `statement.xlsx`.

    Columns: occurred_at, recorded_at (RFC 3339, UTC), position, kind, fund_id, reason,
    counterpart_kind, counterpart, amount, balance_after
    (decimal numbers, negative for less), currency. What people wrote and a spreadsheet would run as a
    formula has an apostrophe before it.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        format_ (str):
        account_id (UUID | Unset):
        since (datetime.datetime | Unset):
        until (datetime.datetime | Unset):
        kind (ExportStatementKind | Unset):
        fund_id (UUID | Unset):
        reason (ExportStatementReason | Unset):
        direction (ExportStatementDirection | Unset):
        position (int | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | str]
    """

    kwargs = _get_kwargs(
        format_=format_,
        account_id=account_id,
        since=since,
        until=until,
        kind=kind,
        fund_id=fund_id,
        reason=reason,
        direction=direction,
        position=position,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    format_: str,
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
    since: datetime.datetime | Unset = UNSET,
    until: datetime.datetime | Unset = UNSET,
    kind: ExportStatementKind | Unset = UNSET,
    fund_id: UUID | Unset = UNSET,
    reason: ExportStatementReason | Unset = UNSET,
    direction: ExportStatementDirection | Unset = UNSET,
    position: int | Unset = UNSET,
) -> Problem | str | None:
    """The statement as a file, the earliest movement first: `statement.csv` or `statement.xlsx`.

     The statement as a file, the earliest movement first: `statement.csv` or `statement.xlsx`.

    Columns: occurred_at, recorded_at (RFC 3339, UTC), position, kind, fund_id, reason,
    counterpart_kind, counterpart, amount, balance_after
    (decimal numbers, negative for less), currency. What people wrote and a spreadsheet would run as a
    formula has an apostrophe before it.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        format_ (str):
        account_id (UUID | Unset):
        since (datetime.datetime | Unset):
        until (datetime.datetime | Unset):
        kind (ExportStatementKind | Unset):
        fund_id (UUID | Unset):
        reason (ExportStatementReason | Unset):
        direction (ExportStatementDirection | Unset):
        position (int | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | str
    """

    return (
        await asyncio_detailed(
            format_=format_,
            client=client,
            account_id=account_id,
            since=since,
            until=until,
            kind=kind,
            fund_id=fund_id,
            reason=reason,
            direction=direction,
            position=position,
        )
    ).parsed

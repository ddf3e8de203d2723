import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.fund_view_page import FundViewPage
from ...models.list_funds_kind import ListFundsKind
from ...models.list_funds_source import ListFundsSource
from ...models.list_funds_status import ListFundsStatus
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    account_id: UUID | Unset = UNSET,
    kind: ListFundsKind | Unset = UNSET,
    status: ListFundsStatus | Unset = UNSET,
    source: ListFundsSource | Unset = UNSET,
    expiring_before: datetime.datetime | Unset = UNSET,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_account_id: str | Unset = UNSET
    if not isinstance(account_id, Unset):
        json_account_id = str(account_id)
    params["account_id"] = json_account_id

    json_kind: str | Unset = UNSET
    if not isinstance(kind, Unset):
        json_kind = kind.value

    params["kind"] = json_kind

    json_status: str | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = status.value

    params["status"] = json_status

    json_source: str | Unset = UNSET
    if not isinstance(source, Unset):
        json_source = source.value

    params["source"] = json_source

    json_expiring_before: str | Unset = UNSET
    if not isinstance(expiring_before, Unset):
        json_expiring_before = expiring_before.isoformat()
    params["expiring_before"] = json_expiring_before

    params["position"] = position

    json_known_at: str | Unset = UNSET
    if not isinstance(known_at, Unset):
        json_known_at = known_at.isoformat()
    params["known_at"] = json_known_at

    json_as_of: str | Unset = UNSET
    if not isinstance(as_of, Unset):
        json_as_of = as_of.isoformat()
    params["as_of"] = json_as_of

    params["limit"] = limit

    params["cursor"] = cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/wallet/funds",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> FundViewPage | Problem | None:
    if response.status_code == 200:
        response_200 = FundViewPage.from_dict(response.json())

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
) -> Response[FundViewPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
    kind: ListFundsKind | Unset = UNSET,
    status: ListFundsStatus | Unset = UNSET,
    source: ListFundsSource | Unset = UNSET,
    expiring_before: datetime.datetime | Unset = UNSET,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> Response[FundViewPage | Problem]:
    """The vouchers and cards of an account, the newest first: as they are, or as balances look back. Of
    the past, `frozen_at` is null.

     The vouchers and cards of an account, the newest first: as they are, or as balances look back. Of
    the past, `frozen_at` is null.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        account_id (UUID | Unset):
        kind (ListFundsKind | Unset):
        status (ListFundsStatus | Unset):
        source (ListFundsSource | Unset):
        expiring_before (datetime.datetime | Unset):
        position (int | Unset):
        known_at (datetime.datetime | Unset):
        as_of (datetime.datetime | Unset):
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FundViewPage | Problem]
    """

    kwargs = _get_kwargs(
        account_id=account_id,
        kind=kind,
        status=status,
        source=source,
        expiring_before=expiring_before,
        position=position,
        known_at=known_at,
        as_of=as_of,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
    kind: ListFundsKind | Unset = UNSET,
    status: ListFundsStatus | Unset = UNSET,
    source: ListFundsSource | Unset = UNSET,
    expiring_before: datetime.datetime | Unset = UNSET,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> FundViewPage | Problem | None:
    """The vouchers and cards of an account, the newest first: as they are, or as balances look back. Of
    the past, `frozen_at` is null.

     The vouchers and cards of an account, the newest first: as they are, or as balances look back. Of
    the past, `frozen_at` is null.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        account_id (UUID | Unset):
        kind (ListFundsKind | Unset):
        status (ListFundsStatus | Unset):
        source (ListFundsSource | Unset):
        expiring_before (datetime.datetime | Unset):
        position (int | Unset):
        known_at (datetime.datetime | Unset):
        as_of (datetime.datetime | Unset):
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FundViewPage | Problem
    """

    return sync_detailed(
        client=client,
        account_id=account_id,
        kind=kind,
        status=status,
        source=source,
        expiring_before=expiring_before,
        position=position,
        known_at=known_at,
        as_of=as_of,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
    kind: ListFundsKind | Unset = UNSET,
    status: ListFundsStatus | Unset = UNSET,
    source: ListFundsSource | Unset = UNSET,
    expiring_before: datetime.datetime | Unset = UNSET,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> Response[FundViewPage | Problem]:
    """The vouchers and cards of an account, the newest first: as they are, or as balances look back. Of
    the past, `frozen_at` is null.

     The vouchers and cards of an account, the newest first: as they are, or as balances look back. Of
    the past, `frozen_at` is null.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        account_id (UUID | Unset):
        kind (ListFundsKind | Unset):
        status (ListFundsStatus | Unset):
        source (ListFundsSource | Unset):
        expiring_before (datetime.datetime | Unset):
        position (int | Unset):
        known_at (datetime.datetime | Unset):
        as_of (datetime.datetime | Unset):
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[FundViewPage | Problem]
    """

    kwargs = _get_kwargs(
        account_id=account_id,
        kind=kind,
        status=status,
        source=source,
        expiring_before=expiring_before,
        position=position,
        known_at=known_at,
        as_of=as_of,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
    kind: ListFundsKind | Unset = UNSET,
    status: ListFundsStatus | Unset = UNSET,
    source: ListFundsSource | Unset = UNSET,
    expiring_before: datetime.datetime | Unset = UNSET,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> FundViewPage | Problem | None:
    """The vouchers and cards of an account, the newest first: as they are, or as balances look back. Of
    the past, `frozen_at` is null.

     The vouchers and cards of an account, the newest first: as they are, or as balances look back. Of
    the past, `frozen_at` is null.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        account_id (UUID | Unset):
        kind (ListFundsKind | Unset):
        status (ListFundsStatus | Unset):
        source (ListFundsSource | Unset):
        expiring_before (datetime.datetime | Unset):
        position (int | Unset):
        known_at (datetime.datetime | Unset):
        as_of (datetime.datetime | Unset):
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        FundViewPage | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            account_id=account_id,
            kind=kind,
            status=status,
            source=source,
            expiring_before=expiring_before,
            position=position,
            known_at=known_at,
            as_of=as_of,
            limit=limit,
            cursor=cursor,
        )
    ).parsed

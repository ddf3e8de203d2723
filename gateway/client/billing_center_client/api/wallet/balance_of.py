import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.balance_view import BalanceView
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    account_id: UUID | Unset = UNSET,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_account_id: str | Unset = UNSET
    if not isinstance(account_id, Unset):
        json_account_id = str(account_id)
    params["account_id"] = json_account_id

    params["position"] = position

    json_known_at: str | Unset = UNSET
    if not isinstance(known_at, Unset):
        json_known_at = known_at.isoformat()
    params["known_at"] = json_known_at

    json_as_of: str | Unset = UNSET
    if not isinstance(as_of, Unset):
        json_as_of = as_of.isoformat()
    params["as_of"] = json_as_of

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/wallet",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BalanceView | Problem | None:
    if response.status_code == 200:
        response_200 = BalanceView.from_dict(response.json())

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
) -> Response[BalanceView | Problem]:
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
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
) -> Response[BalanceView | Problem]:
    """What an account owns and owes: now; as the book was at a position or an instant (not both); as of
    what had occurred.

     What an account owns and owes: now; as the book was at a position or an instant (not both); as of
    what had occurred.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        account_id (UUID | Unset):
        position (int | Unset):
        known_at (datetime.datetime | Unset):
        as_of (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BalanceView | Problem]
    """

    kwargs = _get_kwargs(
        account_id=account_id,
        position=position,
        known_at=known_at,
        as_of=as_of,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
) -> BalanceView | Problem | None:
    """What an account owns and owes: now; as the book was at a position or an instant (not both); as of
    what had occurred.

     What an account owns and owes: now; as the book was at a position or an instant (not both); as of
    what had occurred.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        account_id (UUID | Unset):
        position (int | Unset):
        known_at (datetime.datetime | Unset):
        as_of (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BalanceView | Problem
    """

    return sync_detailed(
        client=client,
        account_id=account_id,
        position=position,
        known_at=known_at,
        as_of=as_of,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
) -> Response[BalanceView | Problem]:
    """What an account owns and owes: now; as the book was at a position or an instant (not both); as of
    what had occurred.

     What an account owns and owes: now; as the book was at a position or an instant (not both); as of
    what had occurred.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        account_id (UUID | Unset):
        position (int | Unset):
        known_at (datetime.datetime | Unset):
        as_of (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BalanceView | Problem]
    """

    kwargs = _get_kwargs(
        account_id=account_id,
        position=position,
        known_at=known_at,
        as_of=as_of,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
) -> BalanceView | Problem | None:
    """What an account owns and owes: now; as the book was at a position or an instant (not both); as of
    what had occurred.

     What an account owns and owes: now; as the book was at a position or an instant (not both); as of
    what had occurred.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        account_id (UUID | Unset):
        position (int | Unset):
        known_at (datetime.datetime | Unset):
        as_of (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BalanceView | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            account_id=account_id,
            position=position,
            known_at=known_at,
            as_of=as_of,
        )
    ).parsed

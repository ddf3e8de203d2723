from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.transfer_order_view import TransferOrderView
from ...types import UNSET, Response, Unset


def _get_kwargs(
    transfer_order_id: UUID,
    *,
    account_id: UUID | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_account_id: str | Unset = UNSET
    if not isinstance(account_id, Unset):
        json_account_id = str(account_id)
    params["account_id"] = json_account_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/transfer-orders/{transfer_order_id}".format(
            transfer_order_id=quote(str(transfer_order_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | TransferOrderView | None:
    if response.status_code == 200:
        response_200 = TransferOrderView.from_dict(response.json())

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
) -> Response[Problem | TransferOrderView]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    transfer_order_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
) -> Response[Problem | TransferOrderView]:
    """One announced transfer.

     One announced transfer.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        transfer_order_id (UUID):
        account_id (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TransferOrderView]
    """

    kwargs = _get_kwargs(
        transfer_order_id=transfer_order_id,
        account_id=account_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    transfer_order_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
) -> Problem | TransferOrderView | None:
    """One announced transfer.

     One announced transfer.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        transfer_order_id (UUID):
        account_id (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TransferOrderView
    """

    return sync_detailed(
        transfer_order_id=transfer_order_id,
        client=client,
        account_id=account_id,
    ).parsed


async def asyncio_detailed(
    transfer_order_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
) -> Response[Problem | TransferOrderView]:
    """One announced transfer.

     One announced transfer.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        transfer_order_id (UUID):
        account_id (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TransferOrderView]
    """

    kwargs = _get_kwargs(
        transfer_order_id=transfer_order_id,
        account_id=account_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    transfer_order_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
) -> Problem | TransferOrderView | None:
    """One announced transfer.

     One announced transfer.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        transfer_order_id (UUID):
        account_id (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TransferOrderView
    """

    return (
        await asyncio_detailed(
            transfer_order_id=transfer_order_id,
            client=client,
            account_id=account_id,
        )
    ).parsed

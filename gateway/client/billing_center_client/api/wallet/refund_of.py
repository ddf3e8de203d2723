from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.refund_view import RefundView
from ...types import UNSET, Response, Unset


def _get_kwargs(
    refund_id: UUID,
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
        "url": "/v1/refunds/{refund_id}".format(
            refund_id=quote(str(refund_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | RefundView | None:
    if response.status_code == 200:
        response_200 = RefundView.from_dict(response.json())

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
) -> Response[Problem | RefundView]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    refund_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
) -> Response[Problem | RefundView]:
    """One refund.

     One refund.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        refund_id (UUID):
        account_id (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RefundView]
    """

    kwargs = _get_kwargs(
        refund_id=refund_id,
        account_id=account_id,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    refund_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
) -> Problem | RefundView | None:
    """One refund.

     One refund.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        refund_id (UUID):
        account_id (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RefundView
    """

    return sync_detailed(
        refund_id=refund_id,
        client=client,
        account_id=account_id,
    ).parsed


async def asyncio_detailed(
    refund_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
) -> Response[Problem | RefundView]:
    """One refund.

     One refund.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        refund_id (UUID):
        account_id (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | RefundView]
    """

    kwargs = _get_kwargs(
        refund_id=refund_id,
        account_id=account_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    refund_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    account_id: UUID | Unset = UNSET,
) -> Problem | RefundView | None:
    """One refund.

     One refund.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        refund_id (UUID):
        account_id (UUID | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | RefundView
    """

    return (
        await asyncio_detailed(
            refund_id=refund_id,
            client=client,
            account_id=account_id,
        )
    ).parsed

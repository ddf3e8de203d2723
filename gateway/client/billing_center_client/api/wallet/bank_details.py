from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.bank_details_currency import BankDetailsCurrency
from ...models.bank_details_view import BankDetailsView
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    currency: BankDetailsCurrency | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_currency: str | Unset = UNSET
    if not isinstance(currency, Unset):
        json_currency = currency.value

    params["currency"] = json_currency

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/bank-details",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BankDetailsView | Problem | None:
    if response.status_code == 200:
        response_200 = BankDetailsView.from_dict(response.json())

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
) -> Response[BankDetailsView | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    currency: BankDetailsCurrency | Unset = UNSET,
) -> Response[BankDetailsView | Problem]:
    """Where transfers are made to; of one currency, where it is named.

     Where transfers are made to; of one currency, where it is named.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        currency (BankDetailsCurrency | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BankDetailsView | Problem]
    """

    kwargs = _get_kwargs(
        currency=currency,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    currency: BankDetailsCurrency | Unset = UNSET,
) -> BankDetailsView | Problem | None:
    """Where transfers are made to; of one currency, where it is named.

     Where transfers are made to; of one currency, where it is named.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        currency (BankDetailsCurrency | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BankDetailsView | Problem
    """

    return sync_detailed(
        client=client,
        currency=currency,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    currency: BankDetailsCurrency | Unset = UNSET,
) -> Response[BankDetailsView | Problem]:
    """Where transfers are made to; of one currency, where it is named.

     Where transfers are made to; of one currency, where it is named.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        currency (BankDetailsCurrency | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BankDetailsView | Problem]
    """

    kwargs = _get_kwargs(
        currency=currency,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    currency: BankDetailsCurrency | Unset = UNSET,
) -> BankDetailsView | Problem | None:
    """Where transfers are made to; of one currency, where it is named.

     Where transfers are made to; of one currency, where it is named.

    For: auditor, finance, finance_operator, operator, owner, support, viewer; API keys with the scope
    `wallet:read`.

    Args:
        currency (BankDetailsCurrency | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BankDetailsView | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            currency=currency,
        )
    ).parsed

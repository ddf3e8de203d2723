from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.price_book_of_currency import PriceBookOfCurrency
from ...models.price_book_of_region import PriceBookOfRegion
from ...models.price_book_view import PriceBookView
from ...models.problem import Problem
from ...types import UNSET, Response


def _get_kwargs(
    day: str,
    *,
    currency: PriceBookOfCurrency,
    region: PriceBookOfRegion,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_currency = currency.value
    params["currency"] = json_currency

    json_region = region.value
    params["region"] = json_region

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/price-books/{day}".format(
            day=quote(str(day), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> PriceBookView | Problem | None:
    if response.status_code == 200:
        response_200 = PriceBookView.from_dict(response.json())

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
) -> Response[PriceBookView | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    day: str,
    *,
    client: AuthenticatedClient | Client,
    currency: PriceBookOfCurrency,
    region: PriceBookOfRegion,
) -> Response[PriceBookView | Problem]:
    """What does everything cost on this day?

     What does everything cost on this day?

    For: auditor, finance, finance_operator, operator, owner, partner, support, viewer; API keys with
    the scope `bills:read`.

    Args:
        day (str):
        currency (PriceBookOfCurrency):
        region (PriceBookOfRegion):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PriceBookView | Problem]
    """

    kwargs = _get_kwargs(
        day=day,
        currency=currency,
        region=region,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    day: str,
    *,
    client: AuthenticatedClient | Client,
    currency: PriceBookOfCurrency,
    region: PriceBookOfRegion,
) -> PriceBookView | Problem | None:
    """What does everything cost on this day?

     What does everything cost on this day?

    For: auditor, finance, finance_operator, operator, owner, partner, support, viewer; API keys with
    the scope `bills:read`.

    Args:
        day (str):
        currency (PriceBookOfCurrency):
        region (PriceBookOfRegion):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PriceBookView | Problem
    """

    return sync_detailed(
        day=day,
        client=client,
        currency=currency,
        region=region,
    ).parsed


async def asyncio_detailed(
    day: str,
    *,
    client: AuthenticatedClient | Client,
    currency: PriceBookOfCurrency,
    region: PriceBookOfRegion,
) -> Response[PriceBookView | Problem]:
    """What does everything cost on this day?

     What does everything cost on this day?

    For: auditor, finance, finance_operator, operator, owner, partner, support, viewer; API keys with
    the scope `bills:read`.

    Args:
        day (str):
        currency (PriceBookOfCurrency):
        region (PriceBookOfRegion):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[PriceBookView | Problem]
    """

    kwargs = _get_kwargs(
        day=day,
        currency=currency,
        region=region,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    day: str,
    *,
    client: AuthenticatedClient | Client,
    currency: PriceBookOfCurrency,
    region: PriceBookOfRegion,
) -> PriceBookView | Problem | None:
    """What does everything cost on this day?

     What does everything cost on this day?

    For: auditor, finance, finance_operator, operator, owner, partner, support, viewer; API keys with
    the scope `bills:read`.

    Args:
        day (str):
        currency (PriceBookOfCurrency):
        region (PriceBookOfRegion):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        PriceBookView | Problem
    """

    return (
        await asyncio_detailed(
            day=day,
            client=client,
            currency=currency,
            region=region,
        )
    ).parsed

from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.correct_huawei_order_body import CorrectHuaweiOrderBody
from ...models.huawei_order_view import HuaweiOrderView
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    order_id: UUID,
    *,
    body: CorrectHuaweiOrderBody,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    params: dict[str, Any] = {}

    params["dry_run"] = dry_run

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "put",
        "url": "/v1/huawei-orders/{order_id}".format(
            order_id=quote(str(order_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> HuaweiOrderView | Problem | None:
    if response.status_code == 200:
        response_200 = HuaweiOrderView.from_dict(response.json())

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

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())

        return response_409

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())

        return response_415

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
) -> Response[HuaweiOrderView | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    order_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: CorrectHuaweiOrderBody,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> Response[HuaweiOrderView | Problem]:
    """Put right what was recorded of an order that nobody has redeemed yet. A quantity of 0 cancels it.

     Put right what was recorded of an order that nobody has redeemed yet. A quantity of 0 cancels it.

    For: finance_operator, operator.

    Args:
        order_id (UUID):
        dry_run (bool | Unset):  Default: False.
        idempotency_key (str):
        body (CorrectHuaweiOrderBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HuaweiOrderView | Problem]
    """

    kwargs = _get_kwargs(
        order_id=order_id,
        body=body,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    order_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: CorrectHuaweiOrderBody,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> HuaweiOrderView | Problem | None:
    """Put right what was recorded of an order that nobody has redeemed yet. A quantity of 0 cancels it.

     Put right what was recorded of an order that nobody has redeemed yet. A quantity of 0 cancels it.

    For: finance_operator, operator.

    Args:
        order_id (UUID):
        dry_run (bool | Unset):  Default: False.
        idempotency_key (str):
        body (CorrectHuaweiOrderBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HuaweiOrderView | Problem
    """

    return sync_detailed(
        order_id=order_id,
        client=client,
        body=body,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    order_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: CorrectHuaweiOrderBody,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> Response[HuaweiOrderView | Problem]:
    """Put right what was recorded of an order that nobody has redeemed yet. A quantity of 0 cancels it.

     Put right what was recorded of an order that nobody has redeemed yet. A quantity of 0 cancels it.

    For: finance_operator, operator.

    Args:
        order_id (UUID):
        dry_run (bool | Unset):  Default: False.
        idempotency_key (str):
        body (CorrectHuaweiOrderBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[HuaweiOrderView | Problem]
    """

    kwargs = _get_kwargs(
        order_id=order_id,
        body=body,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    order_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: CorrectHuaweiOrderBody,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> HuaweiOrderView | Problem | None:
    """Put right what was recorded of an order that nobody has redeemed yet. A quantity of 0 cancels it.

     Put right what was recorded of an order that nobody has redeemed yet. A quantity of 0 cancels it.

    For: finance_operator, operator.

    Args:
        order_id (UUID):
        dry_run (bool | Unset):  Default: False.
        idempotency_key (str):
        body (CorrectHuaweiOrderBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        HuaweiOrderView | Problem
    """

    return (
        await asyncio_detailed(
            order_id=order_id,
            client=client,
            body=body,
            dry_run=dry_run,
            idempotency_key=idempotency_key,
        )
    ).parsed

from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.usage_accepted_view import UsageAcceptedView
from ...models.usage_event import UsageEvent
from ...types import Response


def _get_kwargs(
    *,
    body: list[UsageEvent],
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/usage/events",
    }

    _kwargs["json"] = []
    for body_item_data in body:
        body_item = body_item_data.to_dict()
        _kwargs["json"].append(body_item)

    headers["Content-Type"] = "application/cloudevents-batch+json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | UsageAcceptedView | None:
    if response.status_code == 202:
        response_202 = UsageAcceptedView.from_dict(response.json())

        return response_202

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

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

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Problem | UsageAcceptedView]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: list[UsageEvent],
) -> Response[Problem | UsageAcceptedView]:
    """Report what was used, in batches of up to 10,000 events.

     CloudEvents 1.0: a JSON batch, a single event, or one event a line. `Content-Encoding: gzip` is
    taken; 10 MiB as sent, 64 MiB unpacked. Sending a batch again is safe: an event (workspace, local
    day, source, id) counts once, for ever.

    For: owner; API keys with the scope `usage:write`.

    Args:
        body (list[UsageEvent]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | UsageAcceptedView]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: list[UsageEvent],
) -> Problem | UsageAcceptedView | None:
    """Report what was used, in batches of up to 10,000 events.

     CloudEvents 1.0: a JSON batch, a single event, or one event a line. `Content-Encoding: gzip` is
    taken; 10 MiB as sent, 64 MiB unpacked. Sending a batch again is safe: an event (workspace, local
    day, source, id) counts once, for ever.

    For: owner; API keys with the scope `usage:write`.

    Args:
        body (list[UsageEvent]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | UsageAcceptedView
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: list[UsageEvent],
) -> Response[Problem | UsageAcceptedView]:
    """Report what was used, in batches of up to 10,000 events.

     CloudEvents 1.0: a JSON batch, a single event, or one event a line. `Content-Encoding: gzip` is
    taken; 10 MiB as sent, 64 MiB unpacked. Sending a batch again is safe: an event (workspace, local
    day, source, id) counts once, for ever.

    For: owner; API keys with the scope `usage:write`.

    Args:
        body (list[UsageEvent]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | UsageAcceptedView]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: list[UsageEvent],
) -> Problem | UsageAcceptedView | None:
    """Report what was used, in batches of up to 10,000 events.

     CloudEvents 1.0: a JSON batch, a single event, or one event a line. `Content-Encoding: gzip` is
    taken; 10 MiB as sent, 64 MiB unpacked. Sending a batch again is safe: an event (workspace, local
    day, source, id) counts once, for ever.

    For: owner; API keys with the scope `usage:write`.

    Args:
        body (list[UsageEvent]):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | UsageAcceptedView
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed

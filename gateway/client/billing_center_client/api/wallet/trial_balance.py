import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.trial_balance_view import TrialBalanceView
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

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
        "url": "/v1/trial-balance",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | TrialBalanceView | None:
    if response.status_code == 200:
        response_200 = TrialBalanceView.from_dict(response.json())

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
) -> Response[Problem | TrialBalanceView]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
) -> Response[Problem | TrialBalanceView]:
    """The journal's accounts, per currency: now; as the book was at a position or an instant (not both);
    as of what had occurred.

     The journal's accounts, per currency: now; as the book was at a position or an instant (not both);
    as of what had occurred.

    For: auditor, finance_operator, operator.

    Args:
        position (int | Unset):
        known_at (datetime.datetime | Unset):
        as_of (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TrialBalanceView]
    """

    kwargs = _get_kwargs(
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
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
) -> Problem | TrialBalanceView | None:
    """The journal's accounts, per currency: now; as the book was at a position or an instant (not both);
    as of what had occurred.

     The journal's accounts, per currency: now; as the book was at a position or an instant (not both);
    as of what had occurred.

    For: auditor, finance_operator, operator.

    Args:
        position (int | Unset):
        known_at (datetime.datetime | Unset):
        as_of (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TrialBalanceView
    """

    return sync_detailed(
        client=client,
        position=position,
        known_at=known_at,
        as_of=as_of,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
) -> Response[Problem | TrialBalanceView]:
    """The journal's accounts, per currency: now; as the book was at a position or an instant (not both);
    as of what had occurred.

     The journal's accounts, per currency: now; as the book was at a position or an instant (not both);
    as of what had occurred.

    For: auditor, finance_operator, operator.

    Args:
        position (int | Unset):
        known_at (datetime.datetime | Unset):
        as_of (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TrialBalanceView]
    """

    kwargs = _get_kwargs(
        position=position,
        known_at=known_at,
        as_of=as_of,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    position: int | Unset = UNSET,
    known_at: datetime.datetime | Unset = UNSET,
    as_of: datetime.datetime | Unset = UNSET,
) -> Problem | TrialBalanceView | None:
    """The journal's accounts, per currency: now; as the book was at a position or an instant (not both);
    as of what had occurred.

     The journal's accounts, per currency: now; as the book was at a position or an instant (not both);
    as of what had occurred.

    For: auditor, finance_operator, operator.

    Args:
        position (int | Unset):
        known_at (datetime.datetime | Unset):
        as_of (datetime.datetime | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TrialBalanceView
    """

    return (
        await asyncio_detailed(
            client=client,
            position=position,
            known_at=known_at,
            as_of=as_of,
        )
    ).parsed

import datetime
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.list_all_tickets_state import ListAllTicketsState
from ...models.list_all_tickets_type import ListAllTicketsType
from ...models.problem import Problem
from ...models.ticket_view_page import TicketViewPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    type_: ListAllTicketsType | Unset = UNSET,
    state: ListAllTicketsState | Unset = UNSET,
    title: str | Unset = UNSET,
    number: str | Unset = UNSET,
    submitted_from: datetime.datetime | Unset = UNSET,
    submitted_before: datetime.datetime | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_type_: str | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_.value

    params["type"] = json_type_

    json_state: str | Unset = UNSET
    if not isinstance(state, Unset):
        json_state = state.value

    params["state"] = json_state

    params["title"] = title

    params["number"] = number

    json_submitted_from: str | Unset = UNSET
    if not isinstance(submitted_from, Unset):
        json_submitted_from = submitted_from.isoformat()
    params["submitted_from"] = json_submitted_from

    json_submitted_before: str | Unset = UNSET
    if not isinstance(submitted_before, Unset):
        json_submitted_before = submitted_before.isoformat()
    params["submitted_before"] = json_submitted_before

    params["limit"] = limit

    params["cursor"] = cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/support/tickets",
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | TicketViewPage | None:
    if response.status_code == 200:
        response_200 = TicketViewPage.from_dict(response.json())

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
) -> Response[Problem | TicketViewPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    type_: ListAllTicketsType | Unset = UNSET,
    state: ListAllTicketsState | Unset = UNSET,
    title: str | Unset = UNSET,
    number: str | Unset = UNSET,
    submitted_from: datetime.datetime | Unset = UNSET,
    submitted_before: datetime.datetime | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> Response[Problem | TicketViewPage]:
    """Support's list: every account's tickets, the latest first.

     Support's list: every account's tickets, the latest first.

    For: auditor, operator, support.

    Args:
        type_ (ListAllTicketsType | Unset):
        state (ListAllTicketsState | Unset):
        title (str | Unset):
        number (str | Unset):  Example: T-2026-000001.
        submitted_from (datetime.datetime | Unset):
        submitted_before (datetime.datetime | Unset):
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TicketViewPage]
    """

    kwargs = _get_kwargs(
        type_=type_,
        state=state,
        title=title,
        number=number,
        submitted_from=submitted_from,
        submitted_before=submitted_before,
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
    type_: ListAllTicketsType | Unset = UNSET,
    state: ListAllTicketsState | Unset = UNSET,
    title: str | Unset = UNSET,
    number: str | Unset = UNSET,
    submitted_from: datetime.datetime | Unset = UNSET,
    submitted_before: datetime.datetime | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> Problem | TicketViewPage | None:
    """Support's list: every account's tickets, the latest first.

     Support's list: every account's tickets, the latest first.

    For: auditor, operator, support.

    Args:
        type_ (ListAllTicketsType | Unset):
        state (ListAllTicketsState | Unset):
        title (str | Unset):
        number (str | Unset):  Example: T-2026-000001.
        submitted_from (datetime.datetime | Unset):
        submitted_before (datetime.datetime | Unset):
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TicketViewPage
    """

    return sync_detailed(
        client=client,
        type_=type_,
        state=state,
        title=title,
        number=number,
        submitted_from=submitted_from,
        submitted_before=submitted_before,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    type_: ListAllTicketsType | Unset = UNSET,
    state: ListAllTicketsState | Unset = UNSET,
    title: str | Unset = UNSET,
    number: str | Unset = UNSET,
    submitted_from: datetime.datetime | Unset = UNSET,
    submitted_before: datetime.datetime | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> Response[Problem | TicketViewPage]:
    """Support's list: every account's tickets, the latest first.

     Support's list: every account's tickets, the latest first.

    For: auditor, operator, support.

    Args:
        type_ (ListAllTicketsType | Unset):
        state (ListAllTicketsState | Unset):
        title (str | Unset):
        number (str | Unset):  Example: T-2026-000001.
        submitted_from (datetime.datetime | Unset):
        submitted_before (datetime.datetime | Unset):
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | TicketViewPage]
    """

    kwargs = _get_kwargs(
        type_=type_,
        state=state,
        title=title,
        number=number,
        submitted_from=submitted_from,
        submitted_before=submitted_before,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    type_: ListAllTicketsType | Unset = UNSET,
    state: ListAllTicketsState | Unset = UNSET,
    title: str | Unset = UNSET,
    number: str | Unset = UNSET,
    submitted_from: datetime.datetime | Unset = UNSET,
    submitted_before: datetime.datetime | Unset = UNSET,
    limit: int | Unset = 50,
    cursor: str | Unset = UNSET,
) -> Problem | TicketViewPage | None:
    """Support's list: every account's tickets, the latest first.

     Support's list: every account's tickets, the latest first.

    For: auditor, operator, support.

    Args:
        type_ (ListAllTicketsType | Unset):
        state (ListAllTicketsState | Unset):
        title (str | Unset):
        number (str | Unset):  Example: T-2026-000001.
        submitted_from (datetime.datetime | Unset):
        submitted_before (datetime.datetime | Unset):
        limit (int | Unset):  Default: 50.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | TicketViewPage
    """

    return (
        await asyncio_detailed(
            client=client,
            type_=type_,
            state=state,
            title=title,
            number=number,
            submitted_from=submitted_from,
            submitted_before=submitted_before,
            limit=limit,
            cursor=cursor,
        )
    ).parsed

from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.bank_line_view_page import BankLineViewPage
from ...models.list_bank_lines_outcome import ListBankLinesOutcome
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    statement_id: UUID,
    *,
    outcome: ListBankLinesOutcome | Unset = UNSET,
    review_id: UUID | Unset = UNSET,
    limit: int | Unset = 200,
    cursor: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_outcome: str | Unset = UNSET
    if not isinstance(outcome, Unset):
        json_outcome = outcome.value

    params["outcome"] = json_outcome

    json_review_id: str | Unset = UNSET
    if not isinstance(review_id, Unset):
        json_review_id = str(review_id)
    params["review_id"] = json_review_id

    params["limit"] = limit

    params["cursor"] = cursor

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/bank-statements/{statement_id}/lines".format(
            statement_id=quote(str(statement_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BankLineViewPage | Problem | None:
    if response.status_code == 200:
        response_200 = BankLineViewPage.from_dict(response.json())

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
) -> Response[BankLineViewPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    statement_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    outcome: ListBankLinesOutcome | Unset = UNSET,
    review_id: UUID | Unset = UNSET,
    limit: int | Unset = 200,
    cursor: str | Unset = UNSET,
) -> Response[BankLineViewPage | Problem]:
    """The lines of a statement, in their order; those with one outcome, or of one review item, where that
    is asked.

     The lines of a statement, in their order; those with one outcome, or of one review item, where that
    is asked.

    For: auditor, finance_operator, operator.

    Args:
        statement_id (UUID):
        outcome (ListBankLinesOutcome | Unset):
        review_id (UUID | Unset):
        limit (int | Unset):  Default: 200.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BankLineViewPage | Problem]
    """

    kwargs = _get_kwargs(
        statement_id=statement_id,
        outcome=outcome,
        review_id=review_id,
        limit=limit,
        cursor=cursor,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    statement_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    outcome: ListBankLinesOutcome | Unset = UNSET,
    review_id: UUID | Unset = UNSET,
    limit: int | Unset = 200,
    cursor: str | Unset = UNSET,
) -> BankLineViewPage | Problem | None:
    """The lines of a statement, in their order; those with one outcome, or of one review item, where that
    is asked.

     The lines of a statement, in their order; those with one outcome, or of one review item, where that
    is asked.

    For: auditor, finance_operator, operator.

    Args:
        statement_id (UUID):
        outcome (ListBankLinesOutcome | Unset):
        review_id (UUID | Unset):
        limit (int | Unset):  Default: 200.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BankLineViewPage | Problem
    """

    return sync_detailed(
        statement_id=statement_id,
        client=client,
        outcome=outcome,
        review_id=review_id,
        limit=limit,
        cursor=cursor,
    ).parsed


async def asyncio_detailed(
    statement_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    outcome: ListBankLinesOutcome | Unset = UNSET,
    review_id: UUID | Unset = UNSET,
    limit: int | Unset = 200,
    cursor: str | Unset = UNSET,
) -> Response[BankLineViewPage | Problem]:
    """The lines of a statement, in their order; those with one outcome, or of one review item, where that
    is asked.

     The lines of a statement, in their order; those with one outcome, or of one review item, where that
    is asked.

    For: auditor, finance_operator, operator.

    Args:
        statement_id (UUID):
        outcome (ListBankLinesOutcome | Unset):
        review_id (UUID | Unset):
        limit (int | Unset):  Default: 200.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BankLineViewPage | Problem]
    """

    kwargs = _get_kwargs(
        statement_id=statement_id,
        outcome=outcome,
        review_id=review_id,
        limit=limit,
        cursor=cursor,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    statement_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    outcome: ListBankLinesOutcome | Unset = UNSET,
    review_id: UUID | Unset = UNSET,
    limit: int | Unset = 200,
    cursor: str | Unset = UNSET,
) -> BankLineViewPage | Problem | None:
    """The lines of a statement, in their order; those with one outcome, or of one review item, where that
    is asked.

     The lines of a statement, in their order; those with one outcome, or of one review item, where that
    is asked.

    For: auditor, finance_operator, operator.

    Args:
        statement_id (UUID):
        outcome (ListBankLinesOutcome | Unset):
        review_id (UUID | Unset):
        limit (int | Unset):  Default: 200.
        cursor (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BankLineViewPage | Problem
    """

    return (
        await asyncio_detailed(
            statement_id=statement_id,
            client=client,
            outcome=outcome,
            review_id=review_id,
            limit=limit,
            cursor=cursor,
        )
    ).parsed

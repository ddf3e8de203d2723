from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.assign_line_body import AssignLineBody
from ...models.assignment_view import AssignmentView
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    review_id: UUID,
    *,
    body: AssignLineBody,
    account_id: UUID | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    params: dict[str, Any] = {}

    json_account_id: str | Unset = UNSET
    if not isinstance(account_id, Unset):
        json_account_id = str(account_id)
    params["account_id"] = json_account_id

    params["dry_run"] = dry_run

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/review-items/{review_id}/assignment".format(
            review_id=quote(str(review_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> AssignmentView | Problem | None:
    if response.status_code == 200:
        response_200 = AssignmentView.from_dict(response.json())

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
) -> Response[AssignmentView | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    review_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: AssignLineBody,
    account_id: UUID | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> Response[AssignmentView | Problem]:
    """Credit a line of a statement that is in review to an account, and resolve it. `code`: the announced
    transfer, if it is one.

     Credit a line of a statement that is in review to an account, and resolve it. `code`: the announced
    transfer, if it is one.

    For: finance_operator, operator.

    Args:
        review_id (UUID):
        account_id (UUID | Unset):
        dry_run (bool | Unset):  Default: False.
        idempotency_key (str):
        body (AssignLineBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AssignmentView | Problem]
    """

    kwargs = _get_kwargs(
        review_id=review_id,
        body=body,
        account_id=account_id,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    review_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: AssignLineBody,
    account_id: UUID | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> AssignmentView | Problem | None:
    """Credit a line of a statement that is in review to an account, and resolve it. `code`: the announced
    transfer, if it is one.

     Credit a line of a statement that is in review to an account, and resolve it. `code`: the announced
    transfer, if it is one.

    For: finance_operator, operator.

    Args:
        review_id (UUID):
        account_id (UUID | Unset):
        dry_run (bool | Unset):  Default: False.
        idempotency_key (str):
        body (AssignLineBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AssignmentView | Problem
    """

    return sync_detailed(
        review_id=review_id,
        client=client,
        body=body,
        account_id=account_id,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    review_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: AssignLineBody,
    account_id: UUID | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> Response[AssignmentView | Problem]:
    """Credit a line of a statement that is in review to an account, and resolve it. `code`: the announced
    transfer, if it is one.

     Credit a line of a statement that is in review to an account, and resolve it. `code`: the announced
    transfer, if it is one.

    For: finance_operator, operator.

    Args:
        review_id (UUID):
        account_id (UUID | Unset):
        dry_run (bool | Unset):  Default: False.
        idempotency_key (str):
        body (AssignLineBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[AssignmentView | Problem]
    """

    kwargs = _get_kwargs(
        review_id=review_id,
        body=body,
        account_id=account_id,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    review_id: UUID,
    *,
    client: AuthenticatedClient | Client,
    body: AssignLineBody,
    account_id: UUID | Unset = UNSET,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> AssignmentView | Problem | None:
    """Credit a line of a statement that is in review to an account, and resolve it. `code`: the announced
    transfer, if it is one.

     Credit a line of a statement that is in review to an account, and resolve it. `code`: the announced
    transfer, if it is one.

    For: finance_operator, operator.

    Args:
        review_id (UUID):
        account_id (UUID | Unset):
        dry_run (bool | Unset):  Default: False.
        idempotency_key (str):
        body (AssignLineBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        AssignmentView | Problem
    """

    return (
        await asyncio_detailed(
            review_id=review_id,
            client=client,
            body=body,
            account_id=account_id,
            dry_run=dry_run,
            idempotency_key=idempotency_key,
        )
    ).parsed

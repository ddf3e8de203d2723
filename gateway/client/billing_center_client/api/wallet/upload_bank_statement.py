from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.bank_statement_view import BankStatementView
from ...models.problem import Problem
from ...models.upload_bank_statement_body import UploadBankStatementBody
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: UploadBankStatementBody,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    headers["Idempotency-Key"] = idempotency_key

    params: dict[str, Any] = {}

    params["dry_run"] = dry_run

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/bank-statements",
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> BankStatementView | Problem | None:
    if response.status_code == 200:
        response_200 = BankStatementView.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = BankStatementView.from_dict(response.json())

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
) -> Response[BankStatementView | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: UploadBankStatementBody,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> Response[BankStatementView | Problem]:
    """Credit the announced transfers that a bank statement shows; what does not fit goes to the review
    list. Uploading it again, or one

     Credit the announced transfers that a bank statement shows; what does not fit goes to the review
    list. Uploading it again, or one
    that overlaps, credits nothing twice. The answer has the first 200 lines; a longer statement is
    worked off in the background. A dry run
    counts all lines and shows the first 1,000.

    For: finance_operator, operator.

    Args:
        dry_run (bool | Unset):  Default: False.
        idempotency_key (str):
        body (UploadBankStatementBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BankStatementView | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: UploadBankStatementBody,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> BankStatementView | Problem | None:
    """Credit the announced transfers that a bank statement shows; what does not fit goes to the review
    list. Uploading it again, or one

     Credit the announced transfers that a bank statement shows; what does not fit goes to the review
    list. Uploading it again, or one
    that overlaps, credits nothing twice. The answer has the first 200 lines; a longer statement is
    worked off in the background. A dry run
    counts all lines and shows the first 1,000.

    For: finance_operator, operator.

    Args:
        dry_run (bool | Unset):  Default: False.
        idempotency_key (str):
        body (UploadBankStatementBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BankStatementView | Problem
    """

    return sync_detailed(
        client=client,
        body=body,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: UploadBankStatementBody,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> Response[BankStatementView | Problem]:
    """Credit the announced transfers that a bank statement shows; what does not fit goes to the review
    list. Uploading it again, or one

     Credit the announced transfers that a bank statement shows; what does not fit goes to the review
    list. Uploading it again, or one
    that overlaps, credits nothing twice. The answer has the first 200 lines; a longer statement is
    worked off in the background. A dry run
    counts all lines and shows the first 1,000.

    For: finance_operator, operator.

    Args:
        dry_run (bool | Unset):  Default: False.
        idempotency_key (str):
        body (UploadBankStatementBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[BankStatementView | Problem]
    """

    kwargs = _get_kwargs(
        body=body,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: UploadBankStatementBody,
    dry_run: bool | Unset = False,
    idempotency_key: str,
) -> BankStatementView | Problem | None:
    """Credit the announced transfers that a bank statement shows; what does not fit goes to the review
    list. Uploading it again, or one

     Credit the announced transfers that a bank statement shows; what does not fit goes to the review
    list. Uploading it again, or one
    that overlaps, credits nothing twice. The answer has the first 200 lines; a longer statement is
    worked off in the background. A dry run
    counts all lines and shows the first 1,000.

    For: finance_operator, operator.

    Args:
        dry_run (bool | Unset):  Default: False.
        idempotency_key (str):
        body (UploadBankStatementBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        BankStatementView | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            dry_run=dry_run,
            idempotency_key=idempotency_key,
        )
    ).parsed

"""A workspace and the account that pays for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from services.kernel.errors import Refusal
from services.kernel.eventstore import Aggregate, event
from services.settlement.sites import Region, Site

LONGEST_LOOK_BACK: Final = timedelta(days=400)
"""How long before its binding a workspace's usage may begin to be billed (decision 23)."""

AVAILABLE_METHODS: Final = frozenset({"billing_center"})


class WorkspaceCannotBeBound(Refusal):
    """The workspace is bound already. Whether to this account or to another is not said."""

    code = "settlement.workspace_cannot_be_bound"

    def __init__(self, workspace_id: UUID) -> None:
        super().__init__(workspace_id=workspace_id)


class WorkspaceIdIsNotRandom(Refusal):
    """The platform's workspace ids are random or ordered by time; a computed id (UUID version 3, 5 or 8) is not one of them."""

    code = "settlement.workspace_id_is_not_random"

    def __init__(self, workspace_id: UUID) -> None:
        super().__init__(workspace_id=workspace_id)


class MethodIsNotAvailable(Refusal):
    """This settlement method cannot be chosen for the workspace."""

    code = "settlement.method_is_not_available"

    def __init__(self, method: str) -> None:
        super().__init__(method=method, available=sorted(AVAILABLE_METHODS))


class BillableFromIsOutOfRange(Refusal):
    """Usage is billed from the day of binding on, or from an earlier instant up to 400 days back."""

    code = "settlement.billable_from_is_out_of_range"

    def __init__(self, *, earliest: datetime, latest: datetime) -> None:
        super().__init__(earliest=earliest, latest=latest)


class Workspace(Aggregate):
    """What is billed as one, at one site, on one account."""

    TOPIC = "settlement.workspace"

    class Event(Aggregate.Event):
        TOPIC = "settlement.workspace_event"

    class Bound(Event, Aggregate.Created):
        """An account pays for the workspace from now on; its usage counts from `billable_from`."""

        TOPIC = "settlement.workspace_bound"
        workspace_id: UUID
        account_id: UUID
        currency: str
        name: str
        site: str
        region: Region
        zone: str
        plan: str
        edition: str
        method: str
        billable_from: datetime
        occurred_at: datetime

    workspace_id: UUID
    account_id: UUID
    currency: str
    name: str
    site: str
    region: Region
    zone: str
    plan: str
    edition: str
    method: str
    billable_from: datetime
    bound_at: datetime

    @classmethod
    def bind(
        cls,
        workspace_id: UUID,
        *,
        account_id: UUID,
        currency: str,
        name: str,
        site: Site,
        plan: str,
        method: str,
        billable_from: datetime | None,
        at: datetime,
    ) -> Workspace:
        """A workspace of the commercial plan on this account.

        `billable_from` is by default the start of the site's local day.
        Refuses: MethodIsNotAvailable, BillableFromIsOutOfRange. Source: product facts 2.8; decisions 2, 23.
        """
        if method not in AVAILABLE_METHODS:
            raise MethodIsNotAvailable(method)
        return cls(
            workspace_id=workspace_id,
            account_id=account_id,
            currency=currency,
            name=name,
            site=site.id,
            region=site.region,
            zone=site.zone,
            plan=plan,
            edition="standard",
            method=method,
            billable_from=_billable_from(billable_from, site=site, at=at),
            occurred_at=at,
        )

    @staticmethod
    def create_id(workspace_id: UUID) -> UUID:
        return workspace_id

    @event(Bound)
    def __init__(
        self,
        workspace_id: UUID,
        account_id: UUID,
        currency: str,
        name: str,
        site: str,
        region: Region,
        zone: str,
        plan: str,
        edition: str,
        method: str,
        billable_from: datetime,
        occurred_at: datetime,
    ) -> None:
        self.workspace_id = workspace_id
        self.account_id = account_id
        self.currency = currency
        self.name = name
        self.site = site
        self.region = region
        self.zone = zone
        self.plan = plan
        self.edition = edition
        self.method = method
        self.billable_from = billable_from
        self.bound_at = occurred_at


def require_random(workspace_id: UUID) -> UUID:
    """An id that a platform gave to a workspace. Refuses: WorkspaceIdIsNotRandom.

    A workspace's id is its aggregate's id, beside those of payers and collections, which are computed (UUID version 5) from ids that
    others may know. Who could choose such an id for a workspace would take the place of another account's next bill.
    """
    if workspace_id.version not in (1, 4, 6, 7):
        raise WorkspaceIdIsNotRandom(workspace_id)
    return workspace_id


def _billable_from(wanted: datetime | None, *, site: Site, at: datetime) -> datetime:
    if wanted is None:
        return site.start_of_day(at)
    earliest = at - LONGEST_LOOK_BACK
    if not earliest <= wanted <= at:
        raise BillableFromIsOutOfRange(earliest=earliest, latest=at)
    return wanted

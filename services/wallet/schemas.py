"""Wire shapes of the wallet: what is asked and answered. Between rooms amounts are micros, to customers they are money."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from services.kernel.money import Money
from services.kernel.schemas import Command, Length, Question, Range, Regexp, Shape, View, doc, is_not_negative, is_positive, shape

Currency = Literal["CNY", "USD"]
FundKind = Literal["voucher", "discount_voucher", "card", "cash"]
MovementKind = Literal["voucher", "discount_voucher", "card", "cash", "debt"]
FundStatus = Literal["active", "spent", "expired"]

MOST_LINES = 10_000
MOST_LINE_MICROS = 10**17
MOST_CODES = 1_000

BankReference = Annotated[
    str, Length(min=1, max=64), Regexp(r"[A-Za-z0-9 ./:_-]*[A-Za-z0-9][A-Za-z0-9 ./:_-]*"), doc("the bank's id of the transfer", "TT-0042")
]
Campaign = Annotated[str, Length(min=1, max=64), doc("why these vouchers are given away", "welcome")]
ByMember = Annotated[UUID, doc("the operator who does it; filled in by the room")]
Position = Annotated[int, Range(min=0), doc("as the book was at this position")]
KnownAt = Annotated[datetime, doc("as the book was at this instant")]
Limit = Annotated[int, Range(min=1, max=200)]
Cursor = Annotated[str, Length(max=1024), doc("`next_cursor` of the page before")]


# -- opening and crediting ----------------------------------------------------------------------------------------------------------


@shape
class OpenWallet(Command):
    """Give a new account its wallet."""

    account_id: UUID
    currency: str
    occurred_at: datetime


@shape
class WalletView(View):
    """A wallet."""

    account_id: UUID
    currency: str


@shape
class CreditTransfer(Command):
    """Credit money that arrived at the bank. Each bank reference counts once."""

    account_id: UUID
    amount: Annotated[Money, is_positive]
    reference: BankReference
    occurred_at: Annotated[datetime, doc("the transfer's value date; now unless given")] | None = None
    by_member_id: ByMember | None = None


@shape
class CreditView(View):
    """What was credited, what of it paid debts, and what is in the wallet now."""

    account_id: UUID
    reference: str
    amount: Money
    repaid: Money
    cash: Money
    debt: Money


# -- vouchers -----------------------------------------------------------------------------------------------------------------------


@shape
class IssueVouchers(Command):
    """Issue a batch of vouchers. Their codes are in the first answer, and nowhere else ever again."""

    count: Annotated[int, Range(min=1, max=MOST_CODES)]
    face: Annotated[Money, is_positive]
    campaign: Campaign
    kind: Literal["voucher", "discount_voucher"] = "voucher"
    valid_until: Annotated[datetime, doc("the end of their validity; a year from now unless given")] | None = None
    by_member_id: ByMember | None = None


@shape
class VoucherBatchView(View):
    """A batch of vouchers. `codes` are null when they were shown before, and in a dry run."""

    batch_id: UUID
    kind: str
    face: Money
    count: int
    campaign: str
    valid_until: datetime
    codes: list[str] | None = None
    already_shown: bool = False


@shape
class ActivateVoucher(Command):
    """Turn a voucher's code into a fund of the wallet."""

    account_id: UUID
    code: Annotated[str, Length(min=1, max=64), doc("sixteen characters; blanks, hyphens and case do not matter", "7Q3K-0V5D-M2XA-9TBH")]


@shape
class VoucherView(View):
    """An activated voucher. `repaid` went to debts at once; `balance` is what is left to spend."""

    account_id: UUID
    voucher_id: UUID
    kind: str
    face: Money
    repaid: Money
    balance: Money
    campaign: str
    activated_at: datetime
    valid_until: datetime


# -- cards --------------------------------------------------------------------------------------------------------------------------


@shape
class BuyCard(Command):
    """Turn cash into a prepaid card: a multiple of a hundred. A large one brings a discount voucher along."""

    account_id: UUID
    price: Annotated[Money, is_positive]


@shape
class GrantView(View):
    """The discount voucher that came with a card."""

    voucher_id: UUID
    face: Money
    valid_until: datetime | None


@shape
class CardView(View):
    """A prepaid card, as it was bought."""

    account_id: UUID
    card_id: UUID
    face: Money
    bought_at: datetime
    valid_until: datetime | None
    granted: GrantView | None
    cash: Money


# -- charging -----------------------------------------------------------------------------------------------------------------------


@shape
class ChargeLine(Shape):
    """A bill line that asks for money."""

    line_id: UUID
    amount_micros: Annotated[int, is_not_negative, Range(max=MOST_LINE_MICROS)]
    vouchers_may_pay: bool


@shape
class Charge(Command):
    """Take a bill from the wallet. Settlement asks; the lines are paid in the order given. A bill is charged once."""

    account_id: UUID
    bill_id: UUID
    currency: str
    lines: Annotated[list[ChargeLine], Length(max=MOST_LINES)]
    family: Literal["billing_center", "cloud"] = "billing_center"
    vendor: Literal["aliyun", "aws", "huawei"] | None = None
    reason: Literal["daily_bill"] = "daily_bill"


@shape
class TakenView(View):
    """What one fund paid of one line."""

    line_id: UUID
    fund_id: UUID
    kind: str
    amount_micros: int


@shape
class RemainderView(View):
    """What no fund paid of one line."""

    line_id: UUID
    amount_micros: int


@shape
class ChargeView(View):
    """The split of a bill: taken from funds, owed, or the cloud account's to pay. `charge_of` knows its position in the book besides."""

    bill_id: UUID
    taken: list[TakenView]
    owed: list[RemainderView]
    cloud: list[RemainderView]
    position: int | None = None


@shape
class ChargeOf(Question):
    """How a bill was charged."""

    bill_id: UUID


# -- looking ------------------------------------------------------------------------------------------------------------------------


@shape
class BalanceOf(Question):
    """What an account owns and owes: now, or as the book was at a position or an instant (not both)."""

    account_id: UUID
    position: Position | None = None
    known_at: KnownAt | None = None


@shape
class FundBalanceView(View):
    """What is left of a fund that can be used."""

    fund_id: UUID
    kind: FundKind
    amount: Money
    valid_until: datetime | None


@shape
class BalanceView(View):
    """Balances as of `position`, of the funds valid at `as_of`. `card_balance` shows debt as the product does: as negative cards."""

    account_id: UUID
    currency: str
    cash: Money
    vouchers: Money
    cards: Money
    debt: Money
    card_balance: Money
    is_in_arrears: bool
    funds: list[FundBalanceView]
    position: int
    as_of: datetime


@shape
class ListFunds(Question):
    """The vouchers and cards of an account, the newest first."""

    account_id: UUID
    kind: Literal["voucher", "discount_voucher", "card"] | None = None
    status: FundStatus | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class FundView(View):
    """A voucher or a card: what it was worth, what is left, and until when."""

    fund_id: UUID
    kind: FundKind
    face: Money
    balance: Money
    status: FundStatus
    activated_at: datetime
    valid_until: datetime | None
    campaign: str | None


@shape
class StatementOf(Question):
    """Income and expenditure, the latest first; `since` and `until` (not included) are about when it occurred."""

    account_id: UUID
    since: datetime | None = None
    until: datetime | None = None
    kind: MovementKind | None = None
    fund_id: UUID | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class MovementView(View):
    """One movement: positive, the customer has more; negative, less. Debt has no fund; to owe is negative."""

    position: int
    seq: int
    fund_id: UUID | None
    kind: MovementKind
    reason: str
    counterpart_kind: str
    counterpart: str
    amount: Money
    occurred_at: datetime
    recorded_at: datetime


@shape
class ListPayments(Question):
    """Which fund paid which bill line: of a bill, of a line, of a fund, or of all."""

    account_id: UUID
    bill_id: UUID | None = None
    line_id: UUID | None = None
    fund_id: UUID | None = None
    limit: Limit = 50
    cursor: Cursor | None = None


@shape
class PaymentView(View):
    """What one fund paid of one bill line, when it was charged or as a debt later."""

    position: int
    seq: int
    bill_id: UUID
    line_id: UUID
    fund_id: UUID
    kind: FundKind
    amount: Money
    paid: Literal["at_charge", "as_debt"]
    occurred_at: datetime
    recorded_at: datetime


@shape
class TrialBalanceOf(Question):
    """The journal's accounts, per currency: now, or as the book was at a position or an instant (not both)."""

    position: Position | None = None
    known_at: KnownAt | None = None


@shape
class AccountTotalView(View):
    """The balance of one ledger account: debits positive, credits negative."""

    account: str
    type: Literal["asset", "liability", "income", "expense"]
    balance: Money


@shape
class TrialBalanceView(View):
    """Every ledger account with postings; per currency they sum to zero."""

    accounts: list[AccountTotalView]
    position: int

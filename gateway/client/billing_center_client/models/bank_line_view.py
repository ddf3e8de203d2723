from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.bank_line_view_direction import BankLineViewDirection
from ..models.bank_line_view_outcome_type_1 import BankLineViewOutcomeType1
from ..models.bank_line_view_outcome_type_2_type_1 import BankLineViewOutcomeType2Type1
from ..models.bank_line_view_outcome_type_3_type_1 import BankLineViewOutcomeType3Type1

T = TypeVar("T", bound="BankLineView")


@_attrs_define
class BankLineView:
    """
    Attributes:
        number (int):
        reference (str):
        direction (BankLineViewDirection):
        amount (str):
        currency (str):
        value_date (datetime.date):
        text (str):
        payer (str):
        is_reversal (bool):
        outcome (BankLineViewOutcomeType1 | BankLineViewOutcomeType2Type1 | BankLineViewOutcomeType3Type1 | None):
        cause (None | str):
        account_id (None | UUID):
        review_id (None | UUID):
    """

    number: int
    reference: str
    direction: BankLineViewDirection
    amount: str
    currency: str
    value_date: datetime.date
    text: str
    payer: str
    is_reversal: bool
    outcome: (
        BankLineViewOutcomeType1
        | BankLineViewOutcomeType2Type1
        | BankLineViewOutcomeType3Type1
        | None
    )
    cause: None | str
    account_id: None | UUID
    review_id: None | UUID

    def to_dict(self) -> dict[str, Any]:
        number = self.number

        reference = self.reference

        direction = self.direction.value

        amount = self.amount

        currency = self.currency

        value_date = self.value_date.isoformat()

        text = self.text

        payer = self.payer

        is_reversal = self.is_reversal

        outcome: None | str
        if (
            isinstance(self.outcome, BankLineViewOutcomeType1)
            or isinstance(self.outcome, BankLineViewOutcomeType2Type1)
            or isinstance(self.outcome, BankLineViewOutcomeType3Type1)
        ):
            outcome = self.outcome.value
        else:
            outcome = self.outcome

        cause: None | str
        cause = self.cause

        account_id: None | str
        if isinstance(self.account_id, UUID):
            account_id = str(self.account_id)
        else:
            account_id = self.account_id

        review_id: None | str
        if isinstance(self.review_id, UUID):
            review_id = str(self.review_id)
        else:
            review_id = self.review_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "number": number,
                "reference": reference,
                "direction": direction,
                "amount": amount,
                "currency": currency,
                "value_date": value_date,
                "text": text,
                "payer": payer,
                "is_reversal": is_reversal,
                "outcome": outcome,
                "cause": cause,
                "account_id": account_id,
                "review_id": review_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        number = d.pop("number")

        reference = d.pop("reference")

        direction = BankLineViewDirection(d.pop("direction"))

        amount = d.pop("amount")

        currency = d.pop("currency")

        value_date = datetime.date.fromisoformat(d.pop("value_date"))

        text = d.pop("text")

        payer = d.pop("payer")

        is_reversal = d.pop("is_reversal")

        def _parse_outcome(
            data: object,
        ) -> (
            BankLineViewOutcomeType1
            | BankLineViewOutcomeType2Type1
            | BankLineViewOutcomeType3Type1
            | None
        ):
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                outcome_type_1 = BankLineViewOutcomeType1(data)

                return outcome_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                outcome_type_2_type_1 = BankLineViewOutcomeType2Type1(data)

                return outcome_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                outcome_type_3_type_1 = BankLineViewOutcomeType3Type1(data)

                return outcome_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                BankLineViewOutcomeType1
                | BankLineViewOutcomeType2Type1
                | BankLineViewOutcomeType3Type1
                | None,
                data,
            )

        outcome = _parse_outcome(d.pop("outcome"))

        def _parse_cause(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        cause = _parse_cause(d.pop("cause"))

        def _parse_account_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                account_id_type_0 = UUID(data)

                return account_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        account_id = _parse_account_id(d.pop("account_id"))

        def _parse_review_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                review_id_type_0 = UUID(data)

                return review_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        review_id = _parse_review_id(d.pop("review_id"))

        bank_line_view = cls(
            number=number,
            reference=reference,
            direction=direction,
            amount=amount,
            currency=currency,
            value_date=value_date,
            text=text,
            payer=payer,
            is_reversal=is_reversal,
            outcome=outcome,
            cause=cause,
            account_id=account_id,
            review_id=review_id,
        )

        return bank_line_view

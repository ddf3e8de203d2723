"""What comes in: cash, vouchers, cards."""

from __future__ import annotations

from collections import defaultdict

from services.audit.replay.wallets.accounts import CARD, CASH, Account, Accounts
from services.audit.replay.wallets.facts import Activated, Bought, Credited, Fund, Opened, Received, Share
from services.wallet import journal


class Credits(Accounts):
    def _opened(self, fact: Opened) -> None:
        sums = self.journal.setdefault(fact.currency, defaultdict(int))
        self.accounts[fact.account_id] = Account(fact.account_id, fact.currency, sums)

    def _credited(self, fact: Credited) -> None:
        account, amount_micros = self.accounts.get(fact.account_id) or self._account(fact), fact.amount_micros
        account.events += 1
        self.once_at.append(self._position)
        sums, held = account.sums, account.funds.get(fact.fund_id)
        sums["clearing:" + fact.channel] += amount_micros
        sums[CASH] -= amount_micros
        if held is not None and not fact.repaid and not self._redecide:
            held.amount_micros += amount_micros
            return
        self._pay_in(account, Fund(fact.fund_id, "cash", amount_micros, fact.occurred_at), fact.repaid)
        if self._redecide:
            self._check_entry("wallet.cash_credited", fact)

    def _activated(self, fact: Activated) -> None:
        account = self._account(fact)
        account.events += 1
        self._give(account, fact.fund)
        self._pay_in(account, fact.fund, fact.repaid)
        if self._redecide:
            self._check_entry("wallet.voucher_activated", fact)

    def _bought(self, fact: Bought) -> None:
        account, price_micros = self._account(fact), fact.card.amount_micros
        account.events += 1
        account.sums[CASH] += price_micros
        account.sums[CARD] -= price_micros
        self._spend(account, fact.cash_id, price_micros)
        self._receive(account, fact.card)
        if fact.granted is not None:
            self._give(account, fact.granted)
            self._receive(account, fact.granted)
        if self._redecide:
            self._check_entry("wallet.card_bought", fact)

    def _received(self, fact: Received) -> None:
        account = self._account(fact)
        account.events += 1
        if fact.source == "huawei_order":
            self.once_at.append(self._position)
        account.sums[journal.PAYER_OF[fact.source]] += fact.card.amount_micros
        account.sums[CARD] -= fact.card.amount_micros
        self._pay_in(account, fact.card, fact.repaid)
        if self._redecide:
            self._check_entry("wallet.card_received", fact)

    def _pay_in(self, account: Account, credit: Fund, repaid: list[Share]) -> None:
        if self._redecide:
            self._repay_again(account, [credit], repaid, f"fund {credit.fund_id}")
        self._receive(account, credit)
        self._repay(account, repaid)

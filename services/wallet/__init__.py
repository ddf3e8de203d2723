"""Wallet: who owns what, who owes what, and every movement that made it so.

Owns:      funds (cash, vouchers, prepaid cards), debts by bill line, codes of vouchers and cards, Huawei's orders, announced
           transfers, bank statements, refunds, recharge orders, what waits for a person (review items), and the journal.
Promises:  every journal entry sums to zero; a fund never falls below zero; a bill is charged once; a command id takes effect at most once;
           every balance can be folded again from the book, at any position.
Never:     prices anything, knows an item, or edits an entry.
Listens:   identity.account_opened.v1

Beyond the furniture: `allocation` (which fund pays which line), `journal` (the chart of accounts, and each event as a balanced entry):
these two are pure and stand alone, because audit runs them again. `codes` (what a code looks like and how it is kept), `card_numbers`
(how a card is called to people), `transfer_codes` (what belongs into a transfer's remark, and how it is found there), `bank/` (where our
accounts are, and statements in banks' formats), `payments/` (the payment channels, and the watch over orders that wait) and `exports/`
(the journal in the words of other programs).
"""

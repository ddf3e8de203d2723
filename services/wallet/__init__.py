"""Wallet: who owns what, who owes what, and every movement that made it so.

Owns:      funds (cash, vouchers, prepaid cards), debts by bill line, codes of vouchers and cards, Huawei's orders, and the journal.
Promises:  every journal entry sums to zero; a fund never falls below zero; a bill is charged once; a command id takes effect at most once;
           every balance can be folded again from the book, at any position.
Never:     prices anything, knows an item, or edits an entry.
Listens:   identity.account_opened.v1

Beyond the furniture: `allocation` (which fund pays which line), `journal` (the chart of accounts, and each event as a balanced entry),
`codes` (what a code looks like and how it is kept) and `card_numbers` (how a card is called to people). The first two are pure and stand
alone, because audit runs them again.
"""

"""Identity: who may act, and how we speak to people.

Owns:      accounts, members and their roles, credentials (passwords, codes, sessions, API keys, operators' links), messages to people, and
           the moves of the test clock.
Promises:  events and answers in the command log name nobody; a secret is shown once and kept as a hash; a name has one person; a person
           gets a message at most once.
Never:     knows a balance or a price.
Listens:   billing.bill_issued.v1

Beyond the furniture: `names` (username, e-mail, phone, and when two are the same), `credentials` (pure rules of secrets) and `messages`
(the port through which mail leaves, SMTP or a local mailbox). `projections.people` and `projections.guards` are rows that come from no
event, because they are personal, secret, or must count even when a command is refused.
"""

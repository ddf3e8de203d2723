"""Settlement: whose money pays for a workspace, and the collecting of each bill from it.

Owns:      workspaces (site, plan, edition, state), who pays for each and by which method, the settlement of bills, arrears.
Promises:  a workspace is bound to one account; a bill is collected once, whatever is repeated; arrears begin and end with
           the wallet's debt.
Never:     computes a price or a balance.
Listens:   identity.account_opened.v1, billing.bill_issued.v1, wallet.charged.v1, wallet.debt_cleared.v1
Calls:     wallet.charge, wallet.charge_many, wallet.charge_of
Extras:    sites (the catalogue of sites and their local days)
"""

-- Looking back, and what is held, in wallets with many movements and holds.

-- What a credit adds to the past where it is dated before it was recorded.
create index movement_of_credits on movement (account_id, recorded_at, occurred_at) where reason in ('transfer', 'recharge');

-- What is held now: a hold ends within ninety days, and those that have ended are not looked at.
create index hold_by_account on hold (account_id, expires_at);

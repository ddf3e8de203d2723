-- Looking back, and what is held, in wallets with many movements and holds.

-- What a credit adds to the past where it is dated before it was recorded: those of the hour after an instant, and those that were later.
create index movement_of_credits on movement (account_id, recorded_at) where reason in ('transfer', 'recharge');
create index movement_of_late_credits on movement (account_id, recorded_at)
    where reason in ('transfer', 'recharge') and recorded_at - occurred_at > interval '1 hour';

-- What is held now: a hold ends within ninety days, and those that have ended are not looked at.
create index hold_by_account on hold (account_id, expires_at);

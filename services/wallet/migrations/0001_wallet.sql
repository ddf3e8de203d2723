-- The wallet's projections: functions of the book, kept for reading. Deleting and replaying them gives the same rows.
--
-- `account_id` comes first in every key, so that the tables can be distributed by account.

create table wallet (
    account_id uuid primary key,
    currency   text not null,
    opened_at  timestamptz not null
);

-- A voucher or a card, as it was received. What is left of it stands in `balance`.
create table fund (
    account_id   uuid not null,
    fund_id      uuid not null,
    kind         text not null,
    currency     text not null,
    face_micros  bigint not null,
    activated_at timestamptz not null,
    valid_until  timestamptz,
    campaign     text,
    position     bigint not null,
    primary key (account_id, fund_id)
);

-- What is left of each fund, the cash among them (valid for ever: no valid_until).
create table balance (
    account_id    uuid not null,
    fund_id       uuid not null,
    kind          text not null,
    amount_micros bigint not null,
    primary key (account_id, fund_id)
);

-- What is still owed for each bill line; zero when it is paid.
create table debt (
    account_id    uuid not null,
    line_id       uuid not null,
    bill_id       uuid not null,
    amount_micros bigint not null,
    primary key (account_id, line_id)
);
create index debt_open on debt (account_id) where amount_micros > 0;

-- The store's own guard, besides the domain's: nothing is spent that is not there, nothing is repaid that is not owed.
-- (A check constraint would look at the difference that is being added, before it meets the row it is added to.)
create function refuse_below_zero() returns trigger
language plpgsql as $$
begin
    raise exception '% of account % would fall below zero', tg_table_name, new.account_id using errcode = 'check_violation';
end
$$;
create trigger not_below_zero after insert or update on balance
    for each row when (new.amount_micros < 0) execute function refuse_below_zero();
create trigger not_below_zero after insert or update on debt
    for each row when (new.amount_micros < 0) execute function refuse_below_zero();

-- The statement: every movement of a fund, and of the debt (fund_id null, kind "debt", owing is negative).
create table movement (
    account_id       uuid not null,
    position         bigint not null,
    seq              integer not null,  -- within its event, from 0
    fund_id          uuid,
    kind             text not null,
    reason           text not null,
    counterpart_kind text not null,     -- "transfer", "campaign", "fund" or "bill"
    counterpart      text not null,
    amount_micros    bigint not null,   -- positive: the customer has more; negative: less
    occurred_at      timestamptz not null,
    recorded_at      timestamptz not null,
    primary key (account_id, position, seq)
);
create index movement_by_time on movement (account_id, occurred_at);

-- Lineage: which fund paid which bill line, when it was charged or later, when a credit paid the debt.
create table payment (
    account_id    uuid not null,
    position      bigint not null,
    seq           integer not null,
    bill_id       uuid not null,
    line_id       uuid not null,
    fund_id       uuid not null,
    kind          text not null,
    amount_micros bigint not null check (amount_micros > 0),
    paid          text not null,        -- "at_charge" or "as_debt"
    occurred_at   timestamptz not null,
    recorded_at   timestamptz not null,
    primary key (account_id, position, seq)
);
create index payment_by_bill on payment (account_id, bill_id, line_id);
create index payment_by_fund on payment (account_id, fund_id);

-- The journal: a debit is positive, a credit negative; the postings of a position sum to zero.
create table posting (
    account_id     uuid not null,
    position       bigint not null,
    seq            integer not null,
    ledger_account text not null,
    fund_id        uuid,
    currency       text not null,
    amount_micros  bigint not null,
    occurred_at    timestamptz not null,
    recorded_at    timestamptz not null,
    primary key (account_id, position, seq)
);
create index posting_by_position on posting (position);

-- What may happen once by nature: the primary keys hold it, in the transaction of the effect.
create table charge (
    bill_id    uuid primary key,
    account_id uuid not null,
    position   bigint not null  -- where the split stands in the book
);

create table transfer (
    channel    text not null,
    reference  text not null,           -- as the bank wrote it, without blanks, in capitals
    account_id uuid not null,
    position   bigint not null,
    primary key (channel, reference)
);

create table voucher_batch (
    batch_id    uuid primary key,
    kind        text not null,
    currency    text not null,
    face_micros bigint not null,
    count       integer not null,
    campaign    text not null,
    valid_until timestamptz not null,
    issued_at   timestamptz not null
);

-- Not a projection: who guesses codes. Refused attempts are no facts, so they stand beside the book.
create table redeeming (
    account_id    uuid primary key,
    unknown_codes integer not null,
    last_at       timestamptz not null,
    locked_until  timestamptz
);

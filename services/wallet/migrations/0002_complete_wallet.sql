-- Cards that are assigned or redeemed, frozen and ended funds, holds, returns of charges, thresholds and what accounts were told.

alter table fund rename column campaign to reference;       -- the campaign, order or deal behind the fund
alter table fund add column source   text not null default 'code';  -- how the customer came by it
alter table fund add column batch_id uuid;
create index fund_by_batch on fund (batch_id) where batch_id is not null;

-- The last decision of operators about a fund.
create table fund_freeze (
    account_id   uuid not null,
    fund_id      uuid not null,
    is_frozen    boolean not null,
    reason       text not null,
    by_member_id uuid,
    changed_at   timestamptz not null,
    primary key (account_id, fund_id)
);

-- What was lost when a fund ended with value left.
create table expired_fund (
    account_id    uuid not null,
    fund_id       uuid not null,
    amount_micros bigint not null,
    expired_at    timestamptz not null,
    primary key (account_id, fund_id, expired_at)
);

-- Value kept apart: which fund keeps how much for what. A hold without an end is live.
create table hold (
    account_id    uuid not null,
    hold_id       uuid not null,
    subject       uuid not null,    -- the order or refund that it is for
    purpose       text not null,
    amount_micros bigint not null,
    expires_at    timestamptz not null,
    reserved_at   timestamptz not null,
    position      bigint not null,
    primary key (account_id, hold_id)
);
create index hold_by_expiry on hold (expires_at);

create table hold_share (
    account_id    uuid not null,
    hold_id       uuid not null,
    fund_id       uuid not null,
    kind          text not null,
    amount_micros bigint not null,
    primary key (account_id, hold_id, fund_id)
);

create table hold_end (
    account_id      uuid not null,
    hold_id         uuid not null,
    status          text not null,  -- "captured", "released" or "expired"
    captured_micros bigint not null,
    ended_at        timestamptz not null,
    primary key (account_id, hold_id)
);

-- What may end with value left, by its end: read by the timer that books ends.
create index fund_by_end on fund (valid_until) where valid_until is not null;

-- What of a bill line was given back to the fund that paid it; never more than that fund paid.
create table returned (
    account_id    uuid not null,
    bill_id       uuid not null,
    line_id       uuid not null,
    fund_id       uuid not null,
    amount_micros bigint not null,
    primary key (account_id, bill_id, line_id, fund_id)
);
create function refuse_more_than_paid() returns trigger
language plpgsql as $$
declare
    paid_micros bigint;
begin
    select coalesce(sum(amount_micros) filter (where amount_micros > 0), 0)
    into paid_micros
    from payment
    where account_id = new.account_id and bill_id = new.bill_id and line_id = new.line_id and fund_id = new.fund_id;
    if new.amount_micros > paid_micros then
        raise exception 'more of line % would be returned than was paid', new.line_id
            using errcode = 'check_violation', constraint = 'returned_at_most_what_was_paid';
    end if;
    return new;
end
$$;
create trigger at_most_what_was_paid after insert or update on returned
    for each row execute function refuse_more_than_paid();

alter table payment drop constraint payment_amount_micros_check;
alter table payment add constraint payment_amount_micros_check check (amount_micros <> 0);  -- negative: given back

-- What an account wants to be told, and what it was told.
create table wallet_limits (
    account_id         uuid primary key,
    low_balance_micros bigint,
    month_micros       bigint
);

create table alert (
    account_id       uuid not null,
    position         bigint not null,
    kind             text not null,     -- "balance_fell_low", "balance_recovered", "spending_reached_80", "spending_reached_100"
    amount_micros    bigint not null,   -- what was usable, or spent
    threshold_micros bigint not null,
    occurred_at      timestamptz not null,
    primary key (account_id, position)
);

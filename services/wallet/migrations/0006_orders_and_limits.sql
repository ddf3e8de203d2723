-- Orders that customers pay in full, and what cloud accounts still pay of bill lines.

create table purchase_order (
    account_id uuid not null,
    order_id   uuid not null,
    title      text not null,
    currency   text not null,
    placed_at  timestamptz not null,
    expires_at timestamptz not null,
    position   bigint not null,
    primary key (account_id, order_id)
);

create table purchase_order_item (
    account_id       uuid not null,
    order_id         uuid not null,
    line_id          uuid not null,
    seq              integer not null,
    title            text not null,
    amount_micros    bigint not null,
    vouchers_may_pay boolean not null,
    primary key (account_id, order_id, line_id)
);

create table purchase_order_end (
    account_id uuid not null,
    order_id   uuid not null,
    status     text not null,  -- "paid" or "cancelled"
    reason     text not null,
    ended_at   timestamptz not null,
    primary key (account_id, order_id)
);

-- What the cloud account that settles for a workspace pays of a bill line, less what was credited to it since.
create table cloud_due (
    account_id    uuid not null,
    bill_id       uuid not null,
    line_id       uuid not null,
    vendor        text not null,
    amount_micros bigint not null,
    primary key (account_id, bill_id, line_id)
);
create trigger not_below_zero after insert or update on cloud_due
    for each row when (new.amount_micros < 0) execute function refuse_below_zero();

-- Adjustments that gave something back: each once.
create table charge_return (
    bill_id    uuid primary key,
    account_id uuid not null,
    of_bill_id uuid not null,
    position   bigint not null
);
create index charge_return_by_bill on charge_return (of_bill_id);

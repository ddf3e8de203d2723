-- Announced transfers, bank statements and their lines, refunds of cash.

create table transfer_order (
    account_id    uuid not null,
    order_id      uuid not null,
    code          text not null,
    currency      text not null,
    amount_micros bigint not null,
    placed_at     timestamptz not null,
    expires_at    timestamptz not null,
    position      bigint not null,
    primary key (account_id, order_id)
);
create unique index transfer_order_by_code on transfer_order (code);
create index transfer_order_by_position on transfer_order (position);

-- An order without an end is open until it expires.
create table transfer_order_end (
    account_id    uuid not null,
    order_id      uuid not null,
    status        text not null,   -- "credited" or "cancelled"
    amount_micros bigint,          -- what arrived
    currency      text,
    reference     text,            -- the bank's
    ended_at      timestamptz not null,
    primary key (account_id, order_id)
);

create table bank_statement (
    statement_id uuid primary key,
    format       text not null,
    digest       text not null,
    lines        integer not null,
    by_member_id uuid,
    received_at  timestamptz not null,
    position     bigint not null
);

-- A statement without an end is being worked off.
create table bank_statement_end (
    statement_id uuid primary key,
    finished_at  timestamptz not null
);

-- Not a projection: the lines of uploaded statements name people, so they stand beside the book. Without an outcome a line still waits.
create table bank_line (
    statement_id  uuid not null,
    number        integer not null,
    reference     text not null,
    direction     text not null,
    currency      text not null,
    amount_micros bigint not null,
    value_date    date not null,
    body          text not null,
    payer         text not null,
    is_named      boolean not null,
    is_reversal   boolean not null,
    is_booked     boolean not null,
    is_whole      boolean not null,
    outcome       text,
    cause         text,
    account_id    uuid,
    review_id     uuid,
    primary key (statement_id, number)
);
create index bank_line_that_waits on bank_line (statement_id, number) where outcome is null;
create index bank_line_by_review on bank_line (review_id) where review_id is not null;

create table refund (
    account_id     uuid not null,
    refund_id      uuid not null,
    currency       text not null,
    amount_micros  bigint not null,
    reason         text not null,
    payout_account text not null,
    requested_by   uuid not null,
    requested_at   timestamptz not null,
    expires_at     timestamptz not null,
    position       bigint not null,
    primary key (account_id, refund_id)
);
create unique index refund_by_id on refund (refund_id);
create index refund_by_position on refund (position);

-- A refund without a decision waits until it expires.
create table refund_decision (
    account_id uuid not null,
    refund_id  uuid not null,
    status     text not null,   -- "approved" or "rejected"
    reference  text,            -- the bank's id of the payout
    note       text,            -- why it was rejected
    decided_by uuid not null,
    decided_at timestamptz not null,
    primary key (account_id, refund_id)
);

-- What the room reads most: workspaces' terms and daily bills, made from billing's own events in the same transaction.

create table workspace_terms (
    workspace_id       uuid primary key,
    account_id         uuid not null,
    currency           text not null,
    site               text not null,
    region             text not null,
    zone               text not null,
    plan               text not null,
    edition            text not null,
    billable_from      timestamptz not null,
    default_retentions jsonb not null,  -- item -> days
    position           bigint not null  -- of the event that set them
);
create index on workspace_terms (account_id);

create table bill (
    workspace_id   uuid not null,
    day            date not null,
    bill_id        uuid not null unique,
    account_id     uuid not null,
    currency       text not null,
    site           text not null,
    day_start      timestamptz not null,
    day_end        timestamptz not null,
    kind           text not null,
    total_micros   bigint not null,
    usage_position bigint not null,
    terms_position bigint not null,
    price_book     text not null,
    rules_version  integer not null,
    issued_at      timestamptz not null,
    position       bigint not null,  -- of billing.bill_issued
    primary key (workspace_id, day)
);
create index on bill (account_id, day desc, bill_id desc);

create table bill_line (
    bill_id           uuid not null,
    place             smallint not null,  -- from 0, in the bill's order
    line_id           uuid not null,
    item              text not null,
    retention_days    integer,
    key               text not null,
    quantity          bigint not null,
    billable          text not null,
    unit_size         bigint not null,
    unit_price_micros bigint not null,
    vouchers_may_pay  boolean not null,
    amount_micros     bigint not null,
    primary key (bill_id, place)
);

-- One row each time settlement says how a bill stands; the one with the highest position (up to a past one, if asked) holds.
create table bill_payment (
    bill_id      uuid not null,
    position     bigint not null,
    method       text not null,
    taken_micros bigint not null,
    owed_micros  bigint not null,
    cloud_micros bigint not null,
    primary key (bill_id, position)
);

-- What a person must look at, and what became of it. Online recharge orders, and which of them are still waited for.

create table review_item (
    review_id  uuid primary key,
    kind       text not null,
    subject    text not null,
    account_id uuid,               -- whose it is, where it is somebody's
    details    jsonb not null,
    opened_at  timestamptz not null,
    position   bigint not null
);
create index review_item_by_position on review_item (position);

-- A review item without a resolution is open.
create table review_resolution (
    review_id    uuid primary key,
    note         text not null,
    by_member_id uuid,
    resolved_at  timestamptz not null
);

create table recharge (
    account_id    uuid not null,
    recharge_id   uuid not null,
    channel       text not null,
    currency      text not null,
    amount_micros bigint not null,
    placed_at     timestamptz not null,
    expires_at    timestamptz not null,
    position      bigint not null,
    primary key (account_id, recharge_id)
);
create unique index recharge_by_id on recharge (recharge_id);

-- Where the customer pays it. `cashier_id` is the channel's own id of the page, where it has one.
create table recharge_page (
    account_id  uuid not null,
    recharge_id uuid not null,
    cashier_id  text not null,
    pay_url     text not null,
    primary key (account_id, recharge_id)
);

-- How it ended: "expired" or "cancelled"; "paid" besides where it was paid after that. An order without an end is waited for.
create table recharge_end (
    account_id  uuid not null,
    recharge_id uuid not null,
    status      text not null,
    reference   text,              -- the channel's id of the payment
    ended_at    timestamptz not null,
    primary key (account_id, recharge_id, status)
);
create index recharge_by_expiry on recharge (expires_at);
create index recharge_by_position on recharge (position);

-- What a settlement file is compared with.
create index posting_by_channel on posting (ledger_account, occurred_at) where ledger_account like 'clearing:%';

-- Settlement: what its events say, as rows: who pays, for which workspaces, how each bill was settled, what stays owed.

create table payer (
    account_id uuid primary key,
    currency   text not null,
    opened_at  timestamptz not null
);

create table account_zone (
    account_id uuid primary key,
    zone       text not null
);

create table arrears (
    account_id uuid primary key,
    since      timestamptz,  -- null: ended
    bill_id    uuid
);

create table workspace (
    workspace_id  uuid primary key,
    account_id    uuid not null,
    position      bigint not null,  -- of its binding in the ledger: the order of lists
    name          text not null,
    site          text not null,
    region        text not null,
    zone          text not null,
    currency      text not null,
    plan          text not null,
    edition       text not null,
    method        text not null,
    billable_from timestamptz not null,
    bound_at      timestamptz not null
);
create unique index workspace_of_account on workspace (account_id, position);

create table bill_settlement (
    bill_id      uuid primary key,
    workspace_id uuid not null,
    account_id   uuid not null,
    currency     text not null,
    method       text not null,
    taken        jsonb not null,  -- [{line_id, fund_id, kind, amount_micros}]
    owed         jsonb not null,  -- [{line_id, amount_micros}]
    cloud        jsonb not null,  -- [{line_id, amount_micros}]
    owed_micros  bigint not null,
    settled_at   timestamptz not null
);

-- Bills whose charge left debt, and when the wallet owed nothing any more. Apart from bill_settlement, because the wallet may tell of a debt, and
-- of its end, before we have recorded the settlement itself.
create table owed_bill (
    bill_id    uuid primary key,
    account_id uuid not null,
    since      timestamptz not null
);
create index owed_bill_of_account on owed_bill (account_id, since);

create table cleared_bill (
    bill_id    uuid primary key,
    cleared_at timestamptz not null
);

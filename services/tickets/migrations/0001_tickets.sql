-- Tickets: what the room's events say, as rows, and beside them what people wrote, which can be erased (product decision 37).

create table ticket (
    ticket_id    uuid primary key,
    account_id   uuid not null,
    position     bigint not null,  -- of its submission in the ledger: the order of lists
    number       text not null unique,
    type         text not null,
    message_id   uuid not null,    -- title and description
    bill_id      uuid,
    line_id      uuid,
    workspace_id uuid,
    submitted_at timestamptz not null
);
create unique index ticket_of_account on ticket (account_id, position);
create unique index ticket_in_order on ticket (position);

create table ticket_state (
    ticket_id  uuid primary key,
    state      text not null,
    changed_at timestamptz not null
);
create index ticket_replied on ticket_state (ticket_id) where state = 'replied';

create table ticket_handler (
    ticket_id  uuid primary key,
    handler_id uuid
);

create table ticket_reply (
    ticket_id  uuid primary key,
    replied_at timestamptz not null  -- support's last word
);

create table ticket_rating (
    ticket_id uuid primary key,
    stars     integer not null
);

create table message (
    message_id uuid primary key,
    ticket_id  uuid not null,
    position   bigint not null,
    side       text not null,
    written_at timestamptz not null
);
create index message_of_ticket on message (ticket_id, position);

-- From no event: a command writes it, an erasure empties it.
create table message_text (
    message_id uuid primary key,
    ticket_id  uuid not null,
    title      text,
    body       text,
    salt       text,  -- of the seal in the event; gone with the text
    erased_at  timestamptz
);
create index message_text_of_ticket on message_text (ticket_id);

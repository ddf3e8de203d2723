-- Identity: what its own events say (account, member, api_key, api_key_end), and what is not for a ledger: persons, secrets' hashes, sessions,
-- codes, attempts, links and messages. The second kind is changed and erased like ordinary rows (product decision 37).

create table account (
    account_id uuid primary key,
    currency   text not null,
    kind       text not null,
    opened_at  timestamptz not null
);

create table member (
    member_id  uuid primary key,
    account_id uuid not null,
    roles      text[] not null,
    joined_at  timestamptz not null
);
create index member_of_account on member (account_id, joined_at, member_id);

create table api_key (
    key_id          uuid primary key,
    account_id      uuid not null,
    scopes          text[] not null,
    replaces_key_id uuid,
    issued_at       timestamptz not null
);
create index api_key_of_account on api_key (account_id, issued_at desc, key_id);

create table api_key_end (
    key_id  uuid primary key,
    ends_at timestamptz not null
);

-- A person. The keys are what is unique, whatever the case; deleting the row forgets the person and frees the names.
create table person (
    member_id     uuid primary key,
    account_id    uuid not null,
    username      text not null,
    username_key  text not null,
    email         text not null,
    email_key     text not null,
    phone_key     text,
    password_hash text not null,
    language      text not null,
    registered_at timestamptz not null,
    constraint username_is_taken unique (username_key),
    constraint email_is_taken unique (email_key),
    constraint phone_is_taken unique (phone_key)
);

create table api_key_secret (
    key_id      uuid primary key,
    prefix      text not null unique,
    secret_hash bytea not null,
    name        text not null
);

-- Times from here on are the machine's, never the movable clock's: they guard, they do not bill.
create table code (
    code_id        uuid primary key,   -- the id of the command that asked for it
    address_digest bytea not null,     -- keyed hash of the e-mail address
    purpose        text not null,
    code_digest    bytea not null,     -- keyed hash of the code
    sent_at        timestamptz not null,
    expires_at     timestamptz not null,
    wrong          integer not null default 0,
    checks         integer not null default 0,
    used_at        timestamptz
);
create index code_of_address on code (address_digest, sent_at desc);

create table session (
    session_id     uuid primary key,
    token_digest   bytea not null unique,
    member_id      uuid not null,
    began_at       timestamptz not null,
    expires_at     timestamptz not null,
    client_address text not null,
    client_program text not null
);
create index session_of_member on session (member_id, began_at desc);
create index session_expiry on session (expires_at);

create table attempt (
    attempt_digest  bytea primary key,  -- keyed hash of what is counted: a login, an address
    window_began_at timestamptz not null,
    count           integer not null
);

create table operator_link (
    token_digest bytea primary key,
    email        text not null,
    roles        text[] not null,
    language     text not null,
    expires_at   timestamptz not null,
    used_at      timestamptz
);

-- Mail and SMS. kept: in the local mailbox. Else waiting → leaving → gone, or refused (never), stale (too late), unclear (perhaps gone: look, do
-- not repeat; so is one that stays at leaving, because a process died with it).
create table message (
    message_id  uuid primary key,
    channel     text not null,
    kind        text not null,
    recipient   text not null,
    subject     text not null,
    body        text not null,        -- emptied when the message has gone
    state       text not null,
    written_at  timestamptz not null,
    next_try_at timestamptz not null,
    valid_until timestamptz,
    tries       integer not null default 0,
    error       text
);
create index message_waiting on message (next_try_at) where state = 'waiting';
create index message_newest on message (written_at desc, message_id);
create index message_to on message (recipient, written_at desc);

-- The ledger of a room: events, the commits that seal them, the commands that made them, and where we are in other rooms' books.
--
-- Nobody inserts into the ledger but through append_events(), which runs as the owner; the room's role may only read it.
-- Besides, triggers raise on UPDATE, DELETE and TRUNCATE, for the owner too.

create table protected_tables (
    table_name text primary key,
    may_insert boolean not null  -- whether the room's role may insert directly
);

create function refuse_change() returns trigger
language plpgsql as $$
begin
    raise exception '% on % is refused: the ledger is append-only', tg_op, tg_table_name
        using errcode = 'insufficient_privilege';
end
$$;

-- Make a table append-only; with may_insert false only its own functions may add to it.
create procedure append_only(name text, may_insert boolean default true)
language plpgsql as $$
begin
    execute format('create trigger append_only before update or delete on %I for each row execute function refuse_change()', name);
    execute format('create trigger append_only_truncate before truncate on %I for each statement execute function refuse_change()', name);
    insert into protected_tables values (name, may_insert);
end
$$;

create table events (
    position           bigint primary key,
    originator_id      uuid not null,
    originator_version bigint not null,
    topic              text not null,
    state              bytea not null,
    recorded_at        timestamptz not null,
    unique (originator_id, originator_version)
);
call append_only('events', may_insert => false);

create table commits (
    to_position   bigint primary key,
    from_position bigint not null unique,
    recorded_at   timestamptz not null,
    digest        bytea not null  -- sha256 over the digest before, this row and its events: see services/kernel/eventstore/seal.py
);
call append_only('commits', may_insert => false);

create table command_log (
    command_id  uuid primary key,
    fingerprint bytea not null,  -- keyed hash of what the client sent
    answer      bytea not null,  -- the first answer, JSON, without secrets
    recorded_at timestamptz not null
);
call append_only('command_log', may_insert => false);

create table ledger_head (
    only_row    boolean primary key default true check (only_row),
    position    bigint not null,
    last_count  integer not null,  -- events in the last commit
    recorded_at timestamptz not null,
    digest      bytea not null
) with (fillfactor = 10);
insert into ledger_head values (true, 0, 0, '1970-01-01 00:00:00+00', sha256(''));
insert into protected_tables values ('ledger_head', false);

-- Append one commit: the events of any number of saves, and the command-log rows of their commands.
-- Called alone in READ COMMITTED, so that every statement after the lock sees what the last holder committed.
-- Raises BC001 (detail: the aggregate) where an aggregate is not at the expected version, and a unique violation on command_log_pkey
-- where a command took effect before; either way nothing is stored and no position is used up.
create function append_events(
    ids uuid[], versions bigint[], topics text[], states bytea[], at timestamptz,
    command_ids uuid[], fingerprints bytea[], answers bytea[]
) returns bigint
language plpgsql security definer set search_path = public as $$
declare
    added    integer := coalesce(array_length(ids, 1), 0);
    head     ledger_head%rowtype;
    conflict uuid;
    sealed   bytea;
begin
    perform pg_advisory_xact_lock(7355608);

    if added > 0 then
        select wanted.id into conflict
        from (select id, min(version) as first, max(version) as last, count(*) as many
              from unnest(ids, versions) as u(id, version)
              group by id) as wanted
        where wanted.first <> 1 + coalesce((select e.originator_version
                                            from events as e
                                            where e.originator_id = wanted.id
                                            order by e.originator_version desc
                                            limit 1), 0)
           or wanted.last <> wanted.first + wanted.many - 1
        limit 1;
        if found then
            raise exception 'aggregate % is not at the expected version', conflict
                using errcode = 'BC001', detail = conflict::text;
        end if;

        select * into head from ledger_head;
        head.recorded_at := greatest(head.recorded_at, at);

        insert into events (position, originator_id, originator_version, topic, state, recorded_at)
        select head.position + u.ordinal, u.id, u.version, u.topic, u.state, head.recorded_at
        from unnest(ids, versions, topics, states) with ordinality as u(id, version, topic, state, ordinal);

        select sha256(
                   head.digest
                   || int8send(head.position + 1) || int8send(head.position + added)
                   || int8send((extract(epoch from head.recorded_at) * 1000000)::bigint)
                   || string_agg(
                          uuid_send(u.id) || int8send(u.version)
                          || int4send(octet_length(u.topic)) || convert_to(u.topic, 'UTF8')
                          || int4send(octet_length(u.state)) || u.state,
                          ''::bytea order by u.ordinal))
        into sealed
        from unnest(ids, versions, topics, states) with ordinality as u(id, version, topic, state, ordinal);

        insert into commits values (head.position + added, head.position + 1, head.recorded_at, sealed);

        update ledger_head
        set position = head.position + added, last_count = added, recorded_at = head.recorded_at, digest = sealed;
    end if;

    if coalesce(array_length(command_ids, 1), 0) > 0 then
        insert into command_log
        select u.command_id, u.fingerprint, u.answer, at
        from unnest(command_ids, fingerprints, answers) as u(command_id, fingerprint, answer);
    end if;

    return (select position from ledger_head);
end
$$;

-- For projections, in the transaction of the append: the position of the n-th event of this commit, counted from 1.
create function ledger_position(ordinal integer) returns bigint
language sql stable as $$ select position - last_count + ordinal from ledger_head $$;

create function ledger_recorded_at() returns timestamptz
language sql stable as $$ select recorded_at from ledger_head $$;

-- Snapshots only make loading short: deleting them all changes nothing.
create table snapshots (
    originator_id      uuid not null,
    originator_version bigint not null,
    topic              text not null,
    state              bytea not null,
    primary key (originator_id, originator_version)
);

-- How far we have read each other room's book.
create table followed (
    book     text primary key,
    position bigint not null
);

-- What we could not digest, and everything later of the same account, until somebody puts it back.
create table parked (
    book       text not null,
    position   bigint not null,
    account_id uuid not null,
    name       text not null,
    body       jsonb not null,
    error      text not null,
    attempts   integer not null,
    parked_at  timestamptz not null,
    primary key (book, position)
);

-- The ledger as a person reads it.
create view book as
select position, recorded_at, topic, originator_id, originator_version, convert_from(state, 'UTF8')::jsonb as fact
from events;

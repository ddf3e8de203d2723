-- A commit is sealed over the Merkle root of its events, so that one event and its path prove the seal without the other events:
-- see services/kernel/eventstore/seal.py and merkle.py. A book that was begun under the seal before would break where it changes:
-- such a book is not taken over.
do $$
begin
    if exists (select from commits) then
        raise exception 'this book was sealed by an earlier development version: begin a new one (make clean removes local data)';
    end if;
end
$$;

-- The root of a tree over these digests, at least one. Level by level and in place; a digest without a neighbour is lifted.
create function merkle_root(digests bytea[]) returns bytea
language plpgsql immutable strict parallel safe as $$
declare
    width integer := array_length(digests, 1);
begin
    while width > 1 loop
        for place in 1 .. width / 2 loop
            digests[place] := sha256('\x01'::bytea || digests[2 * place - 1] || digests[2 * place]);
        end loop;
        if width % 2 = 1 then
            digests[width / 2 + 1] := digests[width];
        end if;
        width := (width + 1) / 2;
    end loop;
    return digests[1];
end
$$;

-- As in 0001_ledger.sql, but for the seal.
create or replace function append_events(
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
                   '\x02'::bytea
                   || head.digest
                   || int8send(head.position + 1) || int8send(head.position + added)
                   || int8send((extract(epoch from head.recorded_at) * 1000000)::bigint)
                   || merkle_root(array_agg(
                          sha256(
                              '\x00'::bytea
                              || uuid_send(u.id) || int8send(u.version)
                              || int4send(octet_length(u.topic)) || convert_to(u.topic, 'UTF8')
                              || int4send(octet_length(u.state)) || u.state)
                          order by u.ordinal)))
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

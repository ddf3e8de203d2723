-- The usage ledger: what was reported, once each, in partitions by month of the local day.
--
-- A row names its batch; the batch's event `billing.usage_recorded` gives all its rows their position. The view `usage` joins the two.

create table usage_rows (
    workspace_id   uuid not null,
    day            date not null,      -- the site's local day, never computed again
    source         text not null,
    event_id       text not null,
    kind           smallint not null,  -- 1 sample, 2 retraction
    batch          bigint not null,
    item           text not null,
    hour           timestamptz not null,
    quantity       bigint not null,
    retention_days integer,
    key            text not null,      -- log index or forwarding rule, or ''
    spans          bigint,
    rum_events     bigint,
    primary key (workspace_id, day, source, event_id, kind)
) partition by range (day);
create index on usage_rows (batch);
call append_only('usage_rows');

create sequence usage_batch_seq;

create table usage_batch (
    batch    bigint primary key,
    position bigint not null unique    -- of its billing.usage_recorded
);
call append_only('usage_batch', may_insert => false);

create view usage as
select r.workspace_id, r.day, r.source, r.event_id, r.kind, b.position, r.item, r.hour, r.quantity, r.retention_days, r.key, r.spans, r.rum_events
from usage_rows as r
join usage_batch as b using (batch);

-- The day's work list: the last position at which a workspace-day was touched.
create table usage_work (
    workspace_id uuid not null,
    day          date not null,
    position     bigint not null,
    primary key (workspace_id, day)
);

-- What became of each accepted batch of a client.
create table usage_receipt (
    receipt_id  uuid primary key,
    account_id  uuid not null,
    events      integer not null,
    accepted    integer not null,
    repeated    integer not null,
    refused     integer not null,
    refusals    jsonb not null,        -- [{"index", "id", "code", "detail"}]
    received_at timestamptz not null,
    recorded_at timestamptz not null
);
call append_only('usage_receipt');

-- Make the monthly partitions that the days from first to last need. Runs as the owner: the room's role may not create tables.
create function ensure_usage_partitions(first date, last date) returns integer
language plpgsql security definer set search_path = public as $$
declare
    month date := date_trunc('month', first);
    name  text;
    made  integer := 0;
begin
    if last > first + 800 then
        raise exception 'too many partitions at once';
    end if;
    while month <= last loop
        name := 'usage_rows_' || to_char(month, 'YYYY_MM');
        if to_regclass(name) is null then
            perform pg_advisory_xact_lock(7355609);
            if to_regclass(name) is null then
                execute format('create table %I partition of usage_rows for values from (%L) to (%L)', name, month, month + interval '1 month');
                execute format('create trigger append_only_truncate before truncate on %I for each statement execute function refuse_change()', name);
                made := made + 1;
            end if;
        end if;
        month := month + interval '1 month';
    end loop;
    return made;
end
$$;

-- Record a batch, in its transaction: the event that gives its rows their position. Returns the position.
create function record_usage(ledger uuid, the_batch bigint, state bytea, at timestamptz) returns bigint
language plpgsql security definer set search_path = public as $$
declare
    version bigint;
    recorded bigint;
begin
    perform pg_advisory_xact_lock(7355608);
    select 1 + coalesce(max(e.originator_version), 0) into version from events as e where e.originator_id = ledger;
    recorded := append_events(
        array[ledger], array[version], array['billing.usage_recorded'], array[state], at, null, null, null);
    insert into usage_batch values (the_batch, recorded);
    return recorded;
end
$$;

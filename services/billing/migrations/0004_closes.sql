-- Not a projection: the closes that operators began and how far each is, so that a restart forgets none and goes on with those that
-- had not ended. What the timer closes by itself is not kept.

create table close_job (
    job_id         uuid primary key,
    site           text,                        -- null: all sites
    is_dry_run     boolean not null,
    grace          interval not null,           -- how long after its local end a day was due when the close began
    started_at     timestamptz not null,
    state          text not null default 'running' check (state in ('running', 'done', 'failed')),
    ended_at       timestamptz,
    found          integer not null default 0,
    issued         integer not null default 0,  -- counted in the transactions of the bills, except by a dry run
    empty          integer not null default 0,
    already_billed integer not null default 0,
    problems       jsonb not null default '[]'  -- [{"workspace_id", "day", "code", "details"}], the first hundred
);

create index close_job_unfinished on close_job (started_at)
where state = 'running';

-- The audit's own copy of every book, as it was when it was copied, and what its examinations found.

create table book_event (
    book               text not null,
    position           bigint not null,
    originator_id      uuid not null,
    originator_version bigint not null,
    topic              text not null,
    state              bytea not null,
    recorded_at        timestamptz not null,
    primary key (book, position),
    unique (book, originator_id, originator_version)
);
call append_only('book_event');

create table book_commit (
    book          text not null,
    to_position   bigint not null,
    from_position bigint not null,
    recorded_at   timestamptz not null,
    digest        bytea not null,
    primary key (book, to_position),
    unique (book, from_position)
);
call append_only('book_commit');

-- The usage ledger: for each batch and workspace-day the very bytes whose digest stands in billing.usage_recorded, one line a row.
create table usage_copy (
    workspace_id uuid not null,
    day          date not null,
    position     bigint not null,
    batch        bigint not null,
    samples      integer not null,
    retractions  integer not null,
    digest       bytea not null,
    lines        bytea not null,
    primary key (workspace_id, day, position)
);
create index on usage_copy (position);
call append_only('usage_copy');

-- Where a book did not read as its seal says: it is copied no further than that.
create table book_fault (
    book       text not null,
    position   bigint not null,
    what       text not null,
    expected   text not null,
    found      text not null,
    noticed_at timestamptz not null,
    primary key (book, position, what)
);
call append_only('book_fault');

-- Examinations, from the audit's own book.
create table examination (
    job_id      uuid primary key,
    asked       jsonb not null,
    started_at  timestamptz not null,
    position    bigint not null
);

create table examination_end (
    job_id      uuid primary key,
    state       text not null,      -- "done" or "failed"
    outcome     jsonb not null,
    ended_at    timestamptz not null
);

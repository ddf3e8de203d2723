-- Several batches of one writer are in flight at once, and a later one may have been decided on an earlier one. So each names the one
-- before it, and where that was refused, this one is too, before anything of it is looked at: its versions might fit by chance, on
-- what another process stored meanwhile.
-- The number of the last batch lives in the session and is transactional: a batch that is rolled back takes its number with it.
-- Raises BC002.
create function follow_batch(before bigint, this bigint) returns void
language plpgsql as $$
begin
    if coalesce(nullif(current_setting('bc.batch', true), ''), '0')::bigint <> before then
        raise exception 'batch % was not stored', before using errcode = 'BC002';
    end if;
    perform set_config('bc.batch', this::text, false);
end
$$;

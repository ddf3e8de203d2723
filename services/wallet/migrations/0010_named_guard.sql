-- The guard says which table it kept from falling below zero, so that the room can say what that means.
create or replace function refuse_below_zero() returns trigger
language plpgsql as $$
begin
    raise exception '% of account % would fall below zero', tg_table_name, new.account_id
        using errcode = 'check_violation', table = tg_table_name;
end
$$;

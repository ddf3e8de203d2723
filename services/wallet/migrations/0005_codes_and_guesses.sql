-- Codes, withdrawn batches, orders of Huawei's marketplace, and who guesses, by account and by address.

-- A code of a batch, as an id that betrays nothing. What it became is the fund of the same id and batch.
create table code (
    batch_id uuid not null,
    code_id  uuid not null,
    primary key (batch_id, code_id)
);
insert into code (batch_id, code_id)
select (fact ->> 'batch_id')::uuid, originator_id
from book
where topic = 'wallet.voucher_code_issued';

create index voucher_batch_by_time on voucher_batch (issued_at, batch_id);

create table withdrawn_batch (
    batch_id     uuid primary key,
    reason       text not null,
    by_member_id uuid,
    withdrawn_at timestamptz not null
);

-- Whoever redeems looks whether the batch was withdrawn; two that race meet here, in the transaction of the effect.
create function refuse_withdrawn_code() returns trigger
language plpgsql as $$
begin
    if exists (select from withdrawn_batch where batch_id = new.batch_id) then
        raise exception 'the batch of code % was withdrawn', new.fund_id
            using errcode = 'check_violation', constraint = 'no_fund_of_a_withdrawn_batch';
    end if;
    return new;
end
$$;
create trigger no_fund_of_a_withdrawn_batch before insert on fund
    for each row when (new.batch_id is not null) execute function refuse_withdrawn_code();

-- An order that Huawei's marketplace told us of. The card that it became has the order's id.
create table huawei_order (
    order_id          uuid primary key,
    order_number      text not null,
    huawei_account_id text not null,
    quantity          integer not null,
    by_member_id      uuid,
    recorded_at       timestamptz not null,
    position          bigint not null
);
create index huawei_order_by_position on huawei_order (position);
create index fund_of_huawei_order on fund (fund_id) where source = 'huawei_order';

create index fund_by_position on fund (account_id, position desc, fund_id desc);

-- Not a projection: who guesses codes, an account or an address. Refused attempts are no facts, so they stand beside the book.
create table guessing (
    who           text primary key,  -- "account:" and its id, or "address:" and a keyed hash
    unknown_codes integer not null,
    last_at       timestamptz not null,
    locked_until  timestamptz
);
create index guessing_by_time on guessing (last_at);
insert into guessing (who, unknown_codes, last_at, locked_until)
select 'account:' || account_id, unknown_codes, last_at, locked_until
from redeeming;
drop table redeeming;

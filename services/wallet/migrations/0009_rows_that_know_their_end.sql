-- Review items and recharge orders know their own end: lists by state and the watch over waiting orders read an index, not all that ever was.

-- Without `resolved_at` an item is open.
alter table review_item
    add column note         text,
    add column by_member_id uuid,
    add column resolved_at  timestamptz;
update review_item as i
set note = r.note, by_member_id = r.by_member_id, resolved_at = r.resolved_at
from review_resolution as r
where r.review_id = i.review_id;
drop table review_resolution;
create index review_item_open on review_item (position) where resolved_at is null;

-- `status` is as recorded: an order that is "pending" past its time shows as expired.
alter table recharge
    add column pay_url   text,
    add column status    text not null default 'pending',
    add column reference text,              -- the channel's id of the payment
    add column ended_at  timestamptz;
update recharge as r
set pay_url = p.pay_url
from recharge_page as p
where p.account_id = r.account_id and p.recharge_id = r.recharge_id;
update recharge as r
set status = e.status, reference = e.reference, ended_at = e.ended_at
from (
    select distinct on (account_id, recharge_id) *
    from recharge_end
    order by account_id, recharge_id, status = 'paid' desc
) as e
where e.account_id = r.account_id and e.recharge_id = r.recharge_id;
drop table recharge_page;
drop table recharge_end;
drop index recharge_by_expiry;
create index recharge_by_account on recharge (account_id, position);
create index recharge_by_status on recharge (status, position);
create index recharge_waiting on recharge (expires_at) where status = 'pending';

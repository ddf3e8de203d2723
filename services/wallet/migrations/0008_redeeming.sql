-- What was recorded wrongly of an order of Huawei's marketplace, put right before it was redeemed. The last one counts.
create table huawei_correction (
    order_id          uuid not null,
    position          bigint not null,
    huawei_account_id text not null,
    quantity          integer not null,  -- 0: there is nothing to redeem
    reason            text not null,
    by_member_id      uuid,
    corrected_at      timestamptz not null,
    primary key (order_id, position)
);

-- What a code or an order became, found by its id alone: whoever comes second is told so before anything is loaded for him.
create index fund_redeemed on fund (fund_id) where source in ('code', 'huawei_order');
drop index fund_of_huawei_order;

-- How far a workspace-day's usage is billed, so that what is open is found without looking at all that ever was.
-- Null: it has no bill. Below `position`: usage came after the bill.

alter table usage_work add column billed_position bigint;

create index usage_work_open on usage_work (workspace_id, day)
where billed_position is null;

-- How an import decides: all or nothing, and what it would do.

-- All or nothing: the file was read once and nothing of it was rejected, so that it is stored now.
alter table import add column is_rehearsed boolean not null default false;

-- Snapshots: objects of the source that the file no longer had, and that were revoked.
alter table import add column revoked bigint not null default 0;

-- migrate:down
alter table import drop column revoked;
alter table import drop column is_rehearsed;

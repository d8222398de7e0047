-- How an import decides: all or nothing, and what it would do.

-- All or nothing: the file was read once and nothing of it was rejected, so that it is stored now.
alter table import add column is_rehearsed boolean not null default false;

-- migrate:down
alter table import drop column is_rehearsed;

-- How an import decides: all or nothing, and what it would do.

-- All or nothing: the file was read once and nothing of it was rejected, so that it is stored now.
alter table import add column is_rehearsed boolean not null default false;

-- Snapshots: objects of the source that the file no longer had, and that were revoked.
alter table import add column revoked bigint not null default 0;

-- Some records of each kind, with the objects that they make.
create table import_sample (
  import_id uuid not null references import (id) on delete cascade,
  kind text not null check (kind in ('new', 'changed', 'unchanged', 'duplicate', 'warned', 'rejected', 'skipped')),
  line bigint not null,
  -- Not jsonb: a string of JSON may hold a NUL.
  object json,
  differences json,                  -- [{property, before, after}]; null where nothing is changed
  findings json not null,
  primary key (import_id, kind, line)
);

-- migrate:down
drop table import_sample;
alter table import drop column revoked;
alter table import drop column is_rehearsed;

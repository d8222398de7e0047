-- Objects that wait for a person's decision: whoever may write to the collection releases or discards
-- them. Until then they are nowhere else, and so no poll sees them.
create table set_aside (
  id bigint generated always as identity primary key,
  collection_id uuid not null references collection (id) on delete cascade,
  stix_type text not null,
  stix_uuid uuid not null,
  -- The version of an object that was sent (its content, where it has none); '' for one that an import
  -- made of a row, of which the newest alone waits.
  version_key text collate "C" not null,
  version text collate "C",
  version_as_sent text,
  spec_version text collate "C" not null,
  content_hash bytea not null,
  body text not null,                -- as it will be stored
  -- Of what an import made: {name, valid_from, indicator_types}, members that no cell said; null for
  -- what was sent.
  defaults jsonb,
  reason_code text not null,
  reason_message text not null,
  account_id uuid,                   -- who brought it
  import_id uuid references import (id) on delete cascade,
  import_line bigint,
  at timestamptz not null default now(),
  unique (collection_id, stix_uuid, stix_type, version_key)
);
create index set_aside_collection on set_aside (collection_id, id);
create index set_aside_import on set_aside (import_id, id) where import_id is not null;

alter table import_sample drop constraint import_sample_kind_check;
alter table import_sample add constraint import_sample_kind_check check (kind in
  ('new', 'changed', 'unchanged', 'duplicate', 'set_aside', 'warned', 'rejected', 'skipped'));

-- A replay reads the upload of another import.
alter table import add column upload_of uuid references import (id) on delete set null;
create index import_upload_of on import (upload_of) where upload_of is not null;

-- migrate:down
drop index import_upload_of;
alter table import drop column upload_of;
delete from import_sample where kind = 'set_aside';
alter table import_sample drop constraint import_sample_kind_check;
alter table import_sample add constraint import_sample_kind_check check (kind in
  ('new', 'changed', 'unchanged', 'duplicate', 'warned', 'rejected', 'skipped'));
drop table set_aside;

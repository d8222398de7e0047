create table source (
  collection_id uuid not null references collection (id) on delete cascade,
  name text not null,
  identity_id text not null,         -- the STIX identity that stands for it
  created_at timestamptz not null default now(),
  primary key (collection_id, name)
);

create table import (
  id uuid primary key,
  collection_id uuid not null references collection (id) on delete cascade,
  account_id uuid,
  source text,
  file_name text,
  settings jsonb not null default '{}',
  state text not null check (state in ('uploading', 'waiting', 'running', 'completed',
    'completed_with_errors', 'rejected', 'failed', 'cancelled', 'undone')),
  format text,
  feed text,
  detected jsonb,
  error jsonb,                       -- {code, message, hint}
  total bigint not null default 0,
  valid bigint not null default 0,
  created bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  duplicate bigint not null default 0,
  rejected bigint not null default 0,
  skipped bigint not null default 0,
  warned bigint not null default 0,
  set_aside bigint not null default 0,
  bytes_read bigint not null default 0,
  bytes_total bigint not null default 0,
  -- How many records are settled: after a crash the file is read again and these are passed over.
  records_done bigint not null default 0,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create index import_collection on import (collection_id, created_at);

-- The uploaded bytes, decompressed not yet, in order; dropped a day after the import ended.
create table import_chunk (
  import_id uuid not null references import (id) on delete cascade,
  position integer not null,
  bytes bytea not null,
  primary key (import_id, position)
);
alter table import_chunk alter column bytes set storage external;

create table import_finding (
  import_id uuid not null references import (id) on delete cascade,
  ordinal bigint not null,
  kind text not null check (kind in ('rejection', 'warning', 'skipped', 'duplicate')),
  line bigint not null,
  "column" text,
  value text,
  code text not null,
  message text not null,
  hint text,
  first_line bigint,
  primary key (import_id, ordinal)
);

-- migrate:down
drop table import_finding;
drop table import_chunk;
drop table import;
drop table source;

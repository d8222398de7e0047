-- What the stored versions are looked for by. Written together with `object`, under the same keys, so
-- that what is stored is found. Narrow, because searches read all of it: bodies are ten times as wide.
create table intel (
  collection_id uuid not null,
  date_added bigint not null,
  is_superseded boolean not null,    -- as superseded_at of `object` is set: searches read the others
  stix_type text not null,
  stix_uuid uuid not null,
  import_id uuid,
  import_line bigint,
  creator uuid,                      -- of created_by_ref
  name text,
  -- Microseconds since 1970, like date_added.
  created bigint,
  modified bigint,
  valid_from bigint,
  valid_until bigint,
  confidence smallint,
  tlp text collate "C",              -- the strictest of its markings
  revoked boolean not null,
  labels text[] not null,
  kinds text[] not null,             -- indicator_types, malware_types and their like
  content text not null,             -- in lower case: name, description, aliases, labels, external ids, values
  primary key (collection_id, date_added)
);

-- The values that an indicator's pattern asks for, or that an object is.
create table observable (
  collection_id uuid not null,
  date_added bigint not null,
  ordinal integer not null,
  kind text collate "C" not null,
  value text collate "C" not null,   -- in lower case
  ip inet,                           -- of addresses and networks
  primary key (collection_id, date_added, ordinal)
);
-- Whole values may be longer than an index entry: what differs later is compared in the table.
create index observable_value on observable ("left"(value, 64));

-- What was stored before these tables were there, and is still to be written into them.
create table intel_backlog (
  collection_id uuid primary key references collection (id) on delete cascade,
  position bigint not null,
  up_to bigint not null
);
insert into intel_backlog (collection_id, position, up_to)
  select k.collection_id, 0, k.last_date_added from collection_clock k where k.last_date_added > 0;

-- migrate:down
drop table intel_backlog;
drop table observable;
drop table intel;

-- One row a stored version of a STIX object. date_added is in microseconds since 1970-01-01 UTC:
-- a bigint is what the clock counts in, COPY reads it faster than a timestamp, and it fits a
-- JavaScript number until the year 2255.
create table object (
  -- No foreign key: it would cost a look-up a row. Writers hold the collection's clock row, which
  -- has one, and deleting a collection deletes its objects first.
  collection_id uuid not null,
  date_added bigint not null,
  stix_type text not null,
  stix_uuid uuid not null,
  -- The instant of `modified`, else `created`, else date_added; without Z and without trailing
  -- zeros of the fraction, so that text order is time order at any precision.
  version text collate "C" not null,
  -- The sender's own spelling of the version; null where it is `version` with three digits and Z.
  version_as_sent text,
  spec_version text collate "C" not null,
  -- The greatest date_added among the newer versions of the same object, by (spec_version, version).
  superseded_at bigint,
  content_hash bytea not null,       -- first 16 bytes of SHA-256 over the canonical JSON
  account_id uuid,                   -- who stored it
  import_id uuid,
  import_line bigint,
  body text not null,                -- the sender's bytes, never re-serialised
  primary key (collection_id, date_added)
);
create unique index object_version on object (collection_id, stix_uuid, stix_type, version, spec_version);

-- Filters by type walk this one when indicators are not asked for. It leaves indicators out because
-- they are nearly everything: a poll for them reads the primary key, and their COPY pays nothing.
create index object_other_types on object (collection_id, stix_type, date_added)
  where stix_type <> 'indicator';

create table status (
  id uuid primary key,
  api_root text not null references api_root (name),
  account_id uuid,
  created_at timestamptz not null default now(),
  resource text not null             -- the TAXII status resource as it is sent
);
create index status_created on status (created_at);

-- migrate:down
drop table status;
drop table object;

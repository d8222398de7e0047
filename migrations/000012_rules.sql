-- Ingestion rules, asked in their order of whatever comes in.
create table rule (
  id uuid primary key default gen_random_uuid(),
  position integer not null unique deferrable initially deferred,
  name text not null unique,
  is_on boolean not null,
  "where" jsonb not null,            -- a condition, as in searches
  action jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- How many objects a rule has found, and when the last of them: by collection, so that writers of
-- one do not wait for those of another.
create table rule_count (
  rule_id uuid not null references rule (id) on delete cascade,
  collection_id uuid not null references collection (id) on delete cascade,
  found bigint not null,
  found_at timestamptz not null,
  primary key (rule_id, collection_id)
);

-- Which rules have found a stored object.
create table rule_touch (
  collection_id uuid not null references collection (id) on delete cascade,
  stix_type text not null,
  stix_uuid uuid not null,
  rule_id uuid not null references rule (id) on delete cascade,
  at timestamptz not null default now(),
  primary key (collection_id, stix_uuid, stix_type, rule_id)
);
create index rule_touch_rule on rule_touch (rule_id);

-- migrate:down
drop table rule_touch;
drop table rule_count;
drop table rule;

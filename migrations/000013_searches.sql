-- Searches that somebody has saved by name, for themselves or for all.
create table saved_search (
  account_id uuid not null references account (id) on delete cascade,
  name text collate "C" not null,
  is_shared boolean not null,
  -- As /api/v1/intel takes them: {where?, text?, collection?, sort?, columns?, view?}.
  search jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, name)
);
-- What is shared has its name alone.
create unique index saved_search_shared on saved_search (name) where is_shared;

-- What polls were given, by day: counted in memory, added up here once a minute.
create table traffic (
  day date not null,
  collection_id uuid not null references collection (id) on delete cascade,
  requests bigint not null,
  objects bigint not null,
  primary key (day, collection_id)
);

-- migrate:down
drop table traffic;
drop table saved_search;

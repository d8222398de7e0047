create table api_root (
  name text primary key,             -- the path segment: /taxii2/{name}/
  title text not null,
  description text,
  max_content_length bigint,         -- octets; null: the server's MAX_CONTENT_LENGTH
  created_at timestamptz not null default now()
);

create table collection (
  id uuid primary key,               -- UUIDv4, made by the server
  api_root text not null references api_root (name),
  title text not null,
  description text,
  alias text,
  created_at timestamptz not null default now(),
  unique (api_root, alias)
);

create table collection_grant (
  collection_id uuid not null references collection (id) on delete cascade,
  account_id uuid not null references account (id) on delete cascade,
  can_read boolean not null,
  can_write boolean not null,
  primary key (collection_id, account_id)
);
create index collection_grant_account on collection_grant (account_id);

-- The clock of a collection. Whoever writes objects locks the row and holds it until commit, so
-- date_added rises strictly in commit order (docs/decisions/0001-the-clock.md).
create table collection_clock (
  collection_id uuid primary key references collection (id) on delete cascade,
  last_date_added bigint not null default 0
);

-- migrate:down
drop table collection_clock;
drop table collection_grant;
drop table collection;
drop table api_root;

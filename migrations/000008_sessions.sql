-- People who are signed in to the console.
create table session (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account (id) on delete cascade,
  secret_hash bytea not null unique, -- SHA-256: the secret itself is random and in the cookie only
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
create index session_account on session (account_id);

-- migrate:down
drop table session;

-- What one installation owns, made once and shared by all its nodes: keep it in backups.
create table installation (
  only_row boolean primary key default true check (only_row),
  id_namespace uuid not null,        -- namespace of the UUIDv5 ids that imports make
  cursor_key bytea not null,         -- signs `next`
  credential_key bytea not null,     -- keys the memory of verified passwords
  created_at timestamptz not null default now()
);

create table account (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  password_hash text,                -- argon2id; null: tokens only
  role text not null check (role in ('admin', 'member')),
  created_at timestamptz not null default now()
);

create table token (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account (id) on delete cascade,
  label text not null,
  token_hash bytea not null unique,  -- SHA-256: the token itself is random and shown once
  expires_at timestamptz,
  created_at timestamptz not null default now()
);
create index token_account on token (account_id);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  account_name text,                 -- null: the command line on the server itself
  action text not null,              -- the operationId
  target text,
  details jsonb
);

-- migrate:down
drop table audit;
drop table token;
drop table account;
drop table installation;

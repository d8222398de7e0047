-- Warning lists of one's own, and those that stand in the place of a shipped one of that name.
create table warning_list (
  name text primary key,
  description text,
  licence text,
  origin text,
  version text,
  type text not null check (type in ('cidr', 'hostname', 'hash', 'string')),
  action text not null check (action in ('refuse', 'set_aside', 'tag', 'ignore')),
  "values" text[] not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- migrate:down
drop table warning_list;

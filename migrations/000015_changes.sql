-- Changes of many objects at once: what was asked, how far it is, and what each object was before, so
-- that all of it can be undone.
create table change (
  id uuid primary key,
  account_id uuid references account (id) on delete set null,
  account_name text not null,
  action jsonb not null,
  state text not null check (state in ('waiting', 'running', 'completed', 'failed', 'cancelled',
    'undoing', 'undone')),
  count bigint not null,
  changed bigint not null default 0,
  unchanged bigint not null default 0,
  refused bigint not null default 0,
  undone bigint not null default 0,
  kept bigint not null default 0,    -- by the undo: somebody has changed them since
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create index change_created on change (created_at);

create table change_item (
  change_id uuid not null references change (id) on delete cascade,
  position bigint not null,
  collection_id uuid not null references collection (id) on delete cascade,
  stix_type text not null,
  stix_uuid uuid not null,
  outcome text check (outcome in ('changed', 'unchanged', 'refused', 'undone', 'kept')),
  message text,                      -- why it was refused
  -- Not jsonb: texts of objects may hold a NUL.
  before json,                       -- the version, the annotation or the bodies that were there
  after_at bigint,                   -- the date_added or the revision that the change left
  primary key (change_id, position)
);
create index change_item_collection on change_item (collection_id);

-- migrate:down
drop table change_item;
drop table change;

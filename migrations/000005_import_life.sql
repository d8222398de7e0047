-- What becomes of an import after its end: it can be undone, and its settings can be saved by name.

-- What it stored lies between these two values of the collection's clock: (clock_from, clock_to].
alter table import add column clock_from bigint;
alter table import add column clock_to bigint;
-- {remove, before, position, revoked, restored, removed, kept, requested_at, finished_at}; null
-- where nobody asked for it. `position` is the date_added up to which everything is taken back.
alter table import add column undo jsonb;
alter table import drop constraint import_state_check;
alter table import add constraint import_state_check check (state in ('uploading', 'waiting', 'running',
  'completed', 'completed_with_errors', 'rejected', 'failed', 'cancelled', 'undoing', 'undone'));

create table import_template (
  name text primary key,
  account_id uuid,                   -- who saved it
  description text,
  settings jsonb not null,           -- as the parameters of an import are named
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- migrate:down
drop table import_template;
-- Before this an undo that is under way was not known: what is left of the import stays.
update import set state = 'undone' where state = 'undoing';
alter table import drop constraint import_state_check;
alter table import add constraint import_state_check check (state in ('uploading', 'waiting', 'running',
  'completed', 'completed_with_errors', 'rejected', 'failed', 'cancelled', 'undone'));
alter table import drop column undo;
alter table import drop column clock_to;
alter table import drop column clock_from;

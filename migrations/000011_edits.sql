-- What people add to the intelligence: annotations beside objects of others, changes of many objects at
-- once that can be undone, and what refers to what, so that relations are found from both sides.

-- A property that names another object, of a stored version; without created_by_ref and
-- object_marking_refs, which nearly every object has.
create table reference (
  collection_id uuid not null,
  date_added bigint not null,
  ordinal integer not null,
  property text collate "C" not null,
  stix_type text not null,           -- of the object that is named
  stix_uuid uuid not null,
  primary key (collection_id, date_added, ordinal)
);
create index reference_target on reference (collection_id, stix_uuid);

-- What is stored already: bodies are searched as text, because not each of them fits into jsonb.
insert into reference (collection_id, date_added, ordinal, property, stix_type, stix_uuid)
  select o.collection_id, o.date_added,
    row_number() over (partition by o.collection_id, o.date_added) - 1,
    p.found[1], r.found[1], r.found[2]::uuid
  from object o
  cross join lateral regexp_matches(o.body,
    '"([a-z0-9_]+_refs?)"\s*:\s*("[^"]*"|\[[^\]]*\])', 'g') as p (found)
  cross join lateral regexp_matches(p.found[2],
    '"([a-z][a-z0-9-]*)--([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"', 'g') as r (found)
  where o.stix_type <> 'indicator' and p.found[1] not in ('created_by_ref', 'object_marking_refs');

-- What the team says of an object, whoever made it. The object keeps its bytes; searches see this laid
-- over it (intel).
create table annotation (
  collection_id uuid not null references collection (id) on delete cascade,
  stix_type text not null,
  stix_uuid uuid not null,
  revision bigint not null,          -- differs after each change: an undo tells by it what came since
  labels_added text[] not null,
  labels_removed text[] not null,
  confidence smallint,
  tlp text collate "C",
  valid_until bigint,                -- microseconds since 1970
  opinion text,                      -- of the vocabulary opinion-enum
  comments jsonb not null,           -- [{text, account, at}]
  content text not null,             -- in lower case: labels and comments
  updated_at timestamptz not null,
  updated_by text,                   -- the name of an account
  primary key (collection_id, stix_uuid, stix_type)
);

-- Whether pollers get annotations as notes and opinions.
alter table collection add column publish_annotations boolean not null default false;

-- migrate:down
alter table collection drop column publish_annotations;
drop table annotation;
drop table reference;

-- What a change of many objects was asked for, as a search: {where, text, collection}. Null: a list too
-- long for one, or not known.
alter table change add column asked jsonb;

-- migrate:down
alter table change drop column asked;

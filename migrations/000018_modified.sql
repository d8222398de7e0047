-- Lists ordered by the last change begin at its end instead of reading all. A whole import may share one
-- `modified`: what was added last breaks the tie, so that a page never sorts a million equals.
create index intel_modified on intel (collection_id, modified, date_added);

-- migrate:down
drop index intel_modified;

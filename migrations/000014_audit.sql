-- Where a change came from, and the order in which changes are looked through.
alter table audit add column address text;
alter table audit add column request_id uuid;
create index audit_at on audit (at, id);
create index audit_account on audit (account_name, at, id);
create index audit_target on audit (target, at, id);

-- migrate:down
drop index audit_target;
drop index audit_account;
drop index audit_at;
alter table audit drop column request_id;
alter table audit drop column address;

-- How many days there are, for whoever counts by day: of an expression PostgreSQL knows nothing else, and
-- takes each moment for a group of its own, which keeps other processes from helping. Costs ANALYZE only.
create statistics intel_day on (date_added / 86400000000) from intel;
analyze intel;

-- migrate:down
drop statistics intel_day;

// A million indicators made in the database itself, as an import would have left them: addresses, domain
// names, URLs and files of a dozen sources in three collections, a tenth of the values in two of them.
import { openDatabase } from '../../dist/store/database.js';
import { connectOrStart } from '../../dist/store/embedded/embedded.js';

const SOURCES = 12;
const BATCH = 100_000;

/**
 * Fills three collections with `objects` indicators, and lets PostgreSQL look at them. `ours`: how many of
 * their creators are sources here.
 */
export async function fillSearch({ dataDir, collections, objects, ours = SOURCES, tell }) {
  const { connection } = await connectOrStart({ dataDir, observe: () => {} });
  const db = openDatabase({
    connection,
    poolSize: 1,
    pollPoolSize: 1,
    statementTimeoutMs: 600_000,
  });
  const start = Date.now() * 1000 - 90 * 86_400_000_000;
  try {
    await db.work.query('set synchronous_commit = off');
    for (const collection of collections)
      await db.work.query(
        `insert into source (collection_id, name, identity_id)
          select $1, 'Source ' || n, 'identity--' || ${uuidOf("'source' || n")} from generate_series(1, $2::int) n`,
        [collection, ours],
      );
    for (let from = 0; from < objects; from += BATCH) {
      const upTo = Math.min(from + BATCH, objects);
      await db.work.query(rowsSql(collections, start, (90 * 86_400_000_000) / objects, from, upTo));
      await db.work.query(`insert into object select collection_id, date_added, 'indicator', stix_uuid,
        to_char(to_timestamp(modified / 1000000), 'YYYY-MM-DD"T"HH24:MI:SS'), null, '2.1', null,
        decode(md5(stix_uuid::text), 'hex'), null, null, null, body from bench_row`);
      await db.work.query(`insert into intel select collection_id, date_added, false, 'indicator', stix_uuid, null, null,
        creator, name, created, modified, created, valid_until, confidence, tlp, revoked, labels, kinds,
        lower(name || E'\\n' || value || E'\\n' || array_to_string(labels, E'\\n') || E'\\n' || description) from bench_row`);
      await db.work.query(`insert into observable select collection_id, date_added, 0, kind, value,
        case when kind = 'ipv4-addr' then value::inet end from bench_row`);
      await db.work.query(`insert into observable select collection_id, date_added, 1, 'file:MD5', md5(value), null
        from bench_row where kind = 'file:SHA-256'`);
      await db.work.query('drop table bench_row');
      tell(`search: ${upTo} indicators`);
    }
    for (const collection of collections)
      await db.work.query(
        `update collection_clock set last_date_added = (select max(date_added) from intel where collection_id = $1)
          where collection_id = $1`,
        [collection],
      );
    for (const table of ['object', 'intel', 'observable'])
      await db.work.query(`vacuum (analyze) ${table}`);
  } finally {
    await db.close();
  }
}

// Numbers below say how the rows are spread: most in the first collection, few sources with most.
function rowsSql([first, second, third], start, step, from, upTo) {
  const creator = `'source' || (1 + floor(sqrt((h % 10000) / 10000.0) * ${SOURCES})::int)`;
  return `create unlogged table bench_row as
    with numbered as (
      select n, hashint4(n) & 2147483647 as h, hashint4(n + 7) & 2147483647 as g, n % ${900_000} as v
      from generate_series(${from + 1}, ${upTo}) n
    ), valued as (
      select *,
        case when v % 10 < 4 then 'ipv4-addr' when v % 10 < 7 then 'domain-name' when v % 10 < 9 then 'url'
          else 'file:SHA-256' end as kind,
        case when v % 10 < 4 then format('%s.%s.%s.%s', 11 + v % 180, (v / 7) % 256, (v / 251) % 256, v % 251)
          when v % 10 < 7 then format('%s.h%s.example.%s', left(md5(v::text), 8), v % 5000, (array['com','net','org','ru'])[1 + v % 4])
          when v % 10 < 8 then format('https://%s.example.com/%s/gate.php?id=%s', left(md5(v::text), 12), md5((v + 1)::text), v)
          when v % 10 < 9 then format('https://files.example.com/%s/%s/gate.php?id=%s', left(md5(v::text), 12), md5((v + 1)::text), v)
          else md5(v::text) || md5((v + 2)::text) end as value
      from numbered
    ), spoken as (
      select *, (array['Emotet','Qakbot','Cobalt Strike','AsyncRAT','Lumma Stealer','Mirai','Sliver','Remcos'])[1 + h % 8] as family,
        ${uuidOf(creator)} as creator,
        ${uuidOf("'object' || n")} as stix_uuid,
        ${start} + (n::bigint * ${Math.floor(step)}) as date_added
      from valued
    ), labelled as (
      select *, array['label-' || h % 300, lower(family)] || case when n % 1000 = 0 then array['rare-' || n / 1000] else '{}' end as labels
      from spoken
    )
    select (case when n % 10 < 6 then '${first}' when n % 10 < 9 then '${second}' else '${third}' end)::uuid as collection_id,
      date_added, stix_uuid, kind, value,
      creator,
      format('%s: %s', family, left(value, 60)) as name,
      date_added - 3600000000::bigint as created, date_added - 60000000::bigint as modified,
      case when g % 5 > 0 then date_added + (g % 180)::bigint * 86400000000 end as valid_until,
      (array[10,30,50,75,90,100])[1 + g % 6]::smallint as confidence,
      (array['clear','green','amber','amber+strict','red'])[1 + (h % 100 > 20)::int + (h % 100 > 60)::int + (h % 100 > 97)::int + (h % 100 > 98)::int] as tlp,
      g % 50 = 0 as revoked,
      labels,
      array[(array['malicious-activity','anomalous-activity','benign'])[1 + g % 3]] as kinds,
      format('%s infrastructure seen by sensor %s in campaign %s; reported on port %s and confirmed twice.',
        family, h % 977, md5((h % 4000)::text), g % 65536) as description,
      json_build_object('type', 'indicator', 'spec_version', '2.1', 'id', 'indicator--' || stix_uuid,
        'created_by_ref', 'identity--' || creator,
        'created', '2026-01-01T00:00:00.000Z', 'modified', '2026-01-01T00:00:00.000Z', 'name', format('%s: %s', family, left(value, 60)),
        'description', format('%s infrastructure seen by sensor %s in campaign %s; reported on port %s and confirmed twice.',
          family, h % 977, md5((h % 4000)::text), g % 65536),
        'pattern', format('[%s = ''%s'']', case when kind like 'file:%' then 'file:hashes.''SHA-256''' else kind || ':value' end, value),
        'pattern_type', 'stix', 'labels', labels, 'valid_from', '2026-01-01T00:00:00Z')::text as body
    from labelled`;
}

// As RFC 9562 has it: of version 4, and of its variant.
function uuidOf(text) {
  return `overlay(overlay(md5(${text}) placing '4' from 13) placing 'a' from 17)::uuid`;
}

import { describe, expect, test } from 'vitest'
import { logProject, trailLogstore } from '../../simulator/cloud/sls/projects.ts'
import { FROM, LOGSTORE, loggedWorld, openLogs, PROJECT, TO } from '../support/cloud/logs.ts'
import { ago } from '../support/cloud/lookups.ts'

const EVENTS = [
  ago(10, { eventName: 'Decrypt', requestParameters: { KeyId: 'a', n: 1.5, yes: true, list: [1] } }),
  ago(20, { eventName: 'Decrypt', requestParameters: { KeyId: 'b' }, errorCode: 'Forbidden' }),
  ago(3700, { eventName: 'ReEncrypt', requestParameters: { DestinationKeyId: 'a' } }),
]

type Row = Record<string, string>

async function check(cases: readonly (readonly [sql: string, rows: readonly Row[]])[]): Promise<void> {
  const { rows } = await openLogs(loggedWorld(EVENTS))
  for (const [sql, wanted] of cases) expect([sql, await rows(`* | ${sql}`)]).toEqual([sql, wanted])
}

test('an aggregation runs over what a search found', async () => {
  const { rows, ask } = await openLogs(loggedWorld(EVENTS))
  const sql = 'select "event.eventName" as name, count(*) as n group by name order by n desc'
  expect(await rows(`event.serviceName: Kms | ${sql}`)).toEqual([
    { name: 'Decrypt', n: '2' },
    { name: 'ReEncrypt', n: '1' },
  ])
  const { meta, body } = await ask(`event.eventName: Decrypt | ${sql}`)
  expect((body as { data: Row[] }).data).toEqual([{ name: 'Decrypt', n: '2', __source__: '', __time__: String(FROM) }])
  expect(meta).toMatchObject({
    ...{ progress: 'Complete', hasSQL: true, isAccurate: true, count: 1, processedRows: 2, mode: 0 },
    ...{ whereQuery: 'event.eventName: Decrypt', aggQuery: sql, keys: ['name', 'n'] },
    terms: [{ key: 'event.eventName', term: 'Decrypt' }],
    columnTypes: ['varchar', 'bigint'],
  })
})

test('values are texts, as the vendor writes them', async () => {
  await check([
    [
      'select null as a, true as b, 5/2 as c, 1.6e9 as d, 1e-5 as e, 0.5e0 as f, cast(3 as double) as g limit 1',
      [{ a: 'null', b: 'true', c: '2', d: '1.6E9', e: '1.0E-5', f: '0.5', g: '3.0' }],
    ],
    [
      `select array['a', null] as a, array[1, 2] as b, map(array['k'], array[1]) as c limit 1`,
      [{ a: '["a",null]', b: '[1,2]', c: '{"k":1}' }],
    ],
    [
      'select from_unixtime(0) as a, date(from_unixtime(57600)) as b limit 1',
      [{ a: '1970-01-01 08:00:00.000', b: '1970-01-02' }],
    ],
    ['select count(*), max(__time__) m, 1 + 1', [{ _col0: '3', m: String(TO - 10), _col2: '2' }]],
  ])
})

describe('Presto’s functions', () => {
  test('of dates are in the project’s zone, which is UTC+8', async () => {
    await check([
      [
        `select date_trunc('hour', __time__) as t, count(*) as n group by t order by t`,
        [
          { t: '2026-11-20 18:00:00.000', n: '1' },
          { t: '2026-11-20 19:00:00.000', n: '2' },
        ],
      ],
      [
        'select __time__ - __time__ % 3600 as h, count(*) as n group by h order by h limit 1',
        [{ h: '1795168800', n: '1' }],
      ],
      [
        `select date_format(from_unixtime(0), '%Y-%m-%d %H:%i:%s') a, hour(from_unixtime(0)) h limit 1`,
        [{ a: '1970-01-01 08:00:00', h: '8' }],
      ],
      [
        `select to_unixtime(date_parse('1970-01-01 08:00:01', '%Y-%m-%d %H:%i:%s')) u, now() n limit 1`,
        [{ u: '1.0', n: '2026-11-20 20:10:00.000' }],
      ],
      [`select date_diff('hour', from_unixtime(0), from_unixtime(7200)) d limit 1`, [{ d: '2' }]],
    ])
  })

  test('of dates follow another zone of the project', async () => {
    const there = loggedWorld(EVENTS)
    const here = there.accounts[0]?.regions['cn-hangzhou']
    if (here) here.logProjects = [logProject({ name: PROJECT, hoursEast: 0, logstores: [trailLogstore('audit')] })]
    const { rows } = await openLogs(there)
    expect(await rows('* | select from_unixtime(0) as a limit 1')).toEqual([{ a: '1970-01-01 00:00:00.000' }])
  })

  test('of JSON', async () => {
    const json = '"event.requestParameterJson"'
    const own = `from log where json_extract_scalar(${json}, '$.KeyId') = 'a'`
    await check([
      [
        `select json_extract_scalar(${json}, '$.n') n, json_extract_scalar(${json}, '$["yes"]') y, json_extract_scalar(${json}, '$.list') l, json_extract(${json}, '$.list') j, json_extract_scalar(${json}, '$.list[0]') f, json_extract_scalar(${json}, '$.no') x ${own}`,
        [{ n: '1.5', y: 'true', l: 'null', j: '[1]', f: '1', x: 'null' }],
      ],
      [
        `select cast(json_parse('["a"]') as array(varchar)) a, json_array_length('[1,2]') n, json_size('{"a":[1]}', '$.a') s limit 1`,
        [{ a: '["a"]', n: '2', s: '1' }],
      ],
    ])
  })

  test('of texts', async () => {
    await check([
      [
        `select regexp_extract('ab12', '[0-9]+') a, regexp_extract('ab12', '([a-z])([0-9])', 2) b, regexp_extract('a', 'z') c, regexp_like('a', 'b') d, regexp_replace('abc', '(b)', 'x$1') e limit 1`,
        [{ a: '12', b: '1', c: 'null', d: 'false', e: 'axbc' }],
      ],
      [
        `select split_part('a,b', ',', 2) a, split_part('a,b', ',', 3) b, split('a,b', ',')[2] c, substr('hello', 2, 3) d, substr('hello', -2) e, length('é') f, strpos('abc', 'c') g limit 1`,
        [{ a: 'b', b: 'null', c: 'b', d: 'ell', e: 'lo', f: '1', g: '3' }],
      ],
      [
        `select concat('a', null) a, concat('a', 'b', 'c') b, concat_ws('-', 'a', null, 'b') c, 'a' || 'b' d, greatest(1, null) e, least(2, 1) f, coalesce(null, 'z') g, if(1 = 2, 'a') h, if(true, 1, 2) i, nullif(1, 1) j limit 1`,
        [{ a: 'null', b: 'abc', c: 'a-b', d: 'ab', e: 'null', f: '1', g: 'z', h: 'null', i: '1', j: 'null' }],
      ],
      [
        `select to_hex(md5(to_utf8('a'))) m, to_hex(xxhash64(to_utf8('a'))) x, to_hex(xxhash64(to_utf8('Nobody inspects the spammish repetition'))) y, to_hex(sha256(to_utf8(''))) s limit 1`,
        [
          {
            m: '0CC175B9C0F1B6A831C399E269772661',
            x: 'D24EC4F1A98C6E5B',
            y: 'FBCEA83C8A378BF1',
            s: 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855',
          },
        ],
      ],
      [
        `select try_cast('x' as bigint) a, cast('5' as bigint) b, cast(5 as varchar) c limit 1`,
        [{ a: 'null', b: '5', c: '5' }],
      ],
    ])
  })

  test('of groups', async () => {
    await check([
      [
        `select count_if("event.errorCode" is not null) a, approx_distinct("event.eventName") b, count(distinct "event.eventName") c, sum(if("event.eventName" = 'Decrypt', 1, 0)) d`,
        [{ a: '1', b: '2', c: '2', d: '2' }],
      ],
      [
        `select max_by("event.eventId", __time__) a, min_by("event.eventId", __time__) b, slice(array_agg("event.eventId" order by __time__), 1, 2) c, arbitrary("event.serviceName") d`,
        [{ a: 'e10', b: 'e3700', c: '["e3700","e20"]', d: 'Kms' }],
      ],
      [
        `select multimap_agg("event.eventName", "event.eventId") a from log where "event.eventName" = 'Decrypt'`,
        [{ a: '{"Decrypt":["e10","e20"]}' }],
      ],
      [
        `select array_agg("event.eventId") filter (where "event.errorCode" is null and "event.eventName" = 'Decrypt') a, cardinality(array_distinct(array_agg("event.eventName"))) b`,
        [{ a: '["e10"]', b: '2' }],
      ],
      [
        `select array_join(filter(array['a', 'b'], x -> x <> 'a'), ',') a, contains(array['a'], 'a') b, element_at(array['q'], 1) c limit 1`,
        [{ a: 'b', b: 'true', c: 'q' }],
      ],
    ])
  })
})

test('statements have the forms of SQL', async () => {
  await check([
    [
      'with t as (select "event.eventName" as n, count(*) as c from log group by 1) select n, c from t order by c desc limit 1, 1',
      [{ n: 'ReEncrypt', c: '1' }],
    ],
    [
      'select n, sum(c) from (select "event.eventName" as n, 1 as c from log) group by n having sum(c) > 1',
      [{ n: 'Decrypt', _col1: '2' }],
    ],
    [
      `select k, count(*) as n from log cross join unnest(array['a', 'b']) as t(k) group by k order by k`,
      [
        { k: 'a', n: '3' },
        { k: 'b', n: '3' },
      ],
    ],
    [
      'select "event.eventId" from (select "event.eventId", row_number() over (partition by "event.eventName" order by __time__ desc) as r from log) where r = 1 order by 1',
      [{ 'event.eventId': 'e10' }, { 'event.eventId': 'e3700' }],
    ],
    [
      `select case when "event.errorCode" <> '' then 'no' else 'yes' end as ok, count(*) as n where "event.eventName" like 'De%' group by 1 order by 1`,
      [
        { ok: 'no', n: '1' },
        { ok: 'yes', n: '1' },
      ],
    ],
    [`select count(*) as n from ${LOGSTORE} where __time__ >= ${TO - 20};`, [{ n: '2' }]],
    ['set session parallel_sql=true; select count(*) as n', [{ n: '3' }]],
  ])
})

test('what the service would not run is refused', async () => {
  const { ask } = await openLogs(loggedWorld(EVENTS))
  const column = (name: string, at = '1:8') =>
    `line ${at}: Column '${name}' cannot be resolved;please add the column in the index attribute`
  for (const [sql, words] of [
    ['select "event.referencedResources"', column('event.referencedResources')],
    ['select count(*) as n from log where "event.none" = 1', column('event.none', '1:37')],
    ['select event.eventName', column('event.eventName')],
    ['select eventName', column('eventName')],
    ['select "event.eventName", "event.eventId" group by 1', `Column 'event.eventId' not in GROUP BY clause`],
    ['select foo(1)', 'line 1:8: Function foo not registered'],
    ['select list_value(1)', 'Function list_value not registered'],
    [`select count(*) from read_csv('/etc/passwd')`, 'Function read_csv not registered'],
    ['select 1 from duckdb_settings', 'Table log.duckdb_settings does not exist'],
    ['select 1::bigint', 'mismatched input'],
    ['select * exclude (event)', 'Function exclude not registered'],
    ['select * from information_schema.tables', 'Table log.information_schema does not exist'],
    ['select * from log join sqlite_master on true', 'Table log.sqlite_master does not exist'],
    ['select [1, 2]', 'mismatched input'],
    ['select {a: 1}', 'mismatched input'],
    ['select 1; select 2', 'mismatched input'],
    ['selec 1', 'mismatched input'],
    ['select (1', 'mismatched input'],
    ['select count(*', 'mismatched input'],
    ['drop table log', 'mismatched input'],
    ['', 'mismatched input'],
    [`select md5('a')`, 'Unexpected parameters (varchar) for function md5'],
    [`select md5(to_utf8('a'))`, 'wrap it in to_hex()'],
    [`select cast('x' as bigint)`, ''],
    ['select cast(1 as text)', 'Unknown type: text'],
    ['select 1 limit 1000001', '1000000'],
    [`set session unknown_word=1; select 1`, 'Session property unknown_word does not exist'],
    ['set session query_max_run_time=56s; select 1', 'query_max_run_time is invalid'],
  ] as const) {
    const { status, code, message } = await ask(`* | ${sql}`)
    expect({ sql, status, code, message }).toEqual({
      ...{ sql, status: 400, code: 'ParameterInvalid', message: expect.stringContaining(words) },
    })
  }
  expect(await ask('select count(*)')).toMatchObject({
    ...{ status: 400, message: expect.stringContaining('sql query must follow search query') },
  })
})

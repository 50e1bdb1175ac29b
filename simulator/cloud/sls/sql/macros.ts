/**
 * Presto's functions, as far as DuckDB's of the same name do something else or are not there (vendor's pages "SQL functions"). `zone` is the
 * project's, in hours east of UTC: dates are of that zone. The variable `now` of a connection is the cloud's time, in seconds.
 */
export function macros(zone: number): readonly string[] {
  const local = (seconds: string) =>
    `make_timestamp(CAST(round(CAST(${seconds} AS DOUBLE) * 1000000) AS BIGINT)) + INTERVAL ${zone} HOUR`
  return [
    // A moment is a timestamp, or a number of seconds: the vendor's own samples hand `__time__` to date functions.
    `sls_moment(x) AS CASE WHEN try_cast(CAST(x AS VARCHAR) AS DOUBLE) IS NOT NULL
       THEN ${local('try_cast(CAST(x AS VARCHAR) AS DOUBLE)')} ELSE CAST(CAST(x AS VARCHAR) AS TIMESTAMP) END`,
    `sls_from_unixtime(x) AS ${local('CAST(x AS DOUBLE)')}`,
    `sls_to_unixtime(x) AS epoch(CAST(x AS TIMESTAMP) - INTERVAL ${zone} HOUR)`,
    `sls_now() AS ${local("getvariable('now')")}`,
    `sls_date_trunc(unit, x) AS CAST(date_trunc(unit, sls_moment(x)) AS TIMESTAMP)`,
    `sls_date(x) AS CAST(sls_moment(x) AS DATE)`,
    ...['year', 'month', 'day', 'hour', 'minute', 'second'].map(
      (part) => `sls_${part}(x) AS date_part('${part}', sls_moment(x))`,
    ),
    `sls_date_format(x, f) AS strftime(sls_moment(x), f)`,
    `sls_date_parse(x, f) AS strptime(x, f)`,
    `sls_date_diff(unit, a, b) AS date_diff(unit, sls_moment(a), sls_moment(b))`,
    `sls_to_iso8601(x) AS strftime(sls_moment(x), '%Y-%m-%dT%H:%M:%S.%g')`,

    `sls_json_extract(x, p) AS CAST(json_extract(x, p) AS VARCHAR)`,
    `sls_json_extract_scalar(x, p) AS CASE WHEN json_type(x, p) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string(x, p) END`,
    `sls_json_parse(x) AS CAST(CAST(x AS JSON) AS VARCHAR)`,
    `sls_json_size(x, p) AS coalesce(json_array_length(x, p), 0)`,
    `sls_json_array_contains(x, v) AS list_contains(from_json(x, '["VARCHAR"]'), CAST(v AS VARCHAR))`,
    // Within try(): DuckDB's own TRY does not reach a JSON function that is inside a macro.
    `sls_try_json_extract(x, p) AS CASE WHEN json_valid(x) THEN sls_json_extract(x, p) END`,
    `sls_try_json_extract_scalar(x, p) AS CASE WHEN json_valid(x) THEN sls_json_extract_scalar(x, p) END`,
    `sls_try_json_parse(x) AS CASE WHEN json_valid(x) THEN x END`,
    `sls_try_json_size(x, p) AS CASE WHEN json_valid(x) THEN sls_json_size(x, p) END`,
    `sls_try_json_array_length(x) AS CASE WHEN json_valid(x) THEN json_array_length(x) END`,

    `sls_regexp_extract(x, p) AS CASE WHEN regexp_matches(x, p) THEN regexp_extract(x, p) END,
       (x, p, g) AS CASE WHEN regexp_matches(x, p) THEN regexp_extract(x, p, g) END`,
    `sls_regexp_replace(x, p) AS regexp_replace(x, p, '', 'g'), (x, p, r) AS regexp_replace(x, p, r, 'g')`,
    `sls_split_part(x, d, i) AS CASE WHEN i <= len(string_split(x, d)) THEN split_part(x, d, i) END`,
    `sls_substr(x, s) AS CASE WHEN s = 0 THEN '' ELSE substr(x, s) END,
       (x, s, l) AS CASE WHEN s = 0 OR l <= 0 THEN '' ELSE substr(x, s, l) END`,
    `sls_slice(a, s, l) AS CASE WHEN l <= 0 THEN list_slice(a, 1, 0)
       WHEN s < 0 THEN list_slice(a, len(a) + s + 1, least(len(a), len(a) + s + l)) ELSE list_slice(a, s, s + l - 1) END`,
    `sls_length(x) AS CASE WHEN typeof(x) = 'BLOB' THEN octet_length(CAST(x AS BLOB)) ELSE length(CAST(x AS VARCHAR)) END`,
    `sls_to_utf8(x) AS encode(CAST(x AS VARCHAR))`,
    `sls_from_utf8(x) AS decode(x)`,
    `sls_binary(x, f) AS CASE WHEN typeof(x) = 'BLOB' THEN CAST(x AS BLOB)
       ELSE error('Unexpected parameters (varchar) for function ' || f || '. Expected: ' || f || '(varbinary)') END`,
    `sls_xxhash64(x) AS sls_xxhash64_of(sls_binary(x, 'xxhash64'))`,
    ...['md5', 'sha1', 'sha256'].map((hash) => `sls_${hash}(x) AS unhex(${hash}(sls_binary(x, '${hash}')))`),
    `sls_to_hex(x) AS hex(sls_binary(x, 'to_hex'))`,
    `sls_to_base64(x) AS base64(sls_binary(x, 'to_base64'))`,
    `sls_if(c, a) AS CASE WHEN c THEN a END, (c, a, b) AS CASE WHEN c THEN a ELSE b END`,
    `sls_set_agg(x) AS list(DISTINCT x)`,
    `sls_map_agg(k, v) AS map_from_entries(list((k, v)))`,
    `sls_multimap_agg(k, v) AS map_from_entries(list_transform(list_distinct(list(k) FILTER (WHERE k IS NOT NULL)),
       each -> (each, list_transform(list_filter(list({k: k, v: v}), pair -> pair.k = each), pair -> pair.v))))`,
    `sls_array_join(a, d) AS array_to_string(a, d)`,
    `sls_array_distinct(a) AS list_distinct(a)`,
    `sls_element_at(a, i) AS a[i]`,
  ].map((macro) => `CREATE MACRO ${macro}`)
}

/** Functions that do the same in DuckDB under the same name. */
const SAME = [
  // Aggregates
  ...[
    'count',
    'sum',
    'avg',
    'min',
    'max',
    'count_if',
    'array_agg',
    'max_by',
    'min_by',
    'bool_and',
    'bool_or',
    'histogram',
  ],
  ...['stddev', 'stddev_pop', 'stddev_samp', 'variance', 'var_pop', 'var_samp', 'corr', 'approx_quantile'],
  // Windows
  ...['row_number', 'rank', 'dense_rank', 'percent_rank', 'cume_dist', 'ntile', 'lag', 'lead', 'first_value'],
  ...['last_value', 'nth_value'],
  // Texts
  ...['lower', 'upper', 'trim', 'ltrim', 'rtrim', 'reverse', 'replace', 'lpad', 'rpad', 'strpos', 'position', 'chr'],
  ...['substring', 'concat_ws', 'starts_with', 'levenshtein_distance', 'translate'],
  // Numbers
  ...['abs', 'ceil', 'ceiling', 'floor', 'round', 'sqrt', 'power', 'pow', 'exp', 'ln', 'log2', 'log10', 'mod', 'sign'],
  ...['random', 'pi', 'truncate'],
  // Values
  ...['coalesce', 'nullif', 'cast', 'try_cast', 'try', 'extract', 'unnest', 'map', 'map_keys', 'map_values', 'flatten'],
  ...['json_array_length'],
] as const

/** Those with another name here: see `macros`. */
const RENAMED: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['from_unixtime', 'to_unixtime', 'now', 'date_trunc', 'date', 'year', 'month', 'day', 'hour', 'minute'],
      ...['second', 'date_format', 'date_parse', 'date_diff', 'to_iso8601', 'json_extract', 'json_extract_scalar'],
      ...['json_parse', 'json_size', 'json_array_contains', 'regexp_extract', 'regexp_replace', 'split_part', 'substr'],
      ...['slice', 'length', 'to_utf8', 'from_utf8', 'md5', 'sha1', 'sha256', 'to_hex', 'to_base64', 'if', 'set_agg'],
      ...['map_agg', 'multimap_agg', 'array_join', 'array_distinct', 'element_at'],
    ].map((name) => [name, `sls_${name}`]),
  ),
  approx_distinct: 'approx_count_distinct',
  approx_percentile: 'approx_quantile',
  arbitrary: 'any_value',
  cardinality: 'len',
  contains: 'list_contains',
  array_sort: 'list_sort',
  array_max: 'list_max',
  array_min: 'list_min',
  filter: 'list_filter',
  transform: 'list_transform',
  from_base64: 'from_base64',
  from_hex: 'unhex',
  json_format: 'sls_json_parse',
  regexp_like: 'regexp_matches',
  regexp_extract_all: 'regexp_extract_all',
  regexp_split: 'regexp_split_to_array',
  sequence: 'generate_series',
  split: 'string_split',
  xxhash64: 'sls_xxhash64',
}

const FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ...SAME.map((name) => [name, name] as const),
  ...Object.entries(RENAMED),
])

/** What a function of the vendor's is called in DuckDB; undefined: there is none. Within `try`, those that take texts for JSON give null. */
export function functionNamed(name: string, withinTry: boolean): string | undefined {
  const known = FUNCTIONS.get(name)
  if (!withinTry || !name.startsWith('json_') || known === undefined) return known
  return known === 'sls_json_array_contains' ? known : `sls_try_${known.replace(/^sls_/, '')}`
}

/** Words before a bracket that call no function. */
export const NO_FUNCTIONS: ReadonlySet<string> = new Set([
  ...['and', 'or', 'not', 'in', 'exists', 'any', 'all', 'some', 'over', 'as', 'on', 'using', 'when', 'then', 'else'],
  ...['select', 'distinct', 'from', 'join', 'where', 'by', 'having', 'union', 'except', 'intersect', 'like', 'between'],
  ...['case', 'is', 'values', 'with', 'limit', 'array', 'row', 'varchar', 'char', 'decimal', 'within'],
])

/** Words that only DuckDB understands. */
export const FOREIGN: ReadonlySet<string> = new Set([
  ...['qualify', 'pivot', 'unpivot', 'exclude', 'columns', 'asof', 'positional', 'anti', 'semi', 'ilike', 'glob'],
  ...['similar', 'pragma', 'attach', 'copy', 'install', 'load', 'describe', 'summarize', 'sample', 'tablesample'],
  ...['lambda', 'materialized', 'insert', 'update', 'delete', 'create', 'drop', 'alter', 'macro', 'export', 'import'],
])

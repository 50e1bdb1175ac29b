import type { DuckDBConnection } from '@duckdb/node-api'

/** placeholder */
export function registerXxhash64(_connection: DuckDBConnection): void {}

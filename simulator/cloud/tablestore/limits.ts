// Vendor's page "Limits" of the wide-column model.

const KIB = 1_024
const MIB = 1_024 * KIB

export const MAX_BODY_BYTES = 5 * MIB
export const MAX_TABLES = 64
export const MAX_KEY_COLUMNS = 4
export const MAX_DEFINED_COLUMNS = 32
export const MAX_KEY_VALUE_BYTES = KIB
export const MAX_VALUE_BYTES = 2 * MIB
/** Data of a PutRow, an UpdateRow or all of a BatchWriteRow. */
export const MAX_WRITE_BYTES = 4 * MIB
export const MAX_COLUMNS = 1_024
export const MAX_COLUMNS_TO_GET = 128
export const MAX_WRITE_ROWS = 200
export const MAX_GET_ROWS = 100
export const MAX_RANGE_ROWS = 5_000
export const MAX_RANGE_BYTES = 4 * MIB
export const MAX_CAPACITY_UNITS = 100_000
/** Column conditions of one filter. */
export const MAX_CONDITIONS = 10
/** Seconds. */
export const MIN_TIME_TO_LIVE = 86_400
export const DEFAULT_DEVIATION = 86_400
export const CAPACITY_UNIT_BYTES = 4 * KIB
/** Tables and columns. */
export const NAME = /^[A-Za-z_]\w{0,254}$/

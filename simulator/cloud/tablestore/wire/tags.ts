// PlainBuffer, the row format inside the protobuf messages (vendor's page "PlainBuffer").

export const HEADER = 0x75

export const TAG = {
  primaryKey: 0x01,
  attributes: 0x02,
  cell: 0x03,
  name: 0x04,
  value: 0x05,
  operation: 0x06,
  timestamp: 0x07,
  deleteMarker: 0x08,
  rowChecksum: 0x09,
  cellChecksum: 0x0a,
} as const

export const VARIANT = {
  INTEGER: 0x00,
  DOUBLE: 0x01,
  BOOLEAN: 0x02,
  STRING: 0x03,
  BINARY: 0x07,
  INF_MIN: 0x09,
  INF_MAX: 0x0a,
} as const

/** What an UpdateRow does with a cell; a cell without one is put. */
export const CELL_OPERATION = { DELETE_ALL: 0x01, DELETE_ONE: 0x03, INCREMENT: 0x04 } as const

export type CellOperation = keyof typeof CELL_OPERATION

import type { Ending } from '../faults/fault.ts'

// What a busy Tablestore says, as effects of faults (vendor's page "Error codes").

export const SERVER_BUSY: Ending = { kind: 'error', status: 503, code: 'OTSServerBusy', message: 'Server is busy.' }

export const PARTITION_UNAVAILABLE: Ending = {
  kind: 'error',
  status: 503,
  code: 'OTSPartitionUnavailable',
  message: 'The partition is not available.',
}

export const TIMEOUT: Ending = { kind: 'error', status: 503, code: 'OTSTimeout', message: 'Operation timeout.' }

export const TABLE_NOT_READY: Ending = {
  kind: 'error',
  status: 404,
  code: 'OTSTableNotReady',
  message: 'The table is not ready.',
}

export const ROW_CONFLICT: Ending = {
  kind: 'error',
  status: 409,
  code: 'OTSRowOperationConflict',
  message: 'Data is being modified by the other request.',
}

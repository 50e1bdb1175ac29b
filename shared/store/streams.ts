/** The streams that are read of a trail; each keeps a coverage of its own. `all` is the full reading. */
export const STREAMS = [
  'all',
  'ReEncrypt',
  'ExportDataKey',
  'GenerateAndExportDataKey',
  'CreateAlias',
  'UpdateAlias',
  'DeleteAlias',
] as const
export type StreamName = (typeof STREAMS)[number]

export function isStream(name: string): name is StreamName {
  return (STREAMS as readonly string[]).includes(name)
}

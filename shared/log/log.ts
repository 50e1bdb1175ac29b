/** What a log line is about. Values are plain; credentials, tokens and event bodies never are among them. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
}

type LogLevel = keyof Log

/** Takes one finished line. */
type Write = (line: string) => void

const toStderr: Write = (line) => process.stderr.write(line)

/** One JSON object a line, for machines: `time` (ISO 8601 UTC), `level`, `message` and the fields. */
export function jsonLog(write: Write = toStderr): Log {
  return logOf((level, message, fields) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`),
  )
}

/** One line for people: `warn  a region refused  region=cn-hangzhou`. */
export function textLog(write: Write = toStderr): Log {
  return logOf((level, message, fields = {}) => {
    const pairs = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    write(`${[level.padEnd(5), message, ...pairs].join('  ').replaceAll(/[\r\n]+/g, ' ')}\n`)
  })
}

/** The same log, each line with these fields besides its own. */
export function withFields(log: Log, fields: LogFields): Log {
  return logOf((level, message, more) => log[level](message, { ...fields, ...more }))
}

/** Says nothing. */
export const silentLog: Log = logOf(() => {})

function logOf(put: (level: LogLevel, message: string, fields?: LogFields) => void): Log {
  const at =
    (level: LogLevel) =>
    (message: string, fields?: LogFields): void =>
      put(level, message, fields)
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

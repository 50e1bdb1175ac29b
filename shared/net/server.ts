/** A server that something connects to. */
export interface Server {
  readonly host: string
  readonly port: number
  /** TLS from the first byte. */
  readonly implicitTls: boolean
  /** PEM of the certificates to trust; Node's own without it. */
  readonly ca?: string
}

/** The server of an http or https URL. */
export function webServer(address: string): Server {
  const { protocol, hostname, port } = new URL(address)
  const implicitTls = protocol === 'https:'
  return { host: bareHost(hostname), port: Number(port || (implicitTls ? 443 : 80)), implicitTls }
}

/** An IPv6 address stands in brackets in a URL, and nowhere else. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '')
}

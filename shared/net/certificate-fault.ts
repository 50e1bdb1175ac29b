/** Whether a system's code says that the certificate of a server is not trusted, which no second attempt changes. */
export function isCertificateFault(code: string): boolean {
  return /CERT|SIGNATURE|ALTNAME|HOSTNAME_MISMATCH/.test(code)
}

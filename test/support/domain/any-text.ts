import fc from 'fast-check'

/** Any text, lone surrogates too. The library's own `binary` first makes a map of all 1.1 million characters, in each process. */
export const anyText = fc.string({ unit: fc.nat(0x10ffff).map((at) => String.fromCodePoint(at)) })

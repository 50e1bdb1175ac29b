import wabt from 'wabt'

/** The text that looks at an archive's events, and the module that holds it compiled: it is as long as a page, and nobody needs a compiler. */
export const EVENT_CODE_TEXT = 'functions/usage/sources/archive/event-code.wat'
export const EVENT_CODE = 'functions/usage/sources/archive/event-code.ts'

/** The module for a text of WebAssembly. Throws where it is none. */
export async function compiledEventCode(text: string): Promise<string> {
  const { parseWat } = await wabt()
  const parsed = parseWat('event-code.wat', text, { simd: true })
  parsed.resolveNames()
  parsed.validate()
  const { buffer } = parsed.toBinary({})
  parsed.destroy()
  const lines =
    Buffer.from(buffer)
      .toString('base64')
      .match(/.{1,110}/g) ?? []
  return `/** event-code.wat, compiled by \`npm run wasm\`. */
export const EVENT_CODE = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('')
`
}

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compiledEventCode, EVENT_CODE, EVENT_CODE_TEXT } from './event-code.ts'

const root = join(import.meta.dirname, '..')
await writeFile(join(root, EVENT_CODE), await compiledEventCode(await readFile(join(root, EVENT_CODE_TEXT), 'utf8')))

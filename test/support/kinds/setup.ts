import { afterAll, expect } from 'vitest'
import { endFile } from '../at-file-end.ts'
import { forbid } from './forbidden.ts'
import { kindOf } from './kind.ts'

const permit = forbid(kindOf(expect.getState().testPath ?? ''))

afterAll(async () => {
  permit()
  await endFile()
})

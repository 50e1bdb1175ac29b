import { ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { Server, Socket } from 'node:net'
import type { Kind } from './kind.ts'

/** What files of a kind end in that may do what the kind may not. */
const END: Readonly<Record<Exclude<Kind, 'e2e'>, string>> = {
  unit: '.integration.test.ts',
  integration: '.e2e.test.ts',
}

/** Takes from the process what a test of this kind does not do, and gives it back when the result is called. */
export function forbid(kind: Kind): () => void {
  if (kind === 'e2e') return () => {}
  const refuse = (what: string) => (): never => {
    throw new Error(`A test of kind '${kind}' ${what}. Name its file *${END[kind]}, or move the test into such a file.`)
  }
  const takenBack = [replaced(ChildProcess.prototype, { spawn: refuse('starts no process') })]
  if (kind === 'unit') {
    const noFolder = refuse('makes no folder')
    takenBack.push(
      replaced(Socket.prototype, { connect: refuse('makes no connection') }),
      replaced(Server.prototype, { listen: refuse('listens at no port') }),
      // There is nothing to write into.
      replaced(fs, { mkdtempSync: noFolder, mkdirSync: noFolder }),
      replaced(fs.promises, { mkdtemp: noFolder, mkdir: noFolder }),
    )
  }
  syncBuiltinESMExports()
  return () => {
    for (const takeBack of takenBack) takeBack()
    syncBuiltinESMExports()
  }
}

/** Puts other functions in the place of some, until the result is called. */
function replaced(target: object, others: Readonly<Record<string, () => never>>): () => void {
  const before = Object.fromEntries(Object.keys(others).map((name) => [name, Reflect.get(target, name)]))
  Object.assign(target, others)
  return () => Object.assign(target, before)
}

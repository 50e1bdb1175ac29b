import { ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { Server, Socket } from 'node:net'

type Kind = 'unit' | 'integration'

const END: Readonly<Record<Kind, string>> = { unit: '.integration.test.ts', integration: '.e2e.test.ts' }

/** What a test of this kind does not do; its file would be of the next kind. */
function refuse(kind: Kind, what: string) {
  return (): never => {
    throw new Error(`A test of kind '${kind}' ${what}. Name its file *${END[kind]}, or move the test into such a file.`)
  }
}

/** No connection is made and nothing listens. */
export function forbidNetwork(kind: Kind): void {
  Socket.prototype.connect = refuse(kind, 'makes no connection')
  Server.prototype.listen = refuse(kind, 'listens at no port')
}

/** No other program is run. */
export function forbidProcesses(kind: Kind): void {
  Object.assign(ChildProcess.prototype, { spawn: refuse(kind, 'starts no process') })
}

/** No folder is made: there is nothing to write into. */
export function forbidFolders(kind: Kind): void {
  const none = refuse(kind, 'makes no folder')
  Object.assign(fs, { mkdtempSync: none, mkdirSync: none })
  Object.assign(fs.promises, { mkdtemp: none, mkdir: none })
  syncBuiltinESMExports()
}

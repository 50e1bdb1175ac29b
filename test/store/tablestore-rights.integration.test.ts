import { expect, onTestFinished, test } from 'vitest'
import { policyOf } from '../../deploy/policy.ts'
import type { RoleName } from '../../shared/ram/permissions.ts'
import { StoreError } from '../../shared/store/errors.ts'
import { accessKey, allow } from '../../simulator/cloud/policy/statements.ts'
import { PLACES } from '../support/deploy/places.ts'
import { fill, SCOPE, USES } from '../support/store/tablestore-methods.ts'
import { tablestoreStore } from '../support/store/tablestore-store.ts'

/** A store whose caller has nothing but the rights of these roles of the deployment, on tables that are filled. */
async function opened(roles: readonly RoleName[], mode: 'mark' | 'write' | 'decide') {
  const under = await tablestoreStore()
  onTestFinished(() => under.dispose())
  await fill(under.store)
  const Statement = roles.flatMap((role) => policyOf(role, { ...PLACES, instance: 'cmk-readiness' }).Statement)
  const statements = Statement.map(({ Action, Resource }) => allow([...Action], [...Resource]))
  const { id, secret } = accessKey(roles.join('-'), statements)
  under.cloud.world.accounts[0]?.accessKeys.push(accessKey(roles.join('-'), statements))
  const credentials = { accessKeyId: id, accessKeySecret: secret }
  const source = { get: async () => credentials, renew: async () => credentials }
  return { ...under, store: await under.open(mode, { credentials: source }) }
}

/** What a use came to, but for rows that are what they are. */
async function ending(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (error instanceof StoreError ? error.message : String(error)),
  )
}

test('the rights of the auditor are enough for all evidence, and let him write no mark and no decision', async () => {
  const { store } = await opened(['auditor'], 'write')
  for (const { name, run } of USES) {
    const end = await ending(run(store))
    const isOthers = (name.startsWith('marks.') && !name.startsWith('marks.get')) || name === 'decisions.add'
    if (isOthers) expect(end, name).toMatch(/OTSNoPermissionAccess/)
    else expect(end, name).not.toMatch(/OTSNoPermissionAccess/)
  }
})

test('the rights of the reader are enough to read all and to mark, and to write nothing else', async () => {
  const { store } = await opened(['reader'], 'mark')
  for (const { name, run } of USES) {
    const reads = /\.(get|list|briefs|scopesWith)\b/.test(name)
    const end = await ending(run(store))
    if (reads || name.startsWith('marks.')) expect(end, name).toBe('done')
    else expect(end, name).toMatch(/OTSNoPermissionAccess\. Allow the caller ots:/)
  }
  expect(await store.marks.swap(SCOPE, 'digest', 'again', 0)).toBe(true)
})

test('where people decide over HTTP, the rights of the reader and the decider are enough to, and to write nothing else', async () => {
  const { store } = await opened(['reader', 'decider'], 'decide')
  for (const { name, run } of USES) {
    const end = await ending(run(store))
    const may = /\.(get|list|briefs|scopesWith)\b/.test(name) || /^(marks|decisions)\./.test(name)
    if (may) expect(end, name).toBe('done')
    else expect(end, name).toMatch(/OTSNoPermissionAccess\. Allow the caller ots:/)
  }
})

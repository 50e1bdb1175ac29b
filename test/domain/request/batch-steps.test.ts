import { describe, expect, it } from 'vitest'
import { batchSteps } from '../../../shared/domain/request/batch-steps.ts'
import type { Step } from '../../../shared/domain/steps/step.ts'

function operationsOf(principal: string, moved: readonly string[], stay: readonly string[] = []): Step {
  return { id: 'app-operations', params: { principal, moved, stay }, when: 'after', forWhom: { principal } }
}

function sdkOf(principal: string, client: 'java' | 'go'): Step {
  return { id: 'app-sdk', params: { principal, client }, when: 'after', forWhom: { principal } }
}

function secretsOf(secrets: readonly string[]): Step {
  return {
    id: 'secrets-after-key',
    params: { secrets, more: 0, byTicket: true },
    when: 'before',
    forWhom: { owner: null },
  }
}

const onlyServices: Step = { id: 'services-only', params: {}, when: 'after', forWhom: { owner: null } }

describe('the steps of a batch', () => {
  it('are none without keys, and none of keys without steps', () => {
    expect(batchSteps([])).toEqual([])
    expect(batchSteps([{ keyId: 'key-1', steps: [] }])).toEqual([])
  })

  it('are what comes before the move, of all keys, and then what comes after it', () => {
    const keys = [
      { keyId: 'key-1', steps: [secretsOf(['db']), onlyServices] },
      { keyId: 'key-2', steps: [secretsOf(['api']), onlyServices] },
    ]
    expect(batchSteps(keys)).toEqual([
      { step: secretsOf(['db']), keyIds: ['key-1'] },
      { step: secretsOf(['api']), keyIds: ['key-2'] },
      { step: onlyServices, keyIds: ['key-1', 'key-2'] },
    ])
  })

  it('keep apart what differs in anything: language, application, names', () => {
    const steps = [sdkOf('role/a', 'java'), sdkOf('role/a', 'go'), sdkOf('role/b', 'go')]
    expect(batchSteps([{ keyId: 'key-1', steps }])).toEqual(steps.map((step) => ({ step, keyIds: ['key-1'] })))
  })

  it('say of each application once, by name, which operations of all its keys move and which stay', () => {
    const keys = [
      {
        keyId: 'key-1',
        steps: [operationsOf('role/a', ['GenerateDataKey'], ['VerifyMac']), operationsOf('role/b', ['Encrypt'])],
      },
      { keyId: 'key-2', steps: [operationsOf('role/a', ['Decrypt', 'GenerateDataKey'], ['GenerateMac'])] },
    ]
    expect(batchSteps(keys)).toEqual([
      {
        step: operationsOf('role/a', ['Decrypt', 'GenerateDataKey'], ['GenerateMac', 'VerifyMac']),
        keyIds: ['key-1', 'key-2'],
      },
      { step: operationsOf('role/b', ['Encrypt']), keyIds: ['key-1'] },
    ])
  })

  it('name a key once, however often it has the step', () => {
    const steps = [operationsOf('role/a', ['Encrypt']), operationsOf('role/a', ['Decrypt'])]
    expect(batchSteps([{ keyId: 'key-1', steps }])).toEqual([
      { step: operationsOf('role/a', ['Decrypt', 'Encrypt']), keyIds: ['key-1'] },
    ])
  })
})

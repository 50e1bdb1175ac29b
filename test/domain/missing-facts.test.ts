import { expect, it } from 'vitest'
import { missingFacts } from '../../shared/domain/missing-facts.ts'
import { keyFacts } from '../support/domain/case-factory.ts'

it.each([
  [{}, []],
  [{ keyState: null }, ['keyState']],
  [{ origin: null }, ['origin']],
  [{ versions: null }, ['versions']],
  [{ versions: 0 }, ['versions']],
  [{ versions: 0, keyState: 'PendingImport' }, []],
  [{ versions: null, keyState: 'PendingImport' }, ['versions']],
  [{ automaticRotation: null, kmsInstanceId: null, nextRotationAt: null }, []],
  [{ keyState: null, origin: null, versions: null }, ['keyState', 'origin', 'versions']],
])('of a key with %j are missing: %j', (facts, missing) => {
  expect(missingFacts(keyFacts(facts))).toEqual(missing)
})

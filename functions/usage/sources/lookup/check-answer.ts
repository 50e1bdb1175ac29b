import type { EventQuery } from '../../../../shared/cloud/cloud.ts'
import { CloudError } from '../../../../shared/cloud/errors.ts'
import type { Interval } from '../../../../shared/domain/coverage.ts'
import type { TrailEvent } from '../../../../shared/domain/event.ts'
import { isNoId } from '../../../../shared/domain/event-id.ts'
import { normalForm } from '../../../../shared/domain/normal-form.ts'
import { SECOND } from '../../../../shared/domain/time.ts'

const ANOTHER_WINDOW = 'AnotherWindow'
const ANOTHER_SERVICE = 'AnotherService'
const ANOTHER_OPERATION = 'AnotherOperation'

/** True for an answer to another question than the one that was asked: nothing of its window can be relied on. */
export function isAnotherQuestion({ code }: { readonly code: string }): boolean {
  return code === ANOTHER_WINDOW || code === ANOTHER_SERVICE || code === ANOTHER_OPERATION
}

/** An answer of LookupEvents that is well formed and yet none. */
export function badAnswer(code: string, kind: CloudError['kind']): CloudError {
  return new CloudError({ service: 'actiontrail', action: 'LookupEvents', region: '', kind, code })
}

/** Throws a `CloudError` where an event is none that was asked for. Both ends of a window belong to it, to the second. */
export function checkAnswer(event: TrailEvent, { key, value }: EventQuery['attribute'], { from, to }: Interval): void {
  if (event.at < from || event.at >= to + SECOND) throw badAnswer(ANOTHER_WINDOW, 'contradiction')
  if (key === 'ServiceName') {
    if (!isNoId(event.service) && nameOf(event.service) !== nameOf(value))
      throw badAnswer(ANOTHER_SERVICE, 'contradiction')
  } else if (nameOf(event.name) !== nameOf(value)) throw badAnswer(ANOTHER_OPERATION, 'contradiction')
}

/** `kms:ReEncrypt` is ReEncrypt. */
function nameOf(text: string): string {
  return normalForm(text).replace(/^.*[:./]/, '')
}

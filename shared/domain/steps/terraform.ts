import { normalForm } from '../normal-form.ts'
import type { ReadinessRow } from '../readiness.ts'

/** Values by which a tag such as `terraform` says the opposite. */
const DENIED: ReadonlySet<string> = new Set(['false', 'no', '0', 'none'])

/** What shows that Terraform manages a key: a tag that names it (`managed-by=terraform`, `terraform=true`), or its calls. Undefined: nothing does. */
export function terraformSeen({ tags, usage }: Pick<ReadinessRow, 'tags' | 'usage'>): 'tag' | 'caller' | undefined {
  const isTag = ({ key, value }: ReadinessRow['tags'][number]) => {
    const said = normalForm(value)
    return said.includes('terraform') || (normalForm(key).includes('terraform') && !DENIED.has(said))
  }
  if (tags.some(isTag)) return 'tag'
  return usage.callers.some(({ client }) => client === 'terraform') ? 'caller' : undefined
}

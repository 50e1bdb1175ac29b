import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { KINDS, kindOf } from './kind.ts'

/** The longest files, longest first: in a fresh clone nothing else tells that they are. */
const LONGEST = [
  'pages/in-browser',
  'platform/cut-off',
  'platform/long-night',
  'platform/people',
  'platform/night',
  'cli/process',
  'deploy/templates',
  'store/processes',
  'platform/failures',
].map((name) => `/test/${name}.e2e.test.ts`)

/** What waits and takes long begins first, so that no worker is left with a long file at the end. */
export class SlowKindsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const place = ({ moduleId }: TestSpecification) => {
      const known = LONGEST.findIndex((name) => moduleId.endsWith(name))
      return KINDS.indexOf(kindOf(moduleId)) * 100 + (known < 0 ? LONGEST.length : known)
    }
    return sorted.toSorted((a, b) => place(a) - place(b))
  }
}

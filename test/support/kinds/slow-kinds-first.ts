import { BaseSequencer, type TestSpecification } from 'vitest/node'

const ORDER = ['e2e', 'integration', 'unit']

/** What waits and takes long begins first, so that no worker is left with a long file at the end. */
export class SlowKindsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const place = ({ project }: TestSpecification) => ORDER.indexOf(project.name)
    return sorted.toSorted((a, b) => place(a) - place(b))
  }
}

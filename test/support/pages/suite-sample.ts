import { beforeAll } from 'vitest'
import type { Language } from '../../../shared/domain/language.ts'
import { storeOf } from '../functions/query/asked.ts'
import { putEvidence } from '../functions/query/evidence-rows.ts'
import { reportOf } from './report-file.ts'
import { sampleStore, served } from './served.ts'

/** Addresses of what people read of the sample store. */
export interface Sample {
  /** The pages, without a slash at its end. */
  readonly origin: string
  readonly report: Readonly<Record<Language, string>>
  /** The page about the evidence of three regions: one whole, one with a gap and notes, one that needs none. */
  readonly evidence: string
}

/** The sample store, served and as reports, once for the tests of a suite, which only read; returns how to reach it. */
export function suiteSample(): () => Sample {
  let sample: Sample | undefined
  beforeAll(async () => {
    const ends: (() => Promise<void>)[] = []
    const atEnd = (work: () => Promise<void>) => ends.unshift(work)
    const store = await sampleStore(atEnd)
    const read = await storeOf([], atEnd)
    await putEvidence(read)
    sample = {
      origin: await served(store, atEnd),
      evidence: `${await served(read, atEnd)}/evidence`,
      report: { en: await reportOf(store, 'en', atEnd), zh: await reportOf(store, 'zh', atEnd) },
    }
    return async () => {
      for (const end of ends) await end()
    }
  }, 60_000)
  return () => {
    if (!sample) throw new Error('there is no sample outside a test')
    return sample
  }
}

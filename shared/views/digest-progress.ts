import type { DigestProgress, ProgressCounts, ProgressPoint } from '../digest/migration-progress.ts'
import { plain, type Section } from '../document/document.ts'
import { type Reader, shortDay } from '../text/dates.ts'
import { messagesFor } from '../text/digest-messages.ts'
import { grouped } from '../text/numbers.ts'

/** Rising blocks, in every font that people read chats and terminals with. */
const BLOCKS = [...'▁▂▃▄▅▆▇█']
/** Characters that a drawing has at most: a line of a phone. */
const MAX_BLOCKS = 24
/** A drawing of fewer days shows nothing that the numbers do not. */
const MIN_DAYS = 3

/** How far the migration is, how it came there since the first night, and the forecast where one is given. None where there is nothing to migrate. */
export function progressSections(progress: DigestProgress, reader: Reader, forecast?: string): Section[] {
  const messages = messagesFor(reader.language)
  const names = messages.progressNames
  const { percent, trend } = progress
  const [first] = trend
  if (percent === null || first === undefined) return []
  const items = [plain(messages.progressNow(progress, percent))]
  if (trend.length > 1) {
    const parts = (['migrated', 'left', 'ready'] as const).map((name) => {
      const [then, now] = [grouped(first[name]), grouped(progress[name])]
      return `${names[name]} ${then === now ? now : `${then} → ${now}`}`
    })
    items.push(plain(messages.since(shortDay(first.day, reader.language, reader.today)), parts.join(messages.comma)))
  }
  if (trend.length >= MIN_DAYS)
    items.push(plain(`${names.ready} ${drawing(trend, 'ready')} · ${names.left} ${drawing(trend, 'left')}`))
  if (forecast !== undefined) items.push(plain(forecast))
  return [{ title: messages.progress, items, keepTogether: true }]
}

/** The days as blocks from 0 to the highest; of many days, those that divide them evenly, the last one among them. */
function drawing(trend: readonly ProgressPoint[], name: keyof ProgressCounts): string {
  const width = Math.min(MAX_BLOCKS, trend.length)
  const drawn = Array.from({ length: width }, (_, index) => {
    const at = Math.round((index * (trend.length - 1)) / (width - 1))
    return trend[at]?.[name] ?? 0
  })
  const highest = Math.max(1, ...drawn)
  return drawn.map((value) => BLOCKS[Math.round((value / highest) * (BLOCKS.length - 1))]).join('')
}

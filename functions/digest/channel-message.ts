import type { ChannelMessage } from '../../shared/channels/channel.ts'
import { boundedDigest } from '../../shared/digest/bounded-digest.ts'
import { calendarDay } from '../../shared/domain/calendar.ts'
import { digestDocument } from '../../shared/views/digest.ts'
import { renderJson } from '../../shared/views/digest-json.ts'
import { headline, severityOf } from '../../shared/views/headline.ts'
import type { DigestContent } from './read-content.ts'

/** What a channel is sent of a digest. A channel asks for the shape that it takes, and only that is made. */
export function channelMessage(
  { digest, rows }: DigestContent,
  about: Pick<ChannelMessage, 'id' | 'mayRepeat'>,
): ChannelMessage {
  const { madeAt, timezone, totals } = digest
  return {
    ...about,
    madeAt,
    day: calendarDay(Date.parse(madeAt), timezone),
    accountIds: [...new Set(totals.byScope.map(({ accountId }) => accountId))].sort(),
    isEmpty: totals.keys === 0,
    severity: severityOf(digest),
    headline: (language) => headline(digest, language),
    document: (language) => digestDocument(digest, language, timezone),
    data: (maxKeys) => boundedDigest(digest, maxKeys),
    json: () => renderJson(digest),
    async report(language) {
      if (rows === undefined) return undefined
      // Only mails have a report, and it brings the library of the charts.
      const { renderReport } = await import('../../shared/report/page.ts')
      return renderReport({ rows, digest, language, timezone })
    },
  }
}

import { channelMessage } from '../../../functions/digest/channel-message.ts'
import type { ChannelMessage } from '../../../shared/channels/channel.ts'
import { makeDigest } from '../../../shared/digest/digest.ts'
import type { Digest } from '../../../shared/digest/model.ts'
import type { Change, Diagnostic, ReadinessRow } from '../../../shared/domain/readiness.ts'
import { blockedRow, change, LAST_RUN, NOW, row } from '../rows.ts'

export interface MessageParts {
  readonly rows?: readonly ReadinessRow[]
  readonly changes?: readonly Change[]
  readonly diagnostics?: readonly Diagnostic[]
  readonly mayRepeat?: boolean
  readonly period?: 'day' | 'week'
}

/** A message without the rows that its digest is made of. */
export async function message(parts: MessageParts = {}): Promise<ChannelMessage> {
  return channelMessage({ digest: await digestOf(parts) }, aboutOf(parts))
}

/** A message with them. */
export async function reportMessage(parts: MessageParts = {}): Promise<ChannelMessage> {
  return channelMessage({ digest: await digestOf(parts), rows: parts.rows ?? rowsOf() }, aboutOf(parts))
}

function digestOf({
  rows = rowsOf(),
  changes = [change()],
  diagnostics = [],
  period = 'day',
}: MessageParts): Promise<Digest> {
  const input = { rows, changes, diagnostics, lastRun: LAST_RUN, now: NOW, timezone: 'Asia/Shanghai' }
  return makeDigest({ ...input, period, rules: '2023-09' })
}

function aboutOf({ mayRepeat = false }: MessageParts): Pick<ChannelMessage, 'id' | 'mayRepeat'> {
  return { id: 'team/2026-11-23', mayRepeat }
}

function rowsOf(): readonly ReadinessRow[] {
  return [row(), blockedRow()]
}

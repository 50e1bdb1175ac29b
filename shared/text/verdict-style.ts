import { createColors } from 'picocolors'
import type { Language } from '../domain/language.ts'
import type { Verdict } from '../domain/verdict.ts'

/** The colour that a verdict has in every rendering. Never the only sign: the word is always there. */
export const VERDICT_COLOUR = {
  blocked: 'red',
  'support-required': 'magenta',
  unknown: 'yellow',
  'action-required': 'blue',
  ready: 'green',
  'not-required': 'gray',
  migrated: 'cyan',
} as const satisfies Record<Verdict, string>

/** None where the word that commands and the table use is the language's own. */
const NAMES: Readonly<Record<Language, Readonly<Record<Verdict, string>> | undefined>> = {
  en: undefined,
  zh: {
    blocked: '不可迁移',
    'support-required': '需技术支持',
    unknown: '未知',
    'action-required': '需先处理',
    ready: '可迁移',
    'not-required': '无需迁移',
    migrated: '已迁移',
  },
}

export type Paint = ReturnType<typeof createColors>

/** Terminal colours, or functions that leave text as it is. */
export function paint(colour: boolean): Paint {
  return createColors(colour)
}

/** The verdict in its colour. */
export function paintVerdict(verdict: Verdict, text: string, colours: Paint): string {
  return colours[VERDICT_COLOUR[verdict]](text)
}

/** The verdict as people read it: in another language than English with the English word, which commands and the table use. */
export function verdictName(verdict: Verdict, language: Language): string {
  const name = NAMES[language]?.[verdict]
  return name === undefined ? verdict : `${name}（${verdict}）`
}

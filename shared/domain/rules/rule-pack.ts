export const RULE_PACKS = ['2023-09', '2024-11'] as const

export type RulePack = (typeof RULE_PACKS)[number]

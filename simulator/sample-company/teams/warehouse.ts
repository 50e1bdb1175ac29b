import type { Team } from '../story.ts'

/**
 * The subsidiary's new warehouse in ap-southeast-1. Nothing has ever happened there: the trail of the region is empty on the first night,
 * and nobody can tell whether it is alive. On the second it shows the audit's own calls.
 */
export const warehouse: Team = {
  keys: [
    { name: 'warehouse-stock', about: 'Stock', aliases: ['warehouse-stock'], tags: { team: 'logistics' } },
    { name: 'warehouse-docks', about: 'Docks', aliases: ['warehouse-docks'], tags: { team: 'logistics' } },
  ],
}

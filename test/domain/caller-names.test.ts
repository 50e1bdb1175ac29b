import { describe, expect, it } from 'vitest'
import { CLIENTS, hasMigrationSdk, isPlain, mayBeApplication, NETWORKS } from '../../shared/domain/caller.ts'
import { clientName, networkName } from '../../shared/domain/caller-names.ts'

describe('clients and networks', () => {
  it('have a name of their own in each language', () => {
    for (const language of ['en', 'zh'] as const) {
      for (const [words, name] of [
        [CLIENTS, clientName],
        [NETWORKS, networkName],
      ] as const) {
        const names = words.map((word) => name(word, language))
        expect(new Set(names).size).toBe(words.length)
        for (const each of names) expect(each).toMatch(/\S/)
      }
    }
  })

  it.each([
    ['java', 'Java', 'Java'],
    ['go', 'Go', 'Go'],
    ['python', 'Python', 'Python'],
    ['nodejs', 'Node.js', 'Node.js'],
    ['php', 'PHP', 'PHP'],
    ['dotnet', '.NET', '.NET'],
    ['cpp', 'C++', 'C++'],
    ['swift', 'Swift', 'Swift'],
    ['ruby', 'Ruby', 'Ruby'],
    ['cli', 'Alibaba Cloud CLI', 'Alibaba Cloud CLI'],
    ['terraform', 'Terraform', 'Terraform'],
    ['console', 'console', '控制台'],
    ['cobol', 'cobol', 'cobol'],
  ])('%s is called so', (client, en, zh) => {
    expect(clientName(client, 'en')).toBe(en)
    expect(clientName(client, 'zh')).toBe(zh)
  })

  it.each([
    ['vpc', 'VPC', 'VPC'],
    ['internal', 'internal network', '内网'],
    ['satellite', 'satellite', 'satellite'],
  ])('%s is called so', (network, en, zh) => {
    expect(networkName(network, 'en')).toBe(en)
    expect(networkName(network, 'zh')).toBe(zh)
  })
})

describe('a caller', () => {
  it('may be an application by its kind', () => {
    const kinds = ['application', 'console', 'cloud-service', 'unlisted-service-role'] as const
    expect(kinds.filter((kind) => mayBeApplication({ kind }))).toEqual(['application', 'unlisted-service-role'])
  })

  it('has a migration SDK in three languages', () => {
    expect(CLIENTS.filter(hasMigrationSdk)).toEqual(['java', 'go', 'python'])
  })

  it('is plain with one of these from inside', () => {
    for (const client of CLIENTS)
      for (const network of NETWORKS)
        expect(isPlain({ client, network })).toBe(hasMigrationSdk(client) && !['public', 'unknown'].includes(network))
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ownerOf } from '../../shared/domain/owner.ts'
import { anyText } from '../support/domain/any-text.ts'

const owner = (tags: Readonly<Record<string, string>>) =>
  ownerOf({ tags: Object.entries(tags).map(([key, value]) => ({ key, value })) })

describe('the owner of a key', () => {
  it.each(['owner', 'Owner', 'OWNER', 'team', 'contact', 'owner-team', 'App Owner', '负责人', '团队'])(
    'is named by a tag %s',
    (key) => expect(owner({ env: 'prod', [key]: 'payments' })).toBe('payments'),
  )

  it('is a person before a team, and a team before a contact, whatever the order of the tags', () => {
    expect(owner({ contact: 'c', team: 't', 负责人: 'p' })).toBe('p')
    expect(owner({ contact: 'c', Team: 't' })).toBe('t')
  })

  it('is not known where no tag names one, or its value is empty', () => {
    expect(owner({})).toBeUndefined()
    expect(owner({ env: 'prod', ownership: 'shared' })).toBeUndefined()
    expect(owner({ owner: '  ', team: ' ops ' })).toBe('ops')
    expect(owner({ owner: '\u200b\u200b', 负责人: '\u3000', team: 'ops' })).toBe('ops')
  })

  it.each(['\u200bowner', 'ｏｗｎｅｒ', ' Key_Owner ', '负责人\ufeff', 'OWNER-Team'])(
    'is named by a tag spelled %j',
    (key) => {
      expect(owner({ [key]: 'payments' })).toBe('payments')
    },
  )

  it('is the text of one tag, without the space around it, whatever the tags hold', () => {
    const text = anyText
    const tags = fc.array(fc.record({ key: fc.oneof(text, fc.constantFrom('owner', 'Team', '联系人')), value: text }))
    fc.assert(
      fc.property(tags, (all) => {
        const found = ownerOf({ tags: all })
        if (found === undefined) return
        expect(found).not.toBe('')
        expect(all.map(({ value }) => value.trim())).toContain(found)
      }),
    )
  })
})

import { type Key, uuidOf } from '../cloud/world.ts'
import type { KeyStory } from './story.ts'

/** Ids are made of names, so that the company has the same keys on every machine. */
export function keyIdOf(name: string): string {
  return uuidOf(`key ${name}`)
}

/** The version of that number, from 1. */
export function versionIdOf(name: string, version = 1): string {
  return uuidOf(`version ${version} of key ${name}`)
}

/** The name by which a call gets at a key, where it does so by alias. */
export function firstAlias(story: Pick<KeyStory, 'name' | 'aliases'>): string {
  return `alias/${story.aliases?.[0] ?? story.name}`
}

/** The full names of a key. */
export function aliasesOf(story: Pick<KeyStory, 'name' | 'aliases'>): Key['aliases'] {
  return (story.aliases ?? [story.name]).map((alias) => `alias/${alias}`)
}

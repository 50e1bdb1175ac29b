/**
 * An http(s) address that the operator configured, so written that it ends no link in any kind of Markdown or HTML; undefined where it is
 * none, or where it holds a password.
 */
export function webLink(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return undefined
  return url.href.replace(/[()<>[\]|'"`\\{}]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

import { simpleParser } from 'mailparser'

/** The HTML part of a mail, as it is. */
export async function drawMail(mail: string): Promise<string> {
  const { html } = await simpleParser(mail)
  if (!html) throw new Error('The mail has no HTML part.')
  return html
}

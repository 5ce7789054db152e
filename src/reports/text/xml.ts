import { visible } from '../../kernel/visible.ts'

/** The same for a CDATA section, which the text must not end. */
export function xmlCdata(text: string): string {
  return xmlText(text).replaceAll(']]>', ']]\\u{3e}')
}

/** A text of which every character may stand in XML 1.0; what may not, and what nobody would see, is spelled out. */
export function xmlText(text: string): string {
  return visible(text).replace(/[\ufffe\uffff]/g, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`)
}

/**
 * A foreign text as part of a sentence: one line, no control or direction characters, no full stop at its end, at most
 * 160 characters.
 */
export function oneLine(text: string): string {
  const flat = text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .replace(/\.+$/, '')
  const letters = [...flat]
  return letters.length > 160 ? `${letters.slice(0, 159).join('')}…` : flat
}

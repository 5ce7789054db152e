/**
 * A foreign text as part of a sentence: one line, no control or direction characters, no full stop at its end.
 * @param most Characters.
 */
export function oneLine(text: string, most = 160): string {
  const flat = text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .replace(/\.+$/, '')
  const letters = [...flat]
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : flat
}

import type { Book } from './book.ts'

/** A bit for each word, as far as they were found. */
function bitsOf(text: string, words: readonly string[]): number {
  let bits = 0
  for (const [at, word] of words.entries()) if (text.includes(word)) bits |= 1 << at
  return bits
}

/**
 * Looks for words in everything that the page carries. `onFound` is told which trials hold them all: at once by names
 * and reasons, then after each block that was read.
 */
export async function search(
  book: Book,
  words: readonly string[],
  haystacks: readonly string[],
  signal: AbortSignal,
  onFound: (places: ReadonlySet<number>, done: boolean) => void,
): Promise<void> {
  const all = (1 << words.length) - 1
  const bits = haystacks.map((text) => bitsOf(text, words))
  const found = new Set(bits.flatMap((own, place) => (own === all ? [place] : [])))
  onFound(found, false)
  // In a block, a text stands as JSON writes it.
  const spelled = words.map((word) => JSON.stringify(word).slice(1, -1))
  for await (const lines of book.lines()) {
    if (signal.aborted) return
    const before = found.size
    for (const { place, text } of lines) {
      if (place < 0 || found.has(place)) continue
      bits[place] = (bits[place] ?? 0) | bitsOf(text.toLowerCase(), spelled)
      if (bits[place] === all) found.add(place)
    }
    if (found.size > before) onFound(found, false)
  }
  if (!signal.aborted) onFound(found, true)
}

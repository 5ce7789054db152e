/** What is left of a text that is too long. */
export interface HeadAndTail {
  head: string
  tail: string
}

/** The beginning of a text and its end, three parts to one: what went wrong is told at either. No character is torn. */
export function headAndTail(text: string, most: number): HeadAndTail {
  const end = Math.floor(most / 4)
  return { head: upTo(text, most - end), tail: endOf(text, end) }
}

/** A text of at most about so many characters, which says what is missing where it is longer. */
export function cutMiddle(text: string, most: number): string {
  if (text.length <= most) return text
  const { head, tail } = headAndTail(text, most)
  return `${head}${leftOut(text.length - head.length - tail.length, 'characters')}${tail}`
}

/** ' … (1,204 characters left out) … ' */
export function leftOut(count: number, unit: 'bytes' | 'characters'): string {
  return ` … (${count.toLocaleString('en-US')} ${unit} left out) … `
}

/** The first so many characters, or one less. */
export function upTo(text: string, most: number): string {
  const last = text.charCodeAt(most - 1)
  return text.slice(0, text.length > most && last >= 0xd800 && last <= 0xdbff ? most - 1 : most)
}

/** The last so many characters, or one less. */
export function endOf(text: string, most: number): string {
  const from = Math.max(0, text.length - most)
  const first = text.charCodeAt(from)
  return text.slice(from > 0 && first >= 0xdc00 && first <= 0xdfff ? from + 1 : from)
}

/** Takes a text as it comes, and keeps what `cutMiddle` would of the whole. */
export function keepEnds(most: number): { add(part: string): void; text(): string } {
  const [start, end] = [most - Math.floor(most / 4), Math.floor(most / 4)]
  let [head, tail, missing] = ['', '', 0]
  return {
    add: (part) => {
      const room = start - head.length
      head += part.slice(0, room)
      tail += part.slice(room)
      missing += Math.max(0, tail.length - end)
      tail = tail.slice(-end)
    },
    text: () => (missing === 0 ? head + tail : `${head}${leftOut(missing, 'characters')}${tail}`),
  }
}

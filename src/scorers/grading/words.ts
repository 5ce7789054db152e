/** Draws nothing, and hides between letters: soft hyphens, zero-width signs, directions, variation selectors. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu

/** Every letter and digit with its marks, in runs. */
const WORD = /[\p{Alphabetic}\p{M}\p{N}\p{Regional_Indicator}]+/gu

/** Letters and digits that a pattern in Latin script means when it names them. */
const LATIN = /^[a-zæœøłđðþß0-9]*$/iu

/** One spelling for what reads the same: full-width and styled letters are plain ones, and what draws nothing is gone. */
export function plain(text: string): string {
  return text.replace(UNSEEN, '').normalize('NFKC').replace(UNSEEN, '')
}

/** Without accents, strokes and whatever else stands on, in or through a letter. */
export function bare(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')
}

/**
 * The first word of a plain text that a pattern in Latin letters cannot read: in another script, or with a letter of one
 * that looks like a Latin one. Undefined where there is none.
 */
export function strangeWord(text: string): string | undefined {
  for (const [word] of text.matchAll(WORD)) if (!LATIN.test(bare(word))) return word
  return undefined
}

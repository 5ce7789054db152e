import type { Json } from '../../kernel/json.ts'
import { show } from './grade.ts'
import { names, textOf } from './text.ts'
import { bare, plain, strangeWord } from './words.ts'

/** Does a text hold it? Unclear where it may hold it in letters that the pattern cannot read. */
export type Sight = 'yes' | 'no' | 'unclear'

/** An answer as a text that patterns are held against: in one spelling, and with what of it they cannot read. */
export interface Said {
  text: string
  /** Why what is not found in it may still be there; undefined where it is not. */
  doubt: string | undefined
}

export function readSaid(answer: Json): Said {
  const text = plain(textOf(answer))
  const strange = strangeWord(text)
  return {
    text,
    doubt:
      strange === undefined
        ? undefined
        : `The answer has ${show(strange)}, in letters that no pattern of Latin ones can read: ask for an object and judge its \`fields\`.`,
  }
}

export function sees({ text, doubt }: Said, pattern: RegExp): Sight {
  if (pattern.test(text)) return 'yes'
  if (pattern.test(bare(text))) return 'unclear'
  // A pattern of other letters can read them.
  return doubt !== undefined && strangeWord(pattern.source) === undefined ? 'unclear' : 'no'
}

/** Is the value there as a word of its own? */
export function seesWord({ text, doubt }: Said, value: Json): Sight {
  const word = plain(textOf(value))
  if (names(text, word)) return 'yes'
  return doubt !== undefined && strangeWord(word) === undefined ? 'unclear' : 'no'
}

export function seesText({ text, doubt }: Said, wanted: string): Sight {
  const part = plain(wanted)
  if (text.includes(part)) return 'yes'
  return doubt !== undefined && strangeWord(part) === undefined ? 'unclear' : 'no'
}

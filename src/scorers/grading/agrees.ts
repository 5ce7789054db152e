import type { Json } from '../../kernel/json.ts'
import type { Sight } from './said.ts'
import { plain, strangeWord } from './words.ts'

/**
 * Does a field of an answer say what is so? Unclear where it says something of another kind, or a sentence where a word was
 * asked for: what is meant by that, nobody can tell from the letters alone.
 */
export function agrees(found: Json, wanted: Json): Sight {
  if (Array.isArray(wanted)) return agreeLists(found, wanted)
  if (Array.isArray(found)) return agreeOnly(found, wanted)
  if (wanted !== null && typeof wanted === 'object') return agreeObjects(found, wanted)
  if (found !== null && typeof found === 'object') return 'unclear'
  if (wanted === null) return isNothing(found)
  if (found === null) return wanted === 0 || typeof wanted === 'boolean' ? 'unclear' : 'no'
  if (typeof wanted === 'string') return agreeWords(String(found), wanted)
  return agreeValues(typeof found === 'string' ? readWord(found) : found, wanted)
}

/** A list of one is read as that one. */
function agreeOnly([first = null, ...others]: readonly Json[], wanted: Json): Sight {
  return others.length > 0 || Array.isArray(first) ? 'unclear' : agrees(first, wanted)
}

function agreeValues(found: Json, wanted: boolean | number): Sight {
  if (typeof found !== typeof wanted) return 'unclear'
  return found === wanted ? 'yes' : 'no'
}

/** `"true"` and `"12"` are what they look like. */
function readWord(text: string): Json {
  const word = wordOf(text).toLowerCase()
  if (word === 'true' || word === 'false') return word === 'true'
  return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : text
}

function agreeWords(found: string, wanted: string): Sight {
  const [mine, theirs] = [wordOf(found), wordOf(wanted)]
  if (mine === theirs) return 'yes'
  if (/\s/.test(mine) || strangeWord(mine) !== undefined) return 'unclear'
  return mine.toLowerCase() === theirs.toLowerCase() ? 'unclear' : 'no'
}

/** A single word with a digit in it names something. 'none' does not, nor does a sentence for certain. */
function isNothing(found: Json): Sight {
  if (found === null) return 'yes'
  if (typeof found === 'string') {
    const word = wordOf(found)
    return word === '' ? 'yes' : /^\S*\d\S*$/.test(word) ? 'no' : 'unclear'
  }
  return found === false || found === 0 ? 'unclear' : 'no'
}

/** In any order, each as often as the other. */
function agreeLists(found: Json, wanted: readonly Json[]): Sight {
  if (found === null) return wanted.length === 0 ? 'yes' : 'no'
  if (!Array.isArray(found)) return wanted.length === 1 ? agrees(found, wanted[0] ?? null) : 'unclear'
  const left = [...found]
  const missed = wanted.filter((one) => {
    const at = left.findIndex((other) => agrees(other, one) === 'yes')
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
  if (missed.length + left.length === 0) return 'yes'
  return left.some((one) => missed.some((other) => agrees(one, other) === 'unclear')) ? 'unclear' : 'no'
}

function agreeObjects(found: Json, wanted: { [name: string]: Json }): Sight {
  if (found === null || typeof found !== 'object' || Array.isArray(found)) return 'unclear'
  const sights = Object.entries(wanted).map(([name, one]) => {
    return Object.hasOwn(found, name) ? agrees(found[name] as Json, one) : 'unclear'
  })
  return sights.find((sight) => sight === 'no') ?? sights.find((sight) => sight === 'unclear') ?? 'yes'
}

/** Without what stands around a word: quotes, brackets, a full stop. */
function wordOf(text: string): string {
  return plain(text).replace(/^[\s"'`«»“”„‘’([<*]+|[\s"'`«»“”„‘’)\]>*.,;:!]+$/gu, '')
}

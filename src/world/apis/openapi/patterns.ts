import vm from 'node:vm'

/** A pattern that takes longer than this on one text is taken for one that the text does not fit. */
const PATIENCE_MS = 100
const LONGEST_TEXT = 100_000

/** Patterns come from a file that nobody has to trust: some take longer than anybody lives. */
export interface Pattern {
  readonly source: string
  readonly expression: RegExp
  fits(text: string): boolean
}

const known = new Map<string, Pattern | undefined>()
const MOST_KNOWN = 10_000

/** Undefined for what is no pattern: it asks for nothing. */
export function patternOf(source: string): Pattern | undefined {
  if (!known.has(source)) {
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(source, make(source))
  }
  return known.get(source)
}

function make(source: string): Pattern | undefined {
  const expression = compiled(source, 'u') ?? compiled(source, '')
  if (!expression) return undefined
  const fits = isHarmless(source) ? (text: string) => expression.test(text) : (text: string) => inTime(expression, text)
  return { source, expression, fits: (text) => text.length <= LONGEST_TEXT && fits(text) }
}

function compiled(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags)
  } catch {
    return undefined
  }
}

/** One repetition without end, and nothing that repeats a group, takes a time that grows with the square at the most. */
function isHarmless(source: string): boolean {
  const bare = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x')
  const endless = bare.match(/[*+]|\{\d+,\}/g)?.length ?? 0
  const counted = (bare.match(/\{(\d+)(?:,(\d+))?\}/g) ?? []).length
  return !/\)[*+{]/.test(bare) && endless <= 1 && counted <= 3 && !/\\\d/.test(source)
}

let room: vm.Context | undefined
const look = new vm.Script('expression.test(text)')

/** Regular expressions can be interrupted, by the time limit of a script that runs one. */
function inTime(expression: RegExp, text: string): boolean {
  room ??= vm.createContext(Object.create(null))
  room.expression = expression
  room.text = text
  try {
    return look.runInContext(room, { timeout: PATIENCE_MS }) === true
  } catch {
    return false
  }
}

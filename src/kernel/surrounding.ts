import { fitsAny } from './pattern.ts'

/** What a process takes from the machine without being told, and programs behave by. */
export interface Surrounding {
  /** As IANA names it: 'Asia/Tokyo'. */
  timeZone: string
  /** Language, script and region: 'de-DE'. */
  locale: string
}

/** The same on every machine. */
export const PINNED: Surrounding = { timeZone: 'UTC', locale: 'en-US' }

/**
 * The variables that a process of ours gets unasked: what finds programs, files and the user, and what a project's loader
 * reads. None that changes what Node or a client does.
 */
const GIVEN = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'LD_LIBRARY_PATH', 'TSX_TSCONFIG_PATH']

type Variables = Readonly<Record<string, string | undefined>>

/**
 * The environment of a process that runs code of a project: what all get, what the config names, and its time zone and locale.
 * @param named Names of variables, `*` for any characters.
 */
export function environmentIn(
  { timeZone, locale }: Surrounding,
  named: readonly string[],
  variables: Variables = process.env,
): Record<string, string> {
  const kept = Object.entries(variables).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && fitsAny([...GIVEN, ...named], entry[0]),
  )
  // V8 reads LANG where no LC_ says otherwise. A program that lacks this locale falls back without a word.
  return { ...Object.fromEntries(kept), TZ: timeZone, LANG: `${locale.replaceAll('-', '_')}.UTF-8` }
}

/** The variables that are set here, are named in a text, and are given to no process of the project. */
export function withheldIn(text: string, named: readonly string[], variables: Variables = process.env): string[] {
  const given = environmentIn(PINNED, named, variables)
  const words = new Set(text.match(/\b[A-Z][A-Z0-9_]{2,}\b/g))
  return [...words].filter((name) => variables[name] !== undefined && given[name] === undefined)
}

/** What to do where code misses a variable that is set here. Empty where it misses none. */
export function adviceOnWithheld(text: string, named: readonly string[]): string {
  const names = withheldIn(text, named)
  if (names.length === 0) return ''
  const list = names.map((name) => `'${name}'`).join(', ')
  return `${names.join(', ')} is set here and not given to agents: name it in the config, env: [${list}].`
}

/** What to do where code says that it misses a variable, and nobody has set it. Empty where it says no such thing. */
export function adviceOnUnset(text: string, named: readonly string[], variables: Variables = process.env): string {
  if (!/\benv\b|environment|variable/i.test(text)) return ''
  const words = new Set(text.match(/\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+\b/g))
  const unset = [...words].filter((name) => variables[name] === undefined)
  if (unset.length === 0) return ''
  const list = unset.filter((name) => !fitsAny([...named], name)).map((name) => `'${name}'`)
  const config = list.length > 0 ? `, and name it in the config, env: [${list.join(', ')}]` : ''
  return `${unset.join(', ')} is not set here: set it${config}.`
}

/** Of IANA's names; an offset is none. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en-US', { timeZone: name }).format() !== ''
  } catch {
    return false
  }
}

/** Language, script and region, as Node has them. */
export function isLocale(name: string): boolean {
  return (
    /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/.test(name) &&
    Intl.Collator.supportedLocalesOf(name).length > 0
  )
}

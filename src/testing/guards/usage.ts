import { UsageError } from '../../kernel/errors.ts'
import { suggest } from '../../kernel/nearest.ts'
import type { Action, GuardAdapter } from './deps.ts'
import type { Law } from './law.ts'
import type { SearchOptions } from './search.ts'
import { STARTS_AT } from './starts-at.ts'

const DEFAULTS: Required<SearchOptions> = {
  histories: 5_000,
  random: 2_000,
  seed: 1,
  startsAt: STARTS_AT,
  lostAnswers: false,
}

/** All options. @throws {UsageError} one is unknown, or no number that can be meant. */
export function checkedOptions(given: SearchOptions): Required<SearchOptions> {
  const known = Object.keys(DEFAULTS)
  for (const name of Object.keys(given)) {
    if (!known.includes(name))
      throw failed(`there is no option "${name}".${suggest(name, [...known, 'from', 'report'])}`)
  }
  const said = Object.entries(given).filter(([, value]) => value !== undefined)
  const options: Required<SearchOptions> = { ...DEFAULTS, ...Object.fromEntries(said) }
  for (const name of ['histories', 'random', 'seed', 'startsAt'] as const) {
    mustBe(Number.isSafeInteger(options[name]) && options[name] >= 0, name, options[name], 'a whole number')
  }
  if (options.histories + options.random === 0) throw failed('with no histories nothing is tried. Raise `histories`.')
  return options
}

/** @throws {UsageError} it is no adapter, there is no law, or a law tries nothing. */
export function mustBeSound<A extends Action>(adapter: GuardAdapter<A>, laws: readonly Law<A>[]): void {
  if (typeof adapter?.start !== 'function') throw failed('the adapter has no `start`.')
  if (laws.length === 0) throw failed('there is no law. Name one, such as laws.budget({ cap: 10 }).')
  for (const { name, actions } of laws) {
    if (actions.length === 0) throw failed(`law "${name}" tries nothing. Give it \`actions\`.`)
  }
}

function failed(why: string): UsageError {
  return new UsageError(`Failed to test the guard: ${why}`)
}

function mustBe(isSo: boolean, name: string, value: unknown, what: string): void {
  if (!isSo) throw failed(`\`${name}\` is ${String(value)}. It must be ${what}.`)
}

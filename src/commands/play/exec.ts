import { UsageError } from '../../kernel/errors.ts'
import { suggest } from '../../kernel/nearest.ts'
import type { CommandSource } from '../../scenario/agent-source.ts'
import { readTier } from '../select.ts'
import type { Terminal } from '../terminal.ts'
import { againWords, type PlayFlags, play } from './play.ts'

export interface ExecFlags extends PlayFlags {
  tier?: string
  stdin?: string
  answer?: string
}

const STDIN = ['json', 'text', 'none'] as const
const ANSWERS = ['stdout', 'last-line', 'exit-code'] as const

/** Plays one trial of a scenario with a command as its agent. Resolves with the exit code. */
export function execCommand(
  scenario: string,
  argv: readonly string[],
  flags: ExecFlags,
  terminal: Terminal,
): Promise<number> {
  const stdin = oneOf('standard input', flags.stdin ?? 'json', STDIN)
  const answer = oneOf('answer', flags.answer ?? 'stdout', ANSWERS)
  const source: CommandSource = { host: 'command', argv, cwd: process.cwd(), env: {}, stdin, answer }
  const askedTier = readTier(flags.tier)
  const asked = flags.stdin === undefined ? [] : ['--stdin', stdin]
  const read = flags.answer === undefined ? [] : ['--answer', answer]
  const tier = askedTier ? ['--tier', askedTier] : []
  const again = againWords('exec', scenario, flags, [...asked, ...read, ...tier, '--', ...argv])
  // Whoever starts it by hand sees what it does.
  const contestant = { name: 'exec', tier: 'T1', askedTier, source: () => source, again } as const
  return play({ scenario, flags, contestant, folder: 'exec' }, terminal)
}

/** @throws {UsageError} there is none of that name. */
function oneOf<T extends string>(noun: string, name: string, known: readonly T[]): T {
  const found = known.find((one) => one === name)
  if (!found) throw new UsageError(`There is no ${noun} "${name}".${suggest(name, known)}`)
  return found
}

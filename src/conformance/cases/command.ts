import { ALICE, type Case } from './define.ts'
import { SPOILED } from './spoil.ts'

const command = (name: string, make: NonNullable<Case['command']>, more: Partial<Case> = {}): Case => {
  const perform: Case['perform'] = async (session) => void (await session.start())
  return { name: `command: ${name}`, kind: 'command', script: 'one', expect: [], command: make, perform, ...more }
}

/** Says something on standard output, as a line of JSON. */
function say(word: unknown): string {
  return sayText(JSON.stringify(word) ?? '')
}

function sayText(text: string): string {
  return `printf '%s\\n' '${text.replaceAll("'", "'\\''")}'`
}

const spoiled = (how: string, no: unknown) => say(SPOILED[how]?.(no))

/** A program is asked. It reads the call on standard input, and its word is JSON on standard output. */
export const commandCases: readonly Case[] = [
  command('yes', ({ yes }) => ({ lines: say(yes) }), { calm: true, expect: [ALICE] }),
  command('no', ({ no }) => ({ lines: say(no) })),
  command('exit 2', () => ({ lines: 'echo no >&2; exit 2' })),
  command('exit 1', () => ({ lines: 'echo crashed >&2; exit 1' })),
  command('no on stdout, then exit 1', ({ no }) => ({ lines: `${say(no)}; exit 1` })),
  command('killed', () => ({ lines: 'kill -9 $$' })),
  command('bad JSON', ({ no }) => ({ lines: sayText(JSON.stringify(no).slice(0, -5)) })),
  command('no in the wrong case', ({ no }) => ({ lines: spoiled('wrong case', no) })),
  command('unknown word', ({ no }) => ({ lines: spoiled('unknown word', no) })),
  command('a word before the JSON', ({ no }) => ({ lines: `echo 'npm warn old'; ${say(no)}` })),
  command('silent', () => ({ lines: 'exit 0' })),
  command('file missing', () => ({})),
  command('not executable', ({ no }) => ({ lines: say(no), executable: false })),
  command('past its time-out', ({ no, timeoutMs = 1_000 }) => ({
    lines: `sleep ${Math.ceil(timeoutMs / 1_000) + 2}; ${say(no)}`,
  })),
]

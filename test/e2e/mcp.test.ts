import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { readEvents, runProject, trialOf } from './cli.ts'

type Run = Awaited<ReturnType<typeof runProject>>

let files: Run
let others: Run
const before = sleepers()
beforeAll(async () => {
  ;[files, others] = await Promise.all([
    runProject('mcp', ['files', '--agent', 'writer,client']),
    runProject('mcp', ['*', '--agent', 'writer', '--variant', 'calm', '--grep', 'crash|no-server']),
  ])
})

const NAMES = ['list_files', 'read_file', 'write_file', 'crash']

/** What servers of these tests leave behind. */
function sleepers(): string[] {
  const lines = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid))
  return lines.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8') === ['sleep', '300', ''].join('\0')
    } catch {
      return false
    }
  })
}

const ofVariant = ({ record }: Run, agent: string, name: string) =>
  trialOf({ ...record, trials: record.trials.filter(({ variant }) => variant === name) }, agent)

test.each([
  ['writer', '"ECONNRESET"'],
  ['client', 'broken'],
])('a real server stands behind the seam of the agent %s: guarded, broken, recorded', (agent, broken) => {
  const [calm, lost] = ['calm', 'lost-reply'].map((name) => ofVariant(files, agent, name))
  expect(calm).toMatchObject({ verdict: 'passed', answer: { names: NAMES, errors: [], read: 'hello' } })
  expect(lost).toMatchObject({ verdict: 'passed', answer: { names: NAMES, errors: [broken], read: 'hello' } })
  expect(lost?.faults).toMatchObject([{ fault: 'lost-reply', state: 'delivered' }])
  expect(calm?.guards).toMatchObject([{ name: 'permissions', outcome: 'held' }])
  const calls = readEvents(files.out, calm as never).flatMap((event) => (event.type === 'call' ? [event.call] : []))
  const acted = calls.filter(({ lists }) => !lists)
  expect(acted.map(({ target, access }) => [target, access])).toEqual([
    ['tool list_files', 'read'],
    ['tool write_file', 'unknown'],
    ['tool list_files', 'read'],
    ['tool read_file', 'read'],
  ])
})

test('an agent in this process is told that no seed holds what a real server does', () => {
  const { reproducible, unrepeatable } = ofVariant(files, 'writer', 'calm')
  expect(reproducible).toBe(false)
  expect(unrepeatable).toEqual([expect.stringContaining('the MCP server "files"')])
})

test('a server that does not start is no failure of the agent, and is told with its last words', () => {
  const { verdict, reason } = trialOf(others.record, 'writer', 'no-server')
  expect(verdict).toBe('error')
  expect(reason).toMatch(/MCP server "files" \(node .*broken\).*exit 3.*there is no disk/s)
  expect(reason?.length).toBeLessThan(1_500)
})

test('a server that ends during a call is no failure of the agent', () => {
  const { verdict, reason } = trialOf(others.record, 'writer', 'crash')
  expect(verdict).toBe('error')
  expect(reason).toMatch(/tool crash.*exit 4/s)
})

test('nothing of a server outlives its trial, what left its group neither', () => {
  expect(sleepers().filter((pid) => !before.includes(pid))).toEqual([])
})

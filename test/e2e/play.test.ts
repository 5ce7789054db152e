import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mettle, PROJECTS, readEvents, readRecord, startMettle, temporaryFolder } from './cli.ts'

const cwd = join(PROJECTS, 'outside')
const note = ['node', 'agents/command.mjs']

test('exec plays one trial around a command, shows what happens, and judges it', async () => {
  const out = join(temporaryFolder(), 'run')
  const ended = await mettle(['exec', 'note', '--out', out, '--', ...note, 'stdout'], { cwd })
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(ended.stdout).toContain('c1 desk POST /notes {"text":"hello"}')
  expect(ended.stdout).toContain('  |   "left": true\n')
  expect(ended.stdout).toContain('✓ 1 passed')
  const [trial] = readRecord(out).trials
  expect(trial).toMatchObject({ agent: 'exec', host: 'command', answer: { left: true } })
  expect(existsSync(join(out, 'index.html'))).toBe(true)
})

test('an exec that fails says how to play it again', async () => {
  const out = join(temporaryFolder(), 'run')
  const words = ['sh', '-c', "echo 'no, thanks'"]
  const ended = await mettle(['exec', 'note', '-q', '--stdin', 'text', '--out', out, '--', ...words], { cwd })
  expect(ended.code).toBe(1)
  expect(ended.stdout).toContain("npx mettle exec note --stdin text -- sh -c 'echo '\\''no, thanks'\\'''")
  expect(ended.stdout).not.toContain('e1 ')
})

test.each([
  [['exec', 'nite', '--', 'true'], 2, 'No scenario fits "nite". Did you mean "note"'],
  [['exec', 'note', '--variant', 'clam', '--', 'true'], 2, 'has no variant "clam". Did you mean "calm"'],
  [['exec', 'note', '--stdin', 'jsn', '--', 'true'], 2, 'There is no standard input "jsn". Did you mean "json"'],
  [['exec', 'note'], 2, "missing required argument 'command'"],
  [['exec', 'note', '--', 'no-such-program'], 3, 'no program "no-such-program" is on the PATH'],
])('%j is refused', async (args, code, told) => {
  const ended = await mettle(args, { cwd })
  expect(ended.stderr).toContain(told)
  expect(ended.code).toBe(code)
})

test('serve holds a world open for whoever comes by, and judges what happened at Ctrl-C', async () => {
  const folder = temporaryFolder()
  const [out, file] = [join(folder, 'run'), join(folder, 'doors.env')]
  let asked = false
  const { child, ended } = startMettle(['serve', 'note', '--out', out, '--dotenv', file], {
    cwd,
    onOutput: (soFar) => {
      if (asked || !soFar.includes('Ctrl-C ends the trial')) return
      asked = true
      const [, url = ''] = /^export DESK_URL='(.*)'$/m.exec(readFileSync(file, 'utf8')) ?? []
      const headers = { 'content-type': 'application/json' }
      void fetch(`${url}/notes`, { method: 'POST', headers, body: '{"text":"hello"}' }).then(() => child.kill('SIGINT'))
    },
  })
  const { code, stdout, stderr } = await ended
  expect({ code, stderr }, stdout).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('Leave a note that says hello.')
  expect(stdout).toContain('c1 desk POST /notes {"text":"hello"}')
  const [trial] = readRecord(out).trials
  expect(trial).toMatchObject({ agent: 'serve', verdict: 'passed', effects: 1 })
  if (trial) expect(readEvents(out, trial).at(-1)).toMatchObject({ type: 'trial-ended', how: 'returned' })
})

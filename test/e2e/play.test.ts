import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
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
  const port = await freePorts()
  const { child, ended } = startMettle(['serve', 'note', '--out', out, '--dotenv', file, '--port', `${port}`], {
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
  // The next world is found where this one was.
  expect(stdout).toContain(`export DESK_URL='http://127.0.0.1:${port}/serve/https/desk.test'`)
  expect(stdout).toContain('Leave a note that says hello.')
  expect(stdout).toContain('c1 desk POST /notes {"text":"hello"}')
  const [trial] = readRecord(out).trials
  expect(trial).toMatchObject({ agent: 'serve', verdict: 'passed', effects: 1 })
  if (trial) expect(readEvents(out, trial).at(-1)).toMatchObject({ type: 'trial-ended', how: 'returned' })
})

test('a port that is taken is told before anything begins', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const ended = await mettle(['serve', 'note', '--port', `${port}`], { cwd })
  other.close()
  expect(ended).toMatchObject({ code: 3, stderr: expect.stringContaining(`port ${port} is taken`) })
})

/** The first of some in a row. What another process takes until then is bad luck. */
async function freePorts(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

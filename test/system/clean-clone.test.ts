import { execFile } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { quickStart } from './quick-start.ts'

const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)

interface Newcomer {
  name: string
  uid?: number
  gid?: number
}

/** 'nobody' on every Linux: a user without rights, without a home and without a cache; who may do anything tries it as one. */
const nobody: Newcomer = { name: 'a user without rights', uid: 65534, gid: 65534 }
const newcomers: Newcomer[] = [process.getuid?.() === 0 ? nobody : { name: 'this user' }]

test.for(newcomers)('a fresh clone runs as the README says: $name', async ({ uid, gid }) => {
  const parent = mkdtempSync(join(tmpdir(), 'mettle clean clone '))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  const clone = join(parent, 'my mettle')
  await run('git', ['clone', '--quiet', '--no-hardlinks', root, clone])

  const environment = newcomerEnvironment()
  if (uid !== undefined && gid !== undefined) {
    environment.HOME = join(parent, 'home')
    mkdirSync(environment.HOME)
    chownAll(parent, uid, gid)
  }

  const user = uid === undefined || gid === undefined ? {} : { uid, gid }
  const timings = new Map<string, number>()
  const commands = quickStart(readFileSync(join(clone, 'README.md'), 'utf8'))
  // What the README runs after `npm start`, its own tests among it, is not run a second time here.
  for (const command of commands.slice(0, commands.indexOf('npm start') + 1)) {
    const started = performance.now()
    await shell(command, { cwd: clone, env: environment, ...user })
    timings.set(command, performance.now() - started)
  }

  expect([...timings.keys()]).toEqual(expect.arrayContaining(['npm ci', 'npm start']))
  // Half a minute is what the page says; a crowded machine may take several times as long.
  expect(timings.get('npm start')).toBeLessThan(150_000)
  const report = join(clone, 'reports/latest')
  expect(readdirSync(report)).toEqual(expect.arrayContaining(['index.html', 'run.json', 'traces']))
  const lines = readFileSync(join(report, 'trials.jsonl'), 'utf8').trimEnd().split('\n')
  const trials = lines.map((line) => JSON.parse(line))
  expect(trials.length).toBeGreaterThan(0)
  for (const { trace } of trials) expect(readdirSync(report, { recursive: true })).toContain(trace.file)
})

/** The environment without what npm and the test runner added to it, so that `node` is the system's. */
function newcomerEnvironment(): NodeJS.ProcessEnv {
  const added =
    /^(npm_|VITEST|NODE_ENV$|NODE_OPTIONS$|NODE_PATH$|NODE$|TEST$|DEV$|PROD$|MODE$|SSR$|BASE_URL$|CI$|GITHUB_|INIT_CWD$)/
  const kept = Object.entries(process.env).filter(([name]) => !added.test(name))
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !/node_modules|node-gyp-bin/.test(folder))
  return { ...Object.fromEntries(kept), PATH: path.join(delimiter) }
}

/** @throws {Error} with all that the command printed, unless it exits with 0. */
async function shell(command: string, options: { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number }) {
  try {
    await run('sh', ['-c', command], { ...options, timeout: 600_000, maxBuffer: 64_000_000 })
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: unknown; stdout: string; stderr: string }
    throw new Error(`"${command}" exited with ${code}.\n${stdout}\n${stderr}`, { cause: thrown })
  }
}

function chownAll(folder: string, uid: number, gid: number): void {
  chownSync(folder, uid, gid)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), uid, gid)
  }
}

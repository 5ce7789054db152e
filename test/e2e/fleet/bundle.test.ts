import { readdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unpackBundle } from '../../../src/fleet/bundle/unpack.ts'
import { mettle, plantProject, ROOT, temporaryFolder } from '../cli.ts'
import { aFleet, aPlanner, aWorker, linesOf, until } from './stage.ts'

let fleet: Awaited<ReturnType<typeof aFleet>>
beforeAll(async () => {
  fleet = await aFleet()
})
afterAll(() => fleet[Symbol.asyncDispose]())

const LOCK = '{ "lockfileVersion": 3 }'

/** A project whose agent reads a file of it, from the current folder. */
const aBundledProject = () =>
  plantProject({
    '.gitignore': 'big\n*.log\n!kept.log\n',
    'package-lock.json': LOCK,
    'big/file': 'x'.repeat(100),
    'deep/.gitignore': 'secret\n',
    'deep/secret': 'no',
    'deep/kept.log': 'yes',
    'other.log': 'no',
    '.env': 'KEY=1',
    'node_modules/p/index.js': 'no',
    'answer.txt': '1',
    'mettle.config.ts': "export default { agents: { clerk: './clerk.ts' }, realTime: true }",
    'clerk.ts': `import { readFileSync } from 'node:fs'
      export const run = () => Number(readFileSync('answer.txt', 'utf8'))`,
    'scenarios/one.scenario.ts':
      "export default { task: { text: 'One.' }, variants: { calm: [] }, scorers: [{ use: 'answer', params: { equals: 1 } }] }",
  })

/** A folder with packages and a lock file, and nothing else. */
function anEmptyFolder(lock = LOCK): string {
  const cwd = temporaryFolder()
  symlinkSync(join(ROOT, 'node_modules'), join(cwd, 'node_modules'))
  writeFileSync(join(cwd, 'package-lock.json'), lock)
  return cwd
}

const bundled = ['--bundle', '--lease', '2']

test('a worker in an empty folder performs what comes with the run; another lock file, and no bundle, are refused', async () => {
  const cwd = aBundledProject()
  const alien = aWorker(anEmptyFolder('{}'), fleet.worker, bundled)
  const planner = aPlanner(cwd, fleet.planner, ['--bundle', '--trials', '4'])
  await planner.until('changed: package-lock.json')
  const names = await fleet.query<{ path: string }>('SELECT path FROM mettle_queue.bundle_file ORDER BY path')
  expect(names.map(({ path }) => path)).toEqual([
    ...['.gitignore', 'answer.txt', 'clerk.ts', 'deep/.gitignore', 'deep/kept.log'],
    ...['mettle.config.ts', 'package.json', 'scenarios/one.scenario.ts'],
  ])
  const home = anEmptyFolder()
  const worker = aWorker(home, fleet.worker, bundled)
  expect(await planner.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('4 passed') })
  expect(linesOf(cwd)).toHaveLength(4)
  expect(alien.said()).toContain('Takes nothing of run')
  // Nothing is left of it: in the queue, beside the worker, and where it lay.
  expect(await fleet.query('SELECT digest FROM mettle_queue.bundle')).toEqual([])
  expect(readdirSync(home).sort()).toEqual(['node_modules', 'package-lock.json'])
  const bare = aPlanner(cwd, fleet.planner, ['--trials', '1'])
  await bare.until('takes nothing of this run: it has no bundle')
  bare.child.kill('SIGKILL')
  for (const { child } of [alien, worker]) child.kill('SIGTERM')
  expect(await worker.ended).toMatchObject({ code: 0, stderr: '' })
  await fleet.query('DELETE FROM mettle_queue.run')
})

test('what somebody changed in the queue is refused', async () => {
  const planner = aPlanner(aBundledProject(), fleet.planner, ['--bundle', '--trials', '1'])
  await until(async () => (await fleet.query('SELECT 1 FROM mettle_queue.bundle')).length > 0, 'the bundle')
  await fleet.query("UPDATE mettle_queue.bundle_file SET bytes = '2' WHERE path = 'answer.txt'")
  await aWorker(anEmptyFolder(), fleet.worker, bundled).until('its bundle is not what its digest says')
  planner.child.kill('SIGKILL')
})

test.each([
  '../out.js',
  'deep/../../out.js',
  '/tmp/out.js',
  'deep//x',
  './x',
  'deep\\..\\x',
  'node_modules/p/index.js',
  'Node_Modules/p/index.js',
  'package-lock.json',
  '',
])('a file %j of a bundle is written nowhere', (path) => {
  const home = anEmptyFolder()
  const files = [path, 'a.js'].map((one) => ({ path: one, executable: false, bytes: Buffer.from('1') }))
  expect(unpackBundle({ config: 'a.js', files }, home)).toBe(`its bundle has a file ${JSON.stringify(path)}`)
})

test('a link that leads out, a file where another has a folder, and what is too large', async () => {
  const cwd = aBundledProject()
  const run = () => mettle(['run', '--queue', 'postgres://a@127.0.0.1:1/x', '--bundle'], { cwd })
  const file = (path: string) => ({ path, executable: false, bytes: Buffer.from('1') })
  const both = { config: 'a', files: [file('a'), file('a/b')] }
  expect(unpackBundle(both, anEmptyFolder())).toMatch(/^its bundle cannot be unpacked: /)
  symlinkSync('/etc/passwd', join(cwd, 'deep/users'))
  expect(await run()).toMatchObject({
    ...{
      code: 2,
      stderr: expect.stringContaining('Failed to pack deep/users: it is a link to no file of the project.'),
    },
  })
  unlinkSync(join(cwd, 'deep/users'))
  for (const name of ['one', 'two']) writeFileSync(join(cwd, `deep/${name}`), Buffer.alloc(33_000_000))
  expect(await run()).toMatchObject({
    ...{ code: 2, stderr: expect.stringContaining('it has more than 64 MB, most of it in deep (66 MB)') },
  })
})

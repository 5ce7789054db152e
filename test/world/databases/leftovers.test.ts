import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { ownerMark } from '../../../src/kernel/owner.ts'
import { startServer } from '../../../src/world/databases/servers/start-server.ts'
import { countingOrder, entries, killHard, ownCache, processesBelow, startElsewhere } from './stage.ts'

/** In ms. Disks are shared: what takes one second has been seen to take twenty. */
const SLOW = 120_000
const [, host, pid, started] = /^mettle owner=([^:]+):([^:]+):([^:]+)$/.exec(ownerMark()) ?? []
const LATER_PROCESS = `mettle owner=${host}:${pid}:${Number(started) - 1}`
const ANOTHER_MACHINE = 'mettle owner=0123456789abcdef.1:1:1'

const cache = ownCache()
beforeAll(startAndEnd, SLOW)
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(cache, { recursive: true, force: true })
}, SLOW)

async function startAndEnd(): Promise<void> {
  const server = await startServer('embedded', countingOrder('leftovers'))
  await server[Symbol.asyncDispose]()
}

test(
  'a server does not outlive a harness that was killed',
  async () => {
    const { owner, admin } = await startElsewhere('embedded')
    const [run = ''] = entries(cache, 'runs')
    expect(processesBelow(run).length).toBeGreaterThan(0)
    await killHard(owner)
    // However long a busy machine takes: the next run, which would sweep it, has not begun.
    while (processesBelow(run).length > 0 || existsSync(admin.host)) await sleep(10)
    await startAndEnd()
    expect(entries(cache, 'runs')).toEqual([])
  },
  SLOW,
)

test(
  'a server whose guardian was killed with its harness is ended by the next run',
  async () => {
    const { owner, admin } = await startElsewhere('embedded')
    const [run = ''] = entries(cache, 'runs')
    const server = Number(readFileSync(join(run, 'data/postmaster.pid'), 'utf8').split('\n')[0])
    for (const guardian of guardiansOf(server)) process.kill(guardian, 'SIGKILL')
    await killHard(owner)
    await sleep(500)
    // The control: without the next run it would live on.
    expect(processesBelow(run)).toContain(server)
    await startAndEnd()
    expect(processesBelow(run)).toEqual([])
    expect(existsSync(admin.host)).toBe(false)
    expect(entries(cache, 'runs')).toEqual([])
  },
  SLOW,
)

/** The shell in the shell that started the server, which watches, and that one: at its end the watcher hears that its owner lets go. */
function guardiansOf(server: number): number[] {
  const shell = Number(readFileSync(`/proc/${server}/stat`, 'utf8').split(' ')[3])
  const children = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ').map(Number)
  return [...children.filter((child) => child !== server), shell]
}

test.each([
  ['of an owner whose pid another process has now', LATER_PROCESS, false],
  ['of an owner who lives', ownerMark(), true],
  ['of an owner on another machine', ANOTHER_MACHINE, true],
  ['of an owner who cannot be read', 'mettle owner=nobody', true],
])(
  'a folder %s: does it stay?',
  async (_, owner, stays) => {
    const run = plantRun(owner)
    await startAndEnd()
    expect(existsSync(run.path)).toBe(stays)
    expect(existsSync(run.sockets)).toBe(stays)
  },
  SLOW,
)

test(
  'a dead run that names a folder of others for its sockets does not get that removed',
  async () => {
    const precious = mkdtempSync(join(tmpdir(), 'precious-'))
    onTestFinished(() => rmSync(precious, { recursive: true, force: true }))
    const run = plantRun(LATER_PROCESS, precious)
    await startAndEnd()
    expect(existsSync(run.path)).toBe(false)
    expect(existsSync(precious)).toBe(true)
  },
  SLOW,
)

test(
  'a dead run that names a process which is no server of it does not get that ended',
  async () => {
    const run = plantRun(LATER_PROCESS)
    mkdirSync(join(run.path, 'data'))
    writeFileSync(join(run.path, 'data/postmaster.pid'), `${process.pid}\n`)
    await startAndEnd()
    expect(existsSync(run.path)).toBe(false)
  },
  SLOW,
)

function plantRun(owner: string, sockets = mkdtempSync(join(tmpdir(), 'mettle-'))): { path: string; sockets: string } {
  const [cluster = ''] = entries(cache, 'clusters')
  const path = join(dirname(cluster), '../runs/planted0')
  mkdirSync(path)
  writeFileSync(join(path, 'run.json'), JSON.stringify({ owner, sockets }))
  onTestFinished(() => {
    for (const folder of [path, sockets]) rmSync(folder, { recursive: true, force: true })
  })
  return { path, sockets }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { endGroup } from '../../src/kernel/end-with-me.ts'
import { processes } from '../../src/kernel/left-processes.ts'
import { isOwnerDead, ownerIn, ownerMark, ownerTag } from '../../src/kernel/owner.ts'
import { makeTemporary, temporaryFolders } from '../../src/kernel/temporary.ts'

const [host = '', pid = '', started = ''] = ownerTag().split('.')
/** This process's number with another start: its owner is dead. */
const DEAD = `${host}.${pid}.${(Number.parseInt(started, 36) - 1).toString(36)}`
const ELSEWHERE = `000000000.${pid}.1`

/** A place for temporary files of this test's own. */
function inPlace(): string {
  const place = mkdtempSync(join(tmpdir(), 'place-'))
  vi.stubEnv('TMPDIR', place)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    rmSync(place, { recursive: true, force: true })
  })
  return place
}

const leftIn = async (place: string) => (await temporaryFolders.find({})).filter((one) => one.place.startsWith(place))

test('a tag tells its owner, and whether that is dead', () => {
  expect(ownerIn(ownerTag())?.pid).toBe(process.pid)
  expect(Math.abs(Date.now() - (ownerIn(ownerTag())?.startedAt?.getTime() ?? 0))).toBeLessThan(3_600_000)
  expect([ownerTag(), DEAD, ELSEWHERE, `${DEAD}x.`, ''].map(isOwnerDead)).toEqual([false, true, false, false, false])
})

test('a process that has ended and was not waited for is dead', async () => {
  // A shell that starts a program, goes on as another one, and so never asks how the first one ended.
  const shell = spawn('/bin/sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(() => void shell.kill('SIGKILL'))
  const [told] = await once(shell.stdout, 'data')
  const zombie = Number(String(told).trim())
  const fields = () => readFileSync(`/proc/${zombie}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  await vi.waitFor(() => expect(fields()[0]).toBe('Z'))
  const itsMark = ownerMark().replace(/:\d+:\d+$/, `:${zombie}:${fields()[19]}`)
  expect(isOwnerDead(itsMark)).toBe(true)
})

test('a temporary folder of a dead process is left, one of the living and one of another machine are not', async () => {
  const place = inPlace()
  const own = makeTemporary('mettle-agent-')
  for (const name of [`mettle-agent-${DEAD}-1`, `mettle-${DEAD}-2`, `mettle-agent-${ELSEWHERE}-1`, `my-${DEAD}-1`])
    mkdirSync(join(place, name))
  const left = await leftIn(place)
  expect(left.map((one) => one.place).sort()).toEqual(
    [`mettle-${DEAD}-2`, `mettle-agent-${DEAD}-1`].map((name) => join(place, name)).sort(),
  )
  for (const one of left) await one.remove()
  expect([await leftIn(place), existsSync(own)]).toEqual([[], true])
})

const givenAway = async () => {
  const place = inPlace()
  chmodSync(place, 0o1777)
  const given = join(place, `mettle-agent-${DEAD}-3`)
  mkdirSync(join(given, 'deep'), { recursive: true })
  for (const folder of [given, join(given, 'deep')]) chownSync(folder, 65_534, 65_534)
  for (const one of await leftIn(place)) await one.remove()
  expect(existsSync(given)).toBe(false)
}
// Nobody else can give anything away.
if (process.geteuid?.() === 0) test('one that root has given to another user is removed as that one', givenAway)

test('a link that somebody has planted in the name of a dead process is not followed, and not taken', async () => {
  const place = inPlace()
  const precious = join(place, 'precious')
  mkdirSync(precious)
  symlinkSync(precious, join(place, `mettle-agent-${DEAD}-1`))
  expect(await leftIn(place)).toEqual([])
})

test('a process whose owner is dead is left, with its group; one of the living is not', async () => {
  const start = (owner: string) => {
    const child = spawn('/bin/sh', ['-c', 'sleep 61 & wait'], {
      env: { METTLE_OWNER: owner },
      detached: true,
      stdio: 'ignore',
    })
    onTestFinished(() => endGroup(child))
    return child
  }
  const [orphan, kept] = [start(DEAD), start(`${ownerTag()}-ab`)]
  const found = async () => (await processes.find({})).filter(({ owner }) => owner === DEAD)
  await vi.waitFor(async () => expect((await found()).length).toBe(2))
  expect((await found()).map((one) => one.place)).toContain(`${orphan.pid} sh`)
  for (const one of await found()) await one.remove()
  expect([await found(), kept.exitCode, kept.signalCode]).toEqual([[], null, null])
})

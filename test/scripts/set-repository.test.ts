import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT, temporaryFolder } from '../e2e/cli.ts'

/** Runs what `npm publish` runs first, in a clone with this origin. */
function publishFrom(origin?: string) {
  const clone = temporaryFolder()
  for (const path of ['package.json', 'scripts/set-repository.ts']) cpSync(join(ROOT, path), join(clone, path))
  execFileSync('git', ['init', '--quiet'], { cwd: clone })
  if (origin) execFileSync('git', ['remote', 'add', 'origin', origin], { cwd: clone })
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'prepublishOnly'], { cwd: clone, encoding: 'utf8' })
  const before = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const { repository, homepage, bugs, ...rest } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8'))
  expect(rest).toEqual(before)
  return { status, stderr, repository, homepage, bugs }
}

test.each([
  'https://github.com/somebody/mettle.git',
  'https://token:secret@github.com/somebody/mettle',
  'git@github.com:somebody/mettle.git',
  'ssh://git@GitHub.com:22/somebody/mettle.git',
])('a package says where its source is: %s', (origin) => {
  expect(publishFrom(origin)).toEqual({
    status: 0,
    stderr: '',
    repository: { type: 'git', url: 'git+https://github.com/somebody/mettle.git' },
    homepage: 'https://github.com/somebody/mettle#readme',
    bugs: { url: 'https://github.com/somebody/mettle/issues' },
  })
})

test.each([
  undefined,
  '/srv/git/mettle',
  'file:///srv/mettle.git',
  'https://localhost/mettle.git',
  'https://10.0.0.7/mettle.git',
])('nothing is published without a place that others can reach: %s', (origin) => {
  const { status, stderr, repository } = publishFrom(origin)
  expect([status, repository]).toEqual([3, undefined])
  expect(stderr).toMatch(/^Failed to say in package.json where the source is: .*git remote add origin/)
})

import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  changesBetween,
  commitsSince,
  filesOf,
  isAncestor,
  mergeBase,
  mergedFiles,
  treeOf,
} from '../../../../src/world/apis/git/history.ts'
import { FILE, writeCommit } from '../../../../src/world/apis/git/objects.ts'
import { Repository } from '../../../../src/world/apis/git/repository.ts'
import { seedOf } from '../../../../src/world/apis/git/seed.ts'

const FILES = { 'a.txt': 'one\n', 'a/b': 'two\n', 'a-b/c d.txt': 'drei ü\n', 'z.bin': '\0\xff' }
const WHO = 'Ada <ada@acme.test> 1767225600 +0000'

function made() {
  const place = mkdtempSync(join(tmpdir(), 'mettle-git-test-'))
  onTestFinished(() => rmSync(place, { recursive: true }))
  const folder = join(place, 'r.git')
  const files = new Map(Object.entries(FILES).map(([path, text]) => [path, Buffer.from(text, 'latin1')]))
  const repository = Repository.create(folder, seedOf(files, 'main'))
  /** What git itself says of it. */
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim()
  const commit = (files: Record<string, string>, ...parents: string[]) => {
    const blob = (text: string) => ({ mode: FILE, id: repository.write('blob', Buffer.from(text)) })
    const tree = treeOf(
      (content) => repository.write('tree', content),
      new Map(Object.entries(files).map(([path, text]) => [path, blob(text)])),
    )
    return repository.write('commit', writeCommit({ tree, parents, author: WHO, committer: WHO, message: 'm' }))
  }
  return { repository, git, commit, head: repository.refs().get('refs/heads/main') ?? '' }
}

test('git reads what was written, finds nothing wrong with it, and calls it by the same ids', () => {
  const { repository, git, head } = made()
  expect(git('fsck', '--strict')).toBe('')
  expect(git('rev-parse', 'HEAD')).toBe(head)
  expect(git('-c', 'core.quotePath=false', 'ls-tree', '-r', '--name-only', 'main').split('\n')).toEqual([
    ...filesOf(repository, head).keys(),
  ])
  expect(git('show', 'main:a/b')).toBe('two')
  // The same on every machine, in every trial.
  expect(head).toBe('a310db8a8ee8fb299c374b968572062c41e1dd66')
})

test('history is what git takes it for', () => {
  const { repository, git, commit, head } = made()
  const one = commit({ x: '1', y: '1' }, head)
  const left = commit({ x: '2', y: '1' }, one)
  const right = commit({ x: '1', y: '1', 'd/z': '3' }, one)
  repository.setRef('refs/heads/left', left)
  repository.setRef('refs/heads/right', right)
  expect(git('fsck', '--strict')).toBe('')
  expect(mergeBase(repository, left, right)).toBe(git('merge-base', 'left', 'right'))
  expect(isAncestor(repository, one, left)).toBe(true)
  expect(isAncestor(repository, left, right)).toBe(false)
  expect(commitsSince(repository, left, [right])).toEqual(git('rev-list', 'left', '^right').split('\n'))
  const [base, ours, theirs] = [one, left, right].map((id) => filesOf(repository, id)) as [Files, Files, Files]
  const merged = mergedFiles(base, ours, theirs)
  const tree = treeOf((content) => repository.write('tree', content), merged ?? new Map())
  expect(tree).toBe(git('merge-tree', '--write-tree', 'left', 'right'))
  expect(changesBetween(base, theirs).map(({ op, path }) => `${op} ${path}`)).toEqual(['create d/z'])
  expect(mergedFiles(base, ours, filesOf(repository, commit({ x: '4' }, one)))).toBeUndefined()
})

type Files = ReturnType<typeof filesOf>

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { ownerMark, ownerTag } from '../../src/kernel/owner.ts'
import { createRunFolder } from '../../src/store/directory.ts'
import { isOfPlace } from '../../src/store/places.ts'
import { openRun } from '../../src/store/stored-run.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mettle-store-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
})

const RUN = JSON.stringify({ schemaVersion: 2, planned: 0 })

/** Writes a run that can be told from others. */
function publish(out: string, mark: string, keep?: number): string {
  const folder = createRunFolder(out, keep)
  folder.write('run.json', RUN)
  folder.write('traces/t.jsonl', mark)
  return folder.publish()
}
const markOf = (folder: string) => readFileSync(join(folder, 'traces/t.jsonl'), 'utf8')

describe('a run', () => {
  test('is not in its place before it is published, and nothing is left beside it after', () => {
    const out = join(home, 'reports/latest')
    const folder = createRunFolder(out)
    folder.write('run.json', RUN)
    expect(existsSync(out)).toBe(false)
    expect(folder.publish()).toBe(out)
    folder.abandon()
    expect(readdirSync(join(home, 'reports'))).toEqual(['latest'])
  })

  test('that is given up leaves nothing', () => {
    createRunFolder(join(home, 'run')).abandon()
    expect(readdirSync(home)).toEqual([])
  })

  test.each([
    ['latest', 'previous'],
    ['nightly', 'nightly.previous'],
  ])('in the place of another one keeps that as it was: %s, %s', (name, previous) => {
    for (const mark of ['first', 'second', 'third']) publish(join(home, name), mark)
    expect(readdirSync(home).sort()).toEqual([name, previous].sort())
    expect(markOf(join(home, name))).toBe('third')
    expect(markOf(join(home, previous))).toBe('second')
  })

  test.each([
    [0, ['run']],
    [1, ['run', 'run.previous']],
    [3, ['run', 'run.previous', 'run.previous-2', 'run.previous-3']],
  ])('so many before it are kept, the last first, and what is older goes: %i', (keep, names) => {
    for (const mark of ['1', '2', '3', '4', '5', '6']) publish(join(home, 'run'), mark, keep)
    expect(readdirSync(home).sort()).toEqual(names)
    expect(names.map((name) => markOf(join(home, name)))).toEqual(['6', '5', '4', '3'].slice(0, names.length))
  })

  test.each(['unfinished', 'previous', 'unfinished-2', 'nightly.previous', 'nightly.unfinished-3'])(
    'is refused under a name that others are put under: %s',
    (name) => {
      expect(() => publish(join(home, name), 'x')).toThrow(/Choose another one than ".*" with --out\.$/)
      expect(readdirSync(home)).toEqual([])
    },
  )

  test('that did not come to its end is not removed to make room, nor is what is no run', () => {
    publish(join(home, 'run'), 'first')
    publish(join(home, 'run'), 'second')
    writeFileSync(join(home, 'run.previous/run.json'), RUN.replace('}', ',"finishedAt":null}'))
    mkdirSync(join(home, 'run.previous-7'))
    writeFileSync(join(home, 'run.previous-7/notes.txt'), 'mine')
    publish(join(home, 'run'), 'third')
    expect(readdirSync(home).sort()).toEqual(['run', 'run.previous', 'run.previous-7', 'run.unfinished'])
    expect([markOf(join(home, 'run.previous')), markOf(join(home, 'run.unfinished'))]).toEqual(['second', 'first'])
  })

  test('that is unfinished is kept where none before the last is', () => {
    publish(join(home, 'run'), 'first')
    writeFileSync(join(home, 'run/run.json'), RUN.replace('}', ',"finishedAt":null}'))
    publish(join(home, 'run'), 'second', 0)
    expect(readdirSync(home).sort()).toEqual(['run', 'run.unfinished'])
  })

  test('goes no further than the first free place: nothing goes without need', () => {
    for (const mark of ['1', '2', '3', '4']) publish(join(home, 'run'), mark, 3)
    rmSync(join(home, 'run.previous'), { recursive: true })
    publish(join(home, 'run'), '5', 3)
    const names = ['run', 'run.previous', 'run.previous-2', 'run.previous-3']
    expect(names.map((name) => markOf(join(home, name)))).toEqual(['5', '4', '2', '1'])
  })

  test('takes the place of nothing that somebody put there meanwhile', () => {
    publish(join(home, 'run'), 'first')
    const folder = createRunFolder(join(home, 'run'))
    folder.write('run.json', RUN)
    folder.write('trials.jsonl', '{}\n')
    mkdirSync(join(home, 'run.previous'))
    writeFileSync(join(home, 'run.previous/notes.txt'), 'mine')
    expect(() => folder.publish()).toThrow('holds something else than a run')
    folder.abandon()
    expect(readdirSync(home).sort()).toEqual(['run', 'run.previous', 'run.unfinished'])
    expect(readFileSync(join(home, 'run.previous/notes.txt'), 'utf8')).toBe('mine')
  })

  test('is of its place under every name on its way there', async () => {
    const out = join(home, 'latest')
    const seen = new Set<string>()
    const watcher = watch(home, (_, name) => void seen.add(String(name)))
    for (const mark of ['first', 'second', 'third']) publish(out, mark)
    await expect.poll(() => [...seen]).toEqual(expect.arrayContaining(['latest', 'previous']))
    watcher.close()
    expect([...seen].filter((name) => !isOfPlace(out, join(home, name)))).toEqual([])
  })

  test('that is given up leaves the one before where it was', () => {
    publish(join(home, 'latest'), 'first')
    createRunFolder(join(home, 'latest')).abandon()
    expect(readdirSync(home)).toEqual(['latest'])
    expect(markOf(join(home, 'latest'))).toBe('first')
  })

  test('takes the place of an empty folder', () => {
    mkdirSync(join(home, 'run'))
    publish(join(home, 'run'), 'first')
    expect(markOf(join(home, 'run'))).toBe('first')
  })
})

describe('a folder that holds something else', () => {
  test.each([
    ['a file', 'run/notes.txt', 'mine'],
    ['a run.json of another kind', 'run/run.json', '{"scripts":{}}'],
    ['a run.json that is no JSON', 'run/run.json', '{'],
    ['something where the run before would go', 'run.previous/notes.txt', 'mine'],
  ])('is refused and left alone: %s', (_, path, content) => {
    mkdirSync(join(home, path, '..'), { recursive: true })
    writeFileSync(join(home, path), content)
    expect(() => createRunFolder(join(home, 'run'))).toThrow(/holds something else than a run\. Choose another place/)
    expect(readFileSync(join(home, path), 'utf8')).toBe(content)
    expect(readdirSync(home)).toHaveLength(1)
  })

  test('a file in the way is refused as well', () => {
    writeFileSync(join(home, 'run'), 'mine')
    expect(() => createRunFolder(join(home, 'run'))).toThrow('holds something else')
    expect(() => createRunFolder(join(home, 'run/below'))).toThrow('Failed to write below')
    expect(readFileSync(join(home, 'run'), 'utf8')).toBe('mine')
  })
})

describe('what a killed run left', () => {
  const living = ownerMark()
  const dead = living.replace(/\d+$/, (started) => String(Number(started) - 1))

  /** The folder of a run that is under way, or was killed. */
  function plant(pid: number, owner: string, { ended = 0, at = 1 } = {}): void {
    const folder = join(home, `run.partial-${pid}`)
    mkdirSync(folder)
    const lines = `{"id":"${pid}"}\n`.repeat(ended)
    for (const [name, text] of [
      ['owner', owner],
      ['run.json', RUN],
      ['trials.jsonl', lines],
    ] as const) {
      writeFileSync(join(folder, name), text)
    }
    utimesSync(join(folder, 'trials.jsonl'), at, at)
  }
  const unfinishedOnes = () =>
    readdirSync(home)
      .sort()
      .map((name) => [name, Number(JSON.parse(readFileSync(join(home, name, 'trials.jsonl'), 'utf8')).id)])
  const start = () => createRunFolder(join(home, 'run'))

  test('with a finished trial is set aside, and says so; without one it is removed', () => {
    plant(1, dead, { ended: 2 })
    plant(2, dead)
    const folder = start()
    expect(folder.unfinished).toBe(join(home, 'run.unfinished'))
    folder.abandon()
    expect(readdirSync(home)).toEqual(['run.unfinished'])
    expect(readdirSync(join(home, 'run.unfinished'))).not.toContain('owner')
    expect(start().unfinished).toBeUndefined()
  })

  test.each([
    ['lives', living],
    ['is of another machine', 'mettle owner=0123456789abcdef.1:1:1'],
    ['is not named', ''],
  ])('is left alone where its process %s', (_, owner) => {
    plant(1, owner, { ended: 2 })
    const folder = start()
    expect(folder.unfinished).toBeUndefined()
    folder.abandon()
    expect(readdirSync(home)).toEqual(['run.partial-1'])
  })

  test('of several all are kept, and none goes over another one', () => {
    for (const [pid, at] of [
      [1, 30],
      [2, 40],
      [3, 20],
    ] as const)
      plant(pid, dead, { ended: 1, at })
    const folder = start()
    expect(folder.unfinished).toBe(join(home, 'run.unfinished-3'))
    folder.abandon()
    plant(4, dead, { ended: 1, at: 50 })
    start().abandon()
    expect(unfinishedOnes()).toEqual([
      ['run.unfinished', 3],
      ['run.unfinished-2', 1],
      ['run.unfinished-3', 2],
      ['run.unfinished-4', 4],
    ])
  })

  test('goes over nothing that is no run', () => {
    mkdirSync(join(home, 'run.unfinished'))
    writeFileSync(join(home, 'run.unfinished/notes.txt'), 'mine')
    plant(1, dead, { ended: 1 })
    const folder = start()
    expect(folder.unfinished).toBe(join(home, 'run.unfinished-2'))
    folder.abandon()
    expect(readdirSync(home)).toEqual(['run.unfinished', 'run.unfinished-2'])
    expect(readFileSync(join(home, 'run.unfinished/notes.txt'), 'utf8')).toBe('mine')
  })

  test('is named to who looks for the run', () => {
    plant(1, living, { ended: 1 })
    expect(() => openRun(join(home, 'run'))).toThrow(`An unfinished run is in ${join(home, 'run.partial-1')}`)
  })

  test('a run that is given up with a finished trial is set aside as well', () => {
    const folder = start()
    folder.write('run.json', RUN)
    folder.write('trials.jsonl', '{}\n')
    folder.abandon()
    expect(readdirSync(home)).toEqual(['run.unfinished'])
  })
})

describe('reading a run', () => {
  test.each([
    ['there is none', undefined, 'does not exist. Run "mettle run" first'],
    ['it is no JSON', '{', 'it is not JSON'],
    [
      'it is of a later version',
      '{"schemaVersion":4}',
      'a newer version of mettle wrote it (schema 4; this one reads 2 to 3). Update mettle',
    ],
    ['it is of an earlier version', '{"schemaVersion":1,"trials":[]}', 'an older version of mettle. Run it again.'],
    ['it lacks something', RUN, 'Was it written by another version?'],
  ])('fails where %s', (_, content, message) => {
    if (content !== undefined) writeFileSync(join(home, 'run.json'), content)
    expect(() => openRun(home)).toThrow(message)
  })
})

test('a run that was on its way to make room when its process was killed becomes the previous one', () => {
  const out = join(home, 'reports/latest')
  publish(out, 'first')
  const dead = ownerTag().replace(/[^.]+$/, '1')
  renameSync(out, `${out}.partial-999999.taken-${dead}`)
  publish(out, 'second')
  expect(markOf(join(home, 'reports/previous'))).toBe('first')
  expect(readdirSync(join(home, 'reports')).sort()).toEqual(['latest', 'previous'])
})

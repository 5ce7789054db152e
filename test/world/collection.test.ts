import { describe, expect, test } from 'vitest'
import { currentMembers, executing } from '../../src/boundary/current.ts'
import { collectionsOf, defineCollection, seedMembers } from '../../src/world/collection.ts'

interface Note {
  text: string
  tags: string[]
}

const notes = defineCollection<Note>('desk.notes', { n_1: { text: 'first', tags: ['a'] } })

/** Runs code in a trial's world, within a call, and gives its effects. */
function within<T>(run: () => T, overrides = {}) {
  const effects: object[] = []
  const members = seedMembers([notes], overrides)
  const call = { call: 'c1', effect: (effect: object) => void effects.push(effect) }
  const result = currentMembers.run(members, () => executing.run(call, run))
  return { result, effects, members }
}

describe('a collection', () => {
  test('gives its seeds, and finds among them', () => {
    const { result } = within(() => [
      notes.get('n_1'),
      notes.get('n_2'),
      notes.all(),
      notes.find(({ tags }) => tags[0] === 'a'),
    ])
    const first = { text: 'first', tags: ['a'] }
    expect(result).toEqual([first, undefined, [first], first])
  })

  test('records what is made, changed and removed, with images', () => {
    const { effects } = within(() => {
      notes.create('n_2', { text: 'second', tags: [] })
      notes.update('n_2', { text: 'changed' })
      notes.delete('n_1')
    })
    const collection = 'desk.notes'
    expect(effects).toEqual([
      { collection, op: 'create', id: 'n_2', after: { text: 'second', tags: [] } },
      {
        collection,
        op: 'update',
        id: 'n_2',
        before: { text: 'second', tags: [] },
        after: { text: 'changed', tags: [] },
      },
      { collection, op: 'delete', id: 'n_1', before: { text: 'first', tags: ['a'] } },
    ])
  })

  test('records nothing of reads', () => {
    expect(within(() => [notes.all(), notes.get('n_1'), notes.newId('n')]).effects).toEqual([])
  })

  test('copies on the way in and out: a change is an effect, or it did not happen', () => {
    const { members, effects } = within(() => {
      const mine: Note = { text: 'mine', tags: [] }
      const made = notes.create('n_2', mine)
      for (const copy of [mine, made, notes.get('n_2'), notes.all()[0], notes.find(() => true)])
        copy?.tags.push('slipped in')
    })
    expect(JSON.stringify([...(members.get('desk.notes') ?? [])])).not.toContain('slipped in')
    expect(JSON.stringify(effects)).not.toContain('slipped in')
  })

  test('is fresh in each trial', () => {
    within(() => notes.create('n_2', { text: 'second', tags: [] }))
    expect(within(() => notes.all().length).result).toBe(1)
  })

  test('gives ids that this trial has not used', () => {
    const { result } = within(() => {
      const first = notes.newId('n')
      notes.create(first, { text: '', tags: [] })
      return [first, notes.newId('n'), notes.newId('m')]
    })
    expect(result).toEqual(['n_2', 'n_3', 'm_1'])
  })

  test('gives no id anew whose member is gone, and each trial its own', () => {
    const lose = () => {
      const first = notes.newId('n')
      notes.create(first, { text: '', tags: [] })
      notes.delete(first)
      return [first, notes.newId('n'), notes.newId('n')]
    }
    expect(within(lose).result).toEqual(['n_2', 'n_2', 'n_2'])
    expect(within(lose).result).toEqual(['n_2', 'n_2', 'n_2'])
  })

  test.each([
    ['a member that exists is not created', () => notes.create('n_1', { text: '', tags: [] }), 'it exists'],
    ['a member that does not exist is not changed', () => notes.update('n_9', {}), 'there is no such member'],
    ['a member that does not exist is not removed', () => notes.delete('n_9'), 'there is no such member'],
  ])('%s', (_, run, message) => {
    expect(() => within(run)).toThrow(message)
  })

  test('says so where it is not part of the world', () => {
    const other = defineCollection('desk.others')
    expect(() => within(() => other.all())).toThrow('"desk.others": it is not part of this world')
    expect(() => notes.all()).toThrow('"desk.notes": it is reached by calls alone')
  })

  test('is changed by what answers a call, and by nothing else', () => {
    const members = seedMembers([notes])
    const change = () => notes.create('n_2', { text: 'unseen', tags: [] })
    expect(() => currentMembers.run(members, change)).toThrow('only what answers a call may change the world')
    expect(members.get('desk.notes')?.has('n_2')).toBe(false)
  })

  test('takes other seeds from the scenario', () => {
    const overrides = { 'desk.notes': { n_7: { text: 'seven', tags: [] } } }
    expect(within(() => notes.all(), overrides).result).toEqual([{ text: 'seven', tags: [] }])
  })
})

test('a collection that two owners share is one', () => {
  const owner = { collections: [notes] }
  expect(collectionsOf({ apis: { a: owner, b: owner }, tools: { c: owner } }).size).toBe(1)
})

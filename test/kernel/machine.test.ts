import { describe, expect, test } from 'vitest'
import { PrerequisiteError } from '../../src/kernel/errors.ts'
import { limitToldIn, machineTrouble } from '../../src/kernel/machine.ts'

const refusal = (code: string, more: object = {}) =>
  Object.assign(new Error(`${code}: no, write`), { code, syscall: 'write', ...more })

describe('what fails at a limit of the machine says so, and what to do', () => {
  test.each([
    ['ENOSPC', 'Free some space'],
    ['EDQUOT', 'Free some of your quota'],
    ['EFBIG', 'ulimit -f'],
    ['EROFS', 'Name a place that can be written'],
    ['EACCES', 'Give this user the right'],
    ['EMFILE', 'ulimit -n'],
    ['ENFILE', 'End other programs'],
    ['ENOMEM', 'more memory'],
  ])('%s', (code, advice) => {
    const told = machineTrouble(refusal(code), 'write a.txt')
    expect(told).toBeInstanceOf(PrerequisiteError)
    expect(told?.message).toContain(`Failed to write a.txt: ${code}: no, write. `)
    expect(told?.message).toContain(advice)
  })

  test('EAGAIN is one where a process is started, not where nothing is there to be read yet', () => {
    expect(machineTrouble(refusal('EAGAIN', { syscall: 'spawn node' }))?.message).toContain('ulimit -u')
    expect(machineTrouble(refusal('EAGAIN', { syscall: 'read' }))).toBeUndefined()
  })

  test('a database server that has no room left', () => {
    const full = Object.assign(new Error('could not extend file'), { code: '53100' })
    expect(machineTrouble(full)?.message).toMatch(/^Failed to go on: could not extend file\. Free some space/)
  })

  test.each([
    ['behind what it caused', new Error('Failed to judge t1', { cause: refusal('EMFILE') })],
    ['beside another', new AggregateError([new Error('other'), refusal('EMFILE')])],
    ['as one thrown while cleaning up', new SuppressedError(refusal('EMFILE'), new Error('other'), 'both')],
  ])('%s', (_, thrown) => {
    expect(machineTrouble(thrown)?.message).toContain('ulimit -n')
  })

  test('what says already what failed is told once', () => {
    const failed = Object.assign(new Error('Failed to start it: no.'), { code: 'EMFILE' })
    expect(machineTrouble(failed)?.message).toMatch(/^Failed to start it: no\. Allow more open files/)
  })

  test('control: another error, and what is none, are not', () => {
    for (const thrown of [refusal('ENOENT'), new Error('ENOSPC'), 'ENOSPC', undefined, { code: 'ENOSPC' }]) {
      expect(machineTrouble(thrown)).toBeUndefined()
    }
  })
})

test('the last words of programs tell of a limit', () => {
  expect(limitToldIn("cp: error writing 'a': No space left on device")).toBe('ENOSPC')
  expect(limitToldIn('cp ended with SIGXFSZ: no word')).toBe('EFBIG')
  expect(limitToldIn('FATAL:  the database system is starting up')).toBeUndefined()
})

import { execFileSync } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { watchEnvironment } from '../../../src/hosts/function/surroundings.ts'

/** Is a change of the environment noticed? The environment is what it was when the test is over. */
function noticed(change: (env: NodeJS.ProcessEnv) => void): boolean {
  const real = process.env
  const kept = { ...real }
  onTestFinished(() => {
    process.env = real
    for (const name of Object.keys(real)) if (!(name in kept)) delete real[name]
    Object.assign(real, kept)
  })
  const changed = watchEnvironment()
  change(process.env)
  return changed()
}

test.each<[string, (env: NodeJS.ProcessEnv) => void]>([
  ['a new variable', (env) => Object.assign(env, { METTLE_TEST_NEW: '1' })],
  ['another value', (env) => Object.assign(env, { PATH: '/nowhere' })],
  ['a variable that is gone', (env) => delete env.PATH],
  ['a defined property', (env) => Object.defineProperty(env, 'METTLE_TEST_NEW', descriptor('1'))],
  ['a change by a copy of the setter', (env) => Reflect.set(env, 'METTLE_TEST_NEW', '1')],
])('%s is noticed', (_, change) => {
  expect(noticed(change)).toBe(true)
})

test.each<[string, (env: NodeJS.ProcessEnv) => void]>([
  ['reading', (env) => JSON.stringify(env)],
  ['the value that it has', (env) => Object.assign(env, { PATH: env.PATH })],
  [
    'what is set back',
    (env) => {
      const { PATH } = env
      env.PATH = '/nowhere'
      env.PATH = PATH
    },
  ],
  [
    'what is taken away again',
    (env) => {
      env.METTLE_TEST_NEW = '1'
      delete env.METTLE_TEST_NEW
    },
  ],
])('%s is no change', (_, change) => {
  expect(noticed(change)).toBe(false)
})

test('it is an environment as before: values are strings, and children inherit them', () => {
  const real = process.env
  onTestFinished(() => {
    process.env = real
    delete real.METTLE_TEST_NEW
  })
  watchEnvironment()
  Reflect.set(process.env, 'METTLE_TEST_NEW', 7)
  expect(process.env.METTLE_TEST_NEW).toBe('7')
  expect('METTLE_TEST_NEW' in process.env).toBe(true)
  expect({ ...process.env }.METTLE_TEST_NEW).toBe('7')
  const child = execFileSync(process.execPath, ['-p', 'process.env.METTLE_TEST_NEW'], { encoding: 'utf8' })
  expect(child.trim()).toBe('7')
})

function descriptor(value: string): PropertyDescriptor {
  return { value, configurable: true, enumerable: true, writable: true }
}

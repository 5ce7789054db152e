import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import fs from 'node:fs'
import { expect, test } from 'vitest'
import { rememberSlots } from '../../../src/hosts/function/shared-slots.ts'

/** What is told while a property is something else, and when it is itself again. */
function toldOf(owner: object, key: PropertyKey, descriptor: PropertyDescriptor) {
  const changed = rememberSlots()
  const held = Object.getOwnPropertyDescriptor(owner, key)
  Object.defineProperty(owner, key, { configurable: true, ...descriptor })
  let then: string | undefined
  try {
    then = changed()
  } finally {
    if (held) Object.defineProperty(owner, key, held)
    else Reflect.deleteProperty(owner, key)
  }
  return { then, after: changed() }
}

const trap = () => {
  throw new Error('trap')
}

test.each<[string, object, PropertyKey, PropertyDescriptor, RegExp]>([
  ['a global', globalThis, 'fetch', { value: () => {} }, /globalThis\.fetch was changed/],
  ['a function of a global', Math, 'random', { value: () => 0 }, /Math\.random was changed/],
  ['a method of all lists', Array.prototype, 'at', { value: () => 0 }, /Array\.prototype\.at was changed/],
  ['how lists are walked', Array.prototype, Symbol.iterator, { value: () => 0 }, /Symbol\.iterator/],
  ['a getter', Response.prototype, 'ok', { get: () => false }, /Response\.prototype\.ok was changed/],
  ['a getter that became a value', Response.prototype, 'ok', { value: true }, /Response\.prototype\.ok was changed/],
  ['a value that became a trap', Math, 'max', { get: trap }, /Math\.max was changed/],
  ['a member of every object', Object.prototype, 'method', { value: 'DELETE' }, /Object\.prototype has other members/],
  ['a module of Node', fs, 'readFileSync', { value: () => '' }, /fs\.readFileSync was changed/],
  ['what sends events', EventEmitter.prototype, 'emit', { value: () => true }, /EventEmitter\.prototype\.emit/],
  ['what tells trials apart', AsyncLocalStorage.prototype, 'getStore', { value: () => {} }, /getStore was changed/],
])('%s', (_, owner, key, descriptor, told) => {
  const { then, after } = toldOf(owner, key, descriptor)
  expect(then).toMatch(told)
  expect(after).toBeUndefined()
})

test("a global of somebody's own changes nothing for others", () => {
  expect(toldOf(globalThis, 'mine', { value: 1 }).then).toBeUndefined()
})

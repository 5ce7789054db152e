import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { compileScenario } from '../../src/scenario/compile.ts'
import { defineApi } from '../../src/world/apis/define.ts'

const written = (path: string) => {
  const handler = http.get(`https://desk.test${path}`, () => HttpResponse.json({}))
  const world = { apis: { desk: defineApi({ handlers: [handler] }) } }
  return { handler, compile: () => compileScenario('desk', 'desk', { task: { text: 'Look.' }, world }) }
}

test('a definition is what a scenario says, whether or not its world was used', () => {
  const { handler, compile } = written('/notes')
  const before = compile().definition
  handler.isUsed = true
  expect(compile().definition).toBe(before)
  expect(written('/letters').compile().definition).not.toBe(before)
})

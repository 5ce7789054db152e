import { describe, expect, test } from 'vitest'
import { chooseContestants } from '../../src/runs/contestants.ts'
import type { Scenario } from '../../src/scenario/compiled.ts'
import type { Config } from '../../src/scenario/config.ts'
import type { Contestant } from '../../src/stage/scheduled-trial.ts'

const config = {
  file: 'mettle.config.ts',
  agents: {
    mine: {
      source: { host: 'function', module: '/project/mine.ts', export: 'run' },
      ...{ model: 'm1', params: { tone: 'dry', tries: 3 } },
    },
  },
} as unknown as Config

const withSaint = { id: 'a/b', saint: '/project/a/b.saint.ts' } as Scenario
const without = { id: 'a/c', saint: undefined } as Scenario

const choose = (...agents: string[]) => chooseContestants(config, agents, [])

test("only agents that ship with mettle are shown the scenario's saint", () => {
  const [mine, saint, nothing, giveUp] = choose('mine', 'saint', 'null', 'give-up')
  for (const one of [mine, saint, nothing]) expect(one?.source(withSaint)).not.toHaveProperty('shipped')
  expect(giveUp?.source(withSaint)).toEqual({
    host: 'function',
    module: expect.stringMatching(/agents\/chaos\/give-up\.ts$/),
    export: 'run',
    shipped: { saint: '/project/a/b.saint.ts' },
  })
})

test("a name that ships is the project's where it has an agent of that name", () => {
  const agents = { null: config.agents.mine, flaky: config.agents.mine } as unknown as Config['agents']
  const chosen = chooseContestants({ ...config, agents }, ['null', 'mettle/null', 'flaky@0.5', 'mettle/flaky@0.5'], [])
  expect(chosen.map(({ name, model, parameter }) => [name, model, parameter])).toEqual([
    ['null', 'm1', undefined],
    ['mettle/null', null, undefined],
    ['flaky', '0.5', undefined],
    ['mettle/flaky', '0.5', true],
  ])
  expect(choose('mettle/null', 'null').map(({ name }) => name)).toEqual(['null'])
})

test('an agent that follows the saint needs one', () => {
  const [giveUp] = choose('give-up')
  expect(() => giveUp?.source(without)).toThrow('Scenario "a/c" names no saint')
})

describe('what stands behind the @ of flaky and drifter is no model', () => {
  test.each(['flaky@0.8', 'flaky@0', 'flaky@1.0', 'drifter@v1', 'drifter@v12'])('%s', (name) => {
    expect(choose(name)).toMatchObject([{ model: name.split('@')[1], parameter: true }])
  })

  test.each([
    ['flaky@2', 'a probability'],
    ['flaky@', 'a probability'],
    ['flaky@-0.5', 'a probability'],
    ['drifter@2', 'a version'],
    ['drifter@v0', 'a version'],
  ])('%s is refused', (name, noun) => {
    expect(() => choose(name)).toThrow(`There is no agent "${name}": behind its @ stands ${noun}`)
  })

  test('that of other agents is', () => {
    expect(choose('mine@x', 'give-up@x').map(({ parameter }) => parameter)).toEqual([undefined, undefined])
  })
})

describe('what stands behind the colon of an agent is told to it', () => {
  const told = (text: string) => {
    const [{ name, model, params } = {} as Contestant] = choose(text)
    return { name, model, params }
  }

  test('the config says what it is told where nothing else is said', () => {
    expect(told('mine')).toEqual({ name: 'mine', model: 'm1', params: { tone: 'dry', tries: 3 } })
  })

  test.each(['mine@m2:{"tries":5}', 'mine:{"tries":5}@m2'])('%s', (text) => {
    expect(told(text)).toEqual({ name: 'mine:{"tries":5}', model: 'm2', params: { tone: 'dry', tries: 5 } })
  })

  test('its name leads back to it, whatever it is told', () => {
    const { name, ...rest } = told('mine@m2:{"to":"a@b.test","of":{"deep":["}"]}}')
    expect(rest.params).toMatchObject({ to: 'a@b.test', of: { deep: ['}'] } })
    expect(told(`${name}@m2`)).toEqual({ name, ...rest })
  })

  test.each([
    ['mine:{tries:5}', '--agent \'mine:{"temperature":0}\''],
    ['mine:{"tries":5', 'Failed to read the parameters of agent "mine"'],
    ['null:{"tries":5}', 'Agent "null" takes no parameters'],
    ['min:{"tries":5}', 'mine'],
  ])('%s is refused', (text, why) => {
    expect(() => choose(text)).toThrow(why)
  })
})

test.each([
  ['./agents/mine.ts', "mine: './agents/mine.ts'"],
  ['agent.py', "mine: { command: ['agent.py'] }"],
])('a file in place of a name is told where it belongs: %s', (name, entry) => {
  expect(() => choose(name)).toThrow(entry)
})

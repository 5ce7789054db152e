import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadAgents } from '../../../src/hosts/loading/load-agents.ts'
import { mettle, plantProject } from '../../e2e/cli.ts'

const LIB = { 'lib.ts': "export const answer = 'done'" }

/** What the agent's module says, and what is said of it. */
const broken: Record<string, { text: string; file?: string; says: string[] }> = {
  'a syntax error in TypeScript': { text: '\n\nconst = 3', says: ['agent.ts:3: ', 'Unexpected token'] },
  'a syntax error in JavaScript': { text: '\nconst = 3', file: 'agent.js', says: ['agent.js:2: ', 'Unexpected token'] },
  'a package that is not installed': {
    text: "\nimport x from '@nobody/nothing/deep'",
    says: ['agent.ts:2: ', "package '@nobody/nothing'", 'npm install @nobody/nothing'],
  },
  'no run': { text: 'export const go = 1', says: ['agent.ts exports no function "run"', '{ module, export'] },
  'an enum': { text: '\nenum A { B }', says: ['agent.ts:2: ', 'enum', 'npm install --save-dev tsx'] },
  'a parameter property': {
    text: 'class A {\n  constructor(private b: string) {}\n}',
    says: ['agent.ts:2: ', 'parameter property', 'npm install --save-dev tsx'],
  },
  'a path alias': { text: "\nimport '@/lib'", says: ['agent.ts:2: ', "'@/lib'", 'tsconfig.json', 'tsx'] },
  'an import without its extension': { text: "import './lib'", says: ['agent.ts:1: ', "lib'", './lib.ts', 'tsx'] },
  '.js for .ts': { text: "\nimport { a } from './lib.js'", says: ['agent.ts:2: ', "lib.js'", './lib.ts', 'tsx'] },
  '.tsx': { text: 'export const run = () => <b/>', file: 'agent.tsx', says: ['agent.tsx: ', '".tsx"', 'tsx'] },
  'a name that is not exported': { text: "\nimport { no } from './lib.ts'\nno", says: ['agent.ts:2: ', "'no'"] },
  'a module that throws': { text: "\n\nthrow new Error('no key')", says: ['agent.ts:3: no key.'] },
  'a variable that is set nowhere': {
    text: "if (!process.env.NO_SUCH_KEY) throw new Error('Missing environment variable NO_SUCH_KEY')",
    says: ['agent.ts:1: ', "NO_SUCH_KEY is not set here: set it, and name it in the config, env: ['NO_SUCH_KEY']."],
  },
  'a code in capitals that is no variable': {
    text: "throw new Error('ERR_NO_SUCH_KEY')",
    says: ['agent.ts:1: ', 'ERR_NO_SUCH_KEY. Correct it'],
  },
  'a module that throws nothing': { text: 'throw null', says: ['agent.ts', 'null.'] },
  'a module that ends the process': { text: 'process.exit(0)', says: ['agent.ts ended the process (exit 0)'] },
}

describe('what does not load is told', () => {
  test.each(Object.entries(broken))('%s', async (_, { text, file = 'agent.ts', says }) => {
    const folder = plantProject({ ...LIB, [file]: text })
    const told = await troubleOf([{ name: 'mine', module: join(folder, file), export: 'run' }])
    expect(told).toMatch(/^Failed to load an agent, nothing was run:\n {2}mine: /)
    let at = 0
    for (const part of says) {
      expect(told.slice(at)).toContain(part)
      at = told.indexOf(part, at)
    }
  })

  test('an agent that never loads, within its limit, and those behind it', async () => {
    const folder = plantProject({
      'hangs.ts': 'for (;;);',
      'waits.ts': 'await new Promise(() => setInterval(() => {}, 1_000))',
      'fine.ts': 'export const run = () => 1',
      'bad.ts': 'const = 1',
    })
    const told = await troubleOf(sourcesIn(folder, ['fine', 'hangs', 'waits', 'bad']), [], 3_000)
    expect(told.split('\n').map((line) => line.trim().split(':')[0])).toEqual([
      'Failed to load 3 agents, nothing was run',
      ...['hangs', 'waits', 'bad'],
    ])
    expect(told).toContain('hangs.ts did not load within 3 s')
  })
})

describe('what loads is loaded', () => {
  test('an agent that leaves timers, and one of CommonJS', async () => {
    const folder = plantProject({
      'timer.ts': 'setInterval(() => {}, 1_000); export const run = () => 1',
      'common.cjs': 'exports.run = () => 1',
    })
    const common = { name: 'common', module: join(folder, 'common.cjs'), export: 'run' }
    await loadAgents([...sourcesIn(folder, ['timer']), common])
  })

  test('what one agent leaves in the process is not held against another', async () => {
    const folder = plantProject({
      'first.ts': 'Object.freeze(globalThis); export const run = () => 1',
      'second.ts': 'globalThis.mine = 1; export const run = () => 1',
    })
    await loadAgents(sourcesIn(folder, ['first', 'second']))
  })

  test('a module that calls out meets a closed door, and is left to its trial', async () => {
    let asked = 0
    const server = createServer((_, response) => response.end(String(++asked))).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const folder = plantProject({
      'address.ts': `await fetch('http://127.0.0.1:${port}'); export const run = () => 1`,
      'name.ts': `await fetch('http://production.invalid:${port}'); export const run = () => 1`,
    })
    await loadAgents(sourcesIn(folder, ['address', 'name']))
    expect(asked).toBe(0)
    // Control: it would have been reached.
    await fetch(`http://127.0.0.1:${port}`)
    expect(asked).toBe(1)
    server.close()
  })
})

/** What tsx exports, as far as mettle uses it, for aliases alone. */
const STAND_IN = {
  'node_modules/tsx/package.json':
    '{ "name": "tsx", "type": "module", "exports": { "./esm/api": "./esm.js", "./cjs/api": "./cjs.js" } }',
  'node_modules/tsx/cjs.js': 'export const register = () => () => {}',
  'node_modules/tsx/esm.js': `import { registerHooks } from 'node:module'
    export const register = () => {
      const hooks = registerHooks({
        resolve: (name, context, next) =>
          next(name.startsWith('@/') ? new URL('../../src/' + name.slice(2), import.meta.url).href : name, context),
      })
      return async () => hooks.deregister()
    }`,
}

const aliased = (loader: string) => ({
  'mettle.config.ts': `export default { agents: { mine: './agent.ts' }, reporters: ['json'], ${loader} }`,
  'agent.ts': "import { answer } from '@/answer.ts'; export const run = () => answer",
  'src/answer.ts': "export const answer = 'done'",
  'scenarios/one.scenario.ts': `import { answer } from '@/answer.ts'
    export default { task: { text: 'x' }, scorers: [{ use: 'answer', params: { includes: [answer] } }] }`,
})

describe('the loader', () => {
  test('tsx is taken by itself where it is installed, by agents, scenarios and judges', async () => {
    const cwd = plantProject({ ...aliased(''), ...STAND_IN })
    expect(await mettle(['run'], { cwd })).toMatchObject({ code: 0, stderr: '' })
  })

  test.each([
    ["loader: 'node'", STAND_IN, "one.scenario.ts: Cannot find package '@/answer.ts'"],
    ["loader: 'tsx'", {}, 'Failed to find tsx'],
    ['', {}, "one.scenario.ts: Cannot find package '@/answer.ts'"],
  ])('%s', async (loader, installed, says) => {
    const cwd = plantProject({ ...aliased(loader), ...installed })
    const { code, stderr } = await mettle(['run'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)])
    expect(stderr).toContain('npm install --save-dev tsx')
  })
})

test('a run with an agent that does not load is exit 2, and leaves nothing', async () => {
  const cwd = plantProject({
    'mettle.config.ts': "export default { agents: { fine: './fine.ts', mine: './agent.ts' } }",
    'fine.ts': 'export const run = () => 1',
    'agent.ts': "\nimport '@/lib'",
    'scenarios/one.scenario.ts': "export default { task: { text: 'x' } }",
  })
  const { code, stdout, stderr } = await mettle(['run'], { cwd })
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toMatch(/^Failed to load an agent, nothing was run:\n {2}mine: agent\.ts:2: /)
  expect(existsSync(join(cwd, 'reports'))).toBe(false)
})

async function troubleOf(...asked: Parameters<typeof loadAgents>): Promise<string> {
  const thrown = await loadAgents(...asked).catch((error: Error) => error)
  expect(thrown).toMatchObject({ name: 'UsageError' })
  return thrown instanceof Error ? thrown.message : ''
}

function sourcesIn(folder: string, names: string[]) {
  return names.map((name) => ({ name, module: join(folder, `${name}.ts`), export: 'run' }))
}

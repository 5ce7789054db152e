import { readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { mettle, plantProject, readRecord } from '../../e2e/cli.ts'
import { installed } from '../installed.ts'

beforeAll(() => installed(import.meta.dirname))

/** A project as somebody has it who never heard of mettle. Config and scenario use what its agents use. */
const PROJECT = {
  'package.json': '{}',
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      ...{ module: 'esnext', moduleResolution: 'bundler', jsx: 'react', experimentalDecorators: true },
      paths: { '@/*': ['./src/*'] },
    },
  }),
  'src/answer.ts': "export const answer = 'done'",
  'src/kind.ts': "export enum Kind { Done = 'done' }",
  'src/param.ts': 'export class Param { constructor(private it: string) {} get() { return this.it } }',
  'agents/alias.ts': "import { answer } from '@/answer'; export const run = () => answer",
  'agents/bare.ts': "import { answer } from '../src/answer'; export const run = () => answer",
  'agents/js.ts': "import { answer } from '../src/answer.js'; export const run = () => answer",
  'agents/enums.ts': "import { Kind } from '../src/kind'; export const run = () => Kind.Done",
  'agents/param.ts': "import { Param } from '../src/param'; export const run = () => new Param('done').get()",
  'agents/late.ts': "export const run = async () => (await import('@/late')).answer",
  'src/late.ts': 'enum Late { Done = "done" }; export const answer = Late.Done as string',
  'agents/decorated.ts':
    "const mark = (_: unknown) => {}; @mark class Marked { it = 'done' }; export const run = () => new Marked().it",
  'agents/jsx.tsx': `const React = { createElement: (tag: string) => tag }
    export const run = () => (<done />) as unknown as string`,
  'agents/common.cjs': "exports.run = () => 'done'",
  'mettle.config.ts': `enum Module { Jsx = './agents/jsx.tsx', Common = './agents/common.cjs' }
    const names = ['alias', 'bare', 'js', 'enums', 'param', 'late', 'decorated']
    const agents = Object.fromEntries(names.map((name) => [name, './agents/' + name + '.ts']))
    export default { agents: { ...agents, jsx: Module.Jsx, common: Module.Common }, reporters: ['json'] }`,
  'scenarios/one.scenario.ts': `import { answer } from '@/answer'
    export default { task: { text: 'x' }, scorers: [{ use: 'answer', params: { includes: [answer] } }] }`,
}

test('a TypeScript project with tsx runs as it is', async () => {
  const cwd = plantProject(PROJECT)
  symlinkSync(join(import.meta.dirname, 'node_modules'), join(cwd, 'node_modules'))
  const { code, stderr } = await mettle(['run', '--workers', '2'], { cwd })
  expect([code, stderr]).toEqual([0, ''])
  const { trials } = readRecord(join(cwd, 'reports/latest'))
  expect(trials.map(({ agent, verdict }) => [agent, verdict]).sort()).toEqual(
    ['alias', 'bare', 'common', 'decorated', 'enums', 'js', 'jsx', 'late', 'param'].map((name) => [name, 'passed']),
  )
  // The compiler of a loader is none of an agent's doing.
  for (const { trace } of trials) {
    const lines = readFileSync(join(cwd, 'reports/latest', trace.file), 'utf8')
    expect(lines).not.toContain('"uncovered"')
  }
})

test('control: without tsx it is exit 2, and says what to install', async () => {
  const plain = plantProject({
    ...PROJECT,
    'mettle.config.ts': "export default { agents: { enums: './agents/enums.ts' } }",
    'scenarios/one.scenario.ts': "export default { task: { text: 'x' } }",
  })
  const told = await mettle(['run'], { cwd: plain })
  expect([told.code, told.stderr]).toEqual([2, expect.stringContaining('npm install --save-dev tsx')])
})

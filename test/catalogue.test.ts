import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { catalogue, catalogues, generateAll } from '../scripts/outputs.ts'
import { type Kind, kinds, partNames } from '../scripts/parts.ts'
import { type ShippedAgent, shippedAgents } from '../scripts/shipped-agents.ts'

const root = resolve(import.meta.dirname, '..')

/** What the parts of one kind lack, one sentence each. */
function gaps(folder: string, kind: Kind): string[] {
  return partNames(folder, kind).flatMap((name) => [
    ...(existsSync(join(folder, 'test', kind.folder, `${name}.test.ts`)) ? [] : [`There is no test for '${name}'.`]),
    ...(existsSync(join(folder, 'docs', kind.pages, `${name}.md`)) ? [] : [`There is no page for '${name}'.`]),
  ])
}

describe.each(kinds)('every part of $folder', (kind) => {
  test('is found', () => {
    expect(partNames(root, kind).length).toBeGreaterThan(0)
  })

  test('has a test and a page', () => {
    expect(gaps(root, kind)).toEqual([])
  })

  test('carries its file name', () => {
    for (const name of partNames(root, kind)) {
      const text = readFileSync(join(root, 'src', kind.folder, `${name}.ts`), 'utf8')
      expect(text).toContain(`name: '${name}'`)
    }
  })
})

/** What an agent lacks, one sentence each. Every saboteur runs in test/containment/killing.test.ts, which judges it by what it expects. */
function agentGaps({ name, kind, file, summary, attacks, expect: end }: ShippedAgent, tests: string): string[] {
  const expected = kind === 'attacker' ? /^held$/ : /^(failed|error): ./
  const described =
    kind === 'saboteur' || kind === 'attacker' ? attacks !== undefined && expected.test(end ?? '') : summary !== ''
  const tested = kind === 'saboteur' || tests.includes(`agents/${file}.ts`) || tests.includes(`'${name}'`)
  return [
    ...(described ? [] : [`The comment above run of '${name}' says too little.`]),
    ...(tested ? [] : [`There is no test for '${name}'.`]),
  ]
}

describe('every agent that ships', () => {
  const files = globSync('test/{agents,ranking}/**/*.ts', { cwd: root })
  const tests = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')

  test('is found', () => {
    expect(new Set(shippedAgents(root).map(({ kind }) => kind))).toEqual(
      new Set(['control', 'chaos', 'attacker', 'saboteur']),
    )
  })

  test('says what it does and has a test', () => {
    expect(shippedAgents(root).flatMap((agent) => agentGaps(agent, tests))).toEqual([])
  })

  test('is known without its module being loaded', () => {
    expect(readFileSync(join(root, 'src/agents/index.ts'), 'utf8')).not.toContain('import')
  })

  test('a planted one is missed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mettle-agents-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const plant = (file: string, text: string) => {
      mkdirSync(join(folder, 'src/agents', file, '..'), { recursive: true })
      writeFileSync(join(folder, 'src/agents', file), text)
    }
    plant('controls/mute.ts', 'export const run = () => {}\n')
    plant('saboteurs/imp.ts', '/** Pinches. And bites. */\nexport function run() {}\n')
    plant('saboteurs/helper.ts', '/** No agent. */\nexport const pinch = 1\n')
    expect(shippedAgents(folder).map(({ name, summary }) => [name, summary])).toEqual([
      ['mute', ''],
      ['imp', 'Pinches.'],
    ])
    expect(shippedAgents(folder).flatMap((agent) => agentGaps(agent, tests))).toEqual([
      "The comment above run of 'mute' says too little.",
      "There is no test for 'mute'.",
      "The comment above run of 'imp' says too little.",
    ])
  })
})

test('what is generated is up to date', async () => {
  for (const [path, content] of await generateAll(root)) {
    expect(readFileSync(join(root, path), 'utf8'), `${path}: run "npm run generate"`).toBe(content)
  }
})

describe('a planted part', () => {
  const [faults] = kinds as [Kind]

  function plant(): string {
    const folder = mkdtempSync(join(tmpdir(), 'mettle-catalogue-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    mkdirSync(join(folder, 'src/faults'), { recursive: true })
    const source = "export const slowPoke = defineFault<Params>({ name: 'slow-poke' })\n"
    writeFileSync(join(folder, 'src/faults/slow-poke.ts'), source)
    writeFileSync(join(folder, 'src/faults/plan.ts'), 'export const plan = () => 1\n')
    return folder
  }

  test('is missed without its test and its page', () => {
    expect(gaps(plant(), faults)).toEqual(["There is no test for 'slow-poke'.", "There is no page for 'slow-poke'."])
  })

  test('is complete with both', () => {
    const folder = plant()
    for (const path of ['test/faults/slow-poke.test.ts', 'docs/faults/slow-poke.md']) {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), '')
    }
    expect(gaps(folder, faults)).toEqual([])
  })

  test('makes the committed index stale', () => {
    const generated = catalogues(plant())
    expect(generated.get('src/faults/index.ts')).toContain("'slow-poke': slowPoke")
    expect(generated.get('src/faults/index.ts')).not.toBe(readFileSync(join(root, 'src/faults/index.ts'), 'utf8'))
  })
})

test('an index lists its parts by name', () => {
  const [faults] = kinds as [Kind]
  expect(catalogue(faults, ['latency', 'lost-reply'])).toBe(`// Generated. Do not edit.
import { latency } from './latency.ts'
import { lostReply } from './lost-reply.ts'

export { latency } from './latency.ts'
export { lostReply } from './lost-reply.ts'

export const faults = {
  latency,
  'lost-reply': lostReply,
} as const
`)
})

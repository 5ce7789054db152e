import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importViolations } from '../scripts/import-rules.ts'
import { readImports } from '../scripts/imports.ts'

const root = resolve(import.meta.dirname, '..')

function sourcesOnDisk(): Map<string, string> {
  const files = globSync('src/**/*.ts', { cwd: root }).sort()
  return new Map(files.map((file) => [file.replaceAll('\\', '/'), readFileSync(resolve(root, file), 'utf8')]))
}

describe('the import rule', () => {
  test('the scan sees the source', () => {
    const sources = sourcesOnDisk()
    expect(sources.size).toBeGreaterThan(20)
    expect(readImports(sources.get('src/boundary/seam.ts') ?? '').length).toBeGreaterThan(3)
  })

  test('src/ keeps it', () => {
    expect(importViolations(sourcesOnDisk())).toEqual([])
  })
})

test('every kind of leftover is in the list that runs and the doctor go through', () => {
  const sources = sourcesOnDisk()
  const list = sources.get('src/runs/leftovers.ts') ?? ''
  const kinds = [...sources.values()].flatMap((text) => [...text.matchAll(/export const (\w+): LeftoverKind\b/g)])
  expect(kinds.length).toBe(8)
  for (const [, name] of kinds) expect(list).toMatch(new RegExp(`[.>] ?${name}\\b`))
})

describe('a planted violation is found', () => {
  const planted: Record<string, { files: Record<string, string>; message: string }> = {
    'a lower row imports a higher one': {
      files: { 'src/boundary/a.ts': "import { b } from '../runs/b.ts'", 'src/runs/b.ts': '' },
      message: "src/boundary/a.ts:1 imports '../runs/b.ts': runs lies above boundary",
    },
    'a sibling imports a sibling': {
      files: { 'src/faults/a.ts': "import { b } from '../guards/b.ts'", 'src/guards/b.ts': '' },
      message: 'siblings do not import each other',
    },
    'a type import of a sibling': {
      files: { 'src/faults/a.ts': "import type { B } from '../world/b.ts'", 'src/world/b.ts': '' },
      message: 'siblings do not import each other',
    },
    'a sibling in the other wing': {
      files: { 'src/faults/a.ts': "import { b } from '../scorers/b.ts'", 'src/scorers/b.ts': '' },
      message: 'siblings do not import each other',
    },
    'judging imports the boundary': {
      files: { 'src/scorers/a.ts': "export type { B } from '../boundary/b.ts'", 'src/boundary/b.ts': '' },
      message: 'the wings do not import each other',
    },
    'acting imports the statistics': {
      files: { 'src/guards/a.ts': "const b = await import('../stats/b.ts')", 'src/stats/b.ts': '' },
      message: 'the wings do not import each other',
    },
    'a type query across the wings': {
      files: { 'src/guards/a.ts': "type B = typeof import('../stats/b.ts')", 'src/stats/b.ts': '' },
      message: 'the wings do not import each other',
    },
    'the public face is imported from inside': {
      files: { 'src/runs/a.ts': "export * from '../index.ts'", 'src/index.ts': '' },
      message: 'nothing in src/ imports its public face',
    },
    'a folder without a row': {
      files: { 'src/utils/a.ts': "import { b } from '../kernel/b.ts'", 'src/kernel/b.ts': '' },
      message: 'src/utils is in no row',
    },
    'a file outside src/': {
      files: { 'src/kernel/a.ts': "import { b } from '../../test/b.ts'" },
      message: 'src/ imports nothing outside src/',
    },
    'a file that is not there': {
      files: { 'src/kernel/a.ts': "import { b } from './gone.ts'" },
      message: 'does not exist',
    },
    'a circle': {
      files: { 'src/kernel/a.ts': "import { b } from './b.ts'", 'src/kernel/b.ts': "import { a } from './a.ts'" },
      message: 'import circle: src/kernel/a.ts -> src/kernel/b.ts -> src/kernel/a.ts',
    },
    'a circle of types': {
      files: {
        'src/trace/a.ts': "import type { B } from './b.ts'",
        'src/trace/b.ts': "import type { C } from './c.ts'",
        'src/trace/c.ts': "import type { A } from './a.ts'",
      },
      message: 'import circle: src/trace/a.ts -> src/trace/b.ts -> src/trace/c.ts -> src/trace/a.ts',
    },
    'msw outside its folders': {
      files: { 'src/runs/a.ts': "import { http } from 'msw'" },
      message: 'msw belongs to world/apis, channels',
    },
    'msw at run time in a definition': {
      files: { 'src/world/define.ts': "import { http } from 'msw/node'" },
      message: 'msw belongs to world/apis, channels',
    },
    'handlebars outside its folders': {
      files: { 'src/runs/a.ts': "const { compile } = await import('handlebars')" },
      message: 'handlebars belongs to reports, scenario',
    },
    'fast-check at run time in a fault': {
      files: { 'src/faults/define.ts': "import fc from 'fast-check'" },
      message: 'fast-check belongs to search, testing',
    },
    'commander outside the command line': {
      files: { 'src/runs/a.ts': "import { Command } from 'commander'" },
      message: 'commander belongs to commands, cli.ts',
    },
    'a database driver outside the databases': {
      files: { 'src/runs/a.ts': "import pg from 'pg'" },
      message: 'pg belongs to world/databases',
    },
    'a package in the kernel': {
      files: { 'src/kernel/a.ts': "import type { z } from 'zod'" },
      message: 'the kernel uses node and small packages only',
    },
    'the command line loads zod at its start': {
      files: {
        'src/cli.ts': "import { run } from './commands/run.ts'",
        'src/commands/run.ts': "import { z } from 'zod'",
      },
      message: 'src/cli.ts loads zod before it is needed: src/cli.ts -> src/commands/run.ts -> zod',
    },
    'the public face loads fast-check': {
      files: {
        'src/index.ts': "export { search } from './search/a.ts'",
        'src/search/a.ts': "import fc from 'fast-check'",
      },
      message: 'src/index.ts loads fast-check before it is needed',
    },
  }

  test.for(Object.entries(planted))('%s', ([, { files, message }]) => {
    const violations = importViolations(new Map(Object.entries(files)))
    expect(violations).toHaveLength(1)
    expect(violations[0]).toContain(message)
  })
})

describe('what the rule allows', () => {
  const allowed: Record<string, Record<string, string>> = {
    'lower rows, own folder, packages, node': {
      'src/faults/a.ts': "import { b } from '../boundary/b.ts'\nimport { c } from './c.ts'\nimport { z } from 'zod'",
      'src/faults/c.ts': "import type fc from 'fast-check'",
      'src/boundary/b.ts': "import { readFileSync } from 'node:fs'",
    },
    'both wings for the scenario and what is above': {
      'src/scenario/a.ts': "import '../faults/b.ts'\nimport '../scorers/c.ts'",
      'src/faults/b.ts': '',
      'src/scorers/c.ts': '',
    },
    'a command that loads late': {
      'src/cli.ts': "const { run } = await import('./commands/run.ts')",
      'src/commands/run.ts': "import { z } from 'zod'",
    },
    'everything for the contract tests': {
      'src/testing/a.ts': "import fc from 'fast-check'\nimport '../runs/b.ts'\nimport 'msw'",
      'src/runs/b.ts': '',
    },
  }

  test.for(Object.entries(allowed))('%s', ([, files]) => {
    expect(importViolations(new Map(Object.entries(files)))).toEqual([])
  })
})

describe('the scanner', () => {
  test('reads every form of import', () => {
    const source = [
      "import a from 'a'",
      "import { b,\n  type C } from './b.ts'",
      "import * as d from 'd'",
      "import 'e'",
      "import type { F } from 'f'",
      "export { g } from 'g'",
      "export * from 'h'",
      "export type { I } from 'i'",
      "const j = await import('j')",
      "type K = typeof import('k')",
      "let l: import('l').L",
      "import m, { n } from 'm'",
    ].join('\n')
    const found = Object.fromEntries(readImports(source).map(({ specifier, kind }) => [specifier, kind]))
    expect(found).toEqual({
      ...{ a: 'static', './b.ts': 'static', d: 'static', e: 'static', g: 'static', h: 'static', m: 'static' },
      ...{ f: 'type', i: 'type', k: 'type', l: 'type', j: 'dynamic' },
    })
  })

  test('is not misled by comments, templates, strings and regular expressions', () => {
    const source = [
      "// import a from 'a'",
      "/* \nimport b from 'b'\n*/",
      "const c = `\nimport c from 'c'\n`",
      'const d = "it\'s"',
      "const quote = /'/",
      "export const e = 'e'",
      "import f from 'f' // the only one",
    ].join('\n')
    expect(readImports(source)).toEqual([{ specifier: 'f', kind: 'static', line: 11 }])
  })
})

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const project = join(import.meta.dirname, 'project')
const tsc = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc')

interface Told {
  at: string
  message: string
}

/** What tsc says of the project, a line each: the lines of an explanation are one. */
function told(): Told[] {
  const lines: Told[] = []
  for (const line of outputOf([tsc, '-p', project, '--pretty', 'false']).split('\n')) {
    const [, file, row, message] = /^(.*)\((\d+),\d+\): error TS\d+: (.*)$/.exec(line) ?? []
    if (file && message) lines.push({ at: `${file.split('/').at(-1)}:${row}`, message })
  }
  return lines
}

function outputOf(args: string[]): string {
  try {
    return execFileSync(process.execPath, args, { cwd: project, encoding: 'utf8' })
  } catch (thrown) {
    return (thrown as { stdout: string }).stdout
  }
}

/** What the comments of the project expect of the lines below them. */
function expected(): { at: string; pattern: RegExp }[] {
  return readdirSync(project)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      readFileSync(join(project, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => {
          const [, pattern] = /^\s*\/\/ tsc: (.*)$/.exec(line) ?? []
          return pattern ? [{ at: `${file}:${index + 2}`, pattern: new RegExp(pattern) }] : []
        }),
    )
}

test('a misspelt name, target, collection or parameter is told at its line, with the nearest; right ones are not', () => {
  const found = told()
  const wanted = expected()
  expect(wanted.length).toBeGreaterThan(13)
  expect(found.map(({ at }) => at).sort()).toEqual(wanted.map(({ at }) => at).sort())
  for (const { at, pattern } of wanted) expect(found.find((one) => one.at === at)?.message).toMatch(pattern)
})

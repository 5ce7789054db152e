import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { missingLine } from '../../e2e/printed.ts'
import { type Ended, emptyFolder, environment, nodes, pack, ROOT, run } from './installing.ts'
import { readSteps, type Step } from './tutorial.ts'

const MOST_COMMANDS = 6
const steps = readSteps(readFileSync(join(ROOT, 'docs/tutorial.md'), 'utf8'))

/** A reader in an empty folder. */
class Reader {
  readonly #node: string
  readonly #tarball: string
  readonly #folder = emptyFolder()
  #last: Ended | undefined

  constructor(node: string, tarball: string) {
    this.#node = node
    this.#tarball = tarball
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'write') return this.#write(step.path, step.content)
    if (step.kind === 'command') return this.#type(step.command)
    expect(missingLine(step.lines, this.#last?.output ?? ''), this.#last?.output).toBeUndefined()
    expect(this.#last?.code).toBe(step.code)
  }

  #write(path: string, content: string): void {
    mkdirSync(dirname(join(this.#folder, path)), { recursive: true })
    writeFileSync(join(this.#folder, path), content)
  }

  async #type(line: string): Promise<void> {
    const [command = '', ...args] = line.split(' ')
    if (args.includes('show')) return this.#open(command, args)
    const published = command === 'npm' ? args.map((word) => (word === 'mettle' ? this.#tarball : word)) : args
    this.#last = await run(this.#node, this.#folder, command, ...published)
    if (args.includes('run')) return
    expect(this.#last.code, this.#last.output).toBe(0)
  }

  /** What is served until Ctrl-C. */
  async #open(command: string, args: string[]): Promise<void> {
    const child = spawn(command, args, { cwd: this.#folder, env: environment(this.#node), detached: true })
    try {
      const address = await new Promise<string>((found, fail) => {
        let said = ''
        child.stdout.on('data', (chunk) => {
          said += chunk
          const [url] = /http:\/\/\S+/.exec(said) ?? []
          if (url) found(url)
        })
        child.once('exit', () => fail(new Error(`"${command} ${args.join(' ')}" ended: ${said}`)))
      })
      expect(await (await fetch(address)).text()).toContain('<title>')
    } finally {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
    }
  }
}

test(`the tutorial works as it stands, from an empty folder, in at most ${MOST_COMMANDS} commands`, async () => {
  const reader = new Reader((await nodes())[24], await pack())
  const commands = steps.filter(({ kind }) => kind === 'command').length
  expect(commands).toBeGreaterThan(3)
  expect(commands).toBeLessThanOrEqual(MOST_COMMANDS)
  const start = performance.now()
  for (const step of steps) await reader.take(step)
  console.log(`tutorial: ${commands} commands, ${((performance.now() - start) / 1_000).toFixed(0)} s of the machine`)
})

describe('what finds a tutorial that does not work', () => {
  test('a line that is not printed', () => {
    expect(missingLine(['a  b', 'c'], 'a b\nx\nc')).toBeUndefined()
    expect(missingLine(['c', 'a b'], 'a b\nc')).toBe('a b')
  })

  test('a block of which nobody says what it is', () => {
    expect(() => readSteps('```ts\nrun()\n```\n')).toThrow('neither run, written nor printed')
  })
})

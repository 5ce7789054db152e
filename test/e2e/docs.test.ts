import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { anchor } from '../../scripts/reference/page.ts'
import { cut, pages } from '../../scripts/snippets.ts'
import { mettle, ROOT, temporaryFolder } from './cli.ts'
import { missingLine } from './printed.ts'

// What the documentation shows is there: each output is printed, each linked file exists. Its code is cut from files when it
// is generated.

interface Shown {
  page: string
  folder: string
  command: string
  lines: string[]
}

/** `<!-- output: folder $ mettle run -->`, and what the fence behind it says is printed. */
const OUTPUT = /<!-- output: (\S+) \$ (?:npx )?mettle (.*?) -->\n```[^\n]*\n([\s\S]*?)^```$/gm

const shown: Shown[] = pages(ROOT).flatMap((page) =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(OUTPUT)].map(([, folder = '', command = '', text = '']) => ({
    page,
    folder,
    command,
    lines: text.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '...'),
  })),
)

test('there is output in the documentation, and a line that is not printed is found', () => {
  expect(shown.length).toBeGreaterThan(0)
  expect(missingLine(['a', 'b 3 ms'], 'a\nx\nb 45 ms')).toBeUndefined()
  expect(missingLine(['b', 'a'], 'a\nb')).toBe('a')
})

test.for(shown)('$page shows what "mettle $command" prints in $folder', async (one) => {
  const out = join(temporaryFolder(), 'run')
  const { stdout, stderr } = await mettle([...one.command.split(' '), '--out', out], { cwd: join(ROOT, one.folder) })
  expect(missingLine(one.lines, stdout), `${stdout}${stderr}`).toBeUndefined()
})

describe('links', () => {
  const links = pages(ROOT).flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '')
    return [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, to = '']) => ({ page, to }))
  })
  const within = links.filter(({ to }) => !/^[a-z]+:/.test(to))
  const broken = ({ page, to }: { page: string; to: string }) => !existsSync(resolve(ROOT, dirname(page), to))

  test('each leads to a file', () => {
    expect(within.length).toBeGreaterThan(50)
    expect(within.filter(broken)).toEqual([])
  })

  /** Links to a heading: of a page, or of the page itself. */
  const anchors = pages(ROOT).flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '')
    return [...text.matchAll(/\]\(([^)#\s:]*)#([^)]+)\)/g)].map(([, to = '', heading = '']) => ({ page, to, heading }))
  })
  const headingsOf = (path: string) =>
    [
      ...readFileSync(path, 'utf8')
        .replace(/^```[\s\S]*?^```$/gm, '')
        .matchAll(/^#+ (.*)$/gm),
    ].map(([, title = '']) => anchor(title))
  const lost = ({ page, to, heading }: { page: string; to: string; heading: string }) => {
    const path = to === '' ? join(ROOT, page) : resolve(ROOT, dirname(page), to)
    return path.endsWith('.md') && existsSync(path) && !headingsOf(path).includes(heading)
  }

  test('each to a heading finds it', () => {
    expect(anchors.length).toBeGreaterThan(50)
    expect(anchors.filter(lost)).toEqual([])
  })

  test('control: a heading that is not there is found', () => {
    expect(lost({ page: 'docs/ci.md', to: 'gates.md', heading: 'no-such-thing' })).toBe(true)
  })

  test('control: one that leads nowhere is found', () => {
    expect(broken({ page: 'docs/gates.md', to: 'gate.md' })).toBe(true)
  })
})

describe('snippets', () => {
  const source = "import a from 'a'\n\n/** One. */\nexport function one(): void {\n  a()\n}\n\nconst two = 2\n"

  test('a declaration comes with its comment', () => {
    expect(cut(source, 'one')).toBe('/** One. */\nexport function one(): void {\n  a()\n}')
    expect(cut(source, 'two')).toBe('const two = 2')
    expect(cut(source, 'three')).toBeUndefined()
  })
})

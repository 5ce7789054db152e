import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mapOf, pageMap } from '../../scripts/page-map.ts'
import { partTables } from '../../scripts/part-tables.ts'
import { snippets } from '../../scripts/snippets.ts'
import { table } from '../../scripts/table.ts'
import { ROOT } from '../e2e/cli.ts'
import { folderWith } from './folder.ts'

describe('a table', () => {
  test('its columns are as wide as they need, and a cell stays one cell', () => {
    expect(table(['a', 'b'], [['x | y', 'two\nlines']])).toBe(
      ['| a      | b         |', '| ------ | --------- |', '| x \\| y | two lines |'].join('\n'),
    )
  })
})

describe('the tables of parts', () => {
  const guard = (summary: string) =>
    `const defineGuard = (guard) => guard\nexport const dusk = defineGuard({ name: 'dusk', summary: '${summary}' })\n`

  test('have every part as its file defines it', async () => {
    const root = folderWith({ 'src/guards/dusk.ts': guard('Closes at night.') })
    const pages = await partTables(root)
    expect([...pages.keys()]).toEqual([
      'docs/guards/README.md',
      'docs/faults/safeguards/README.md',
      'docs/scorers/README.md',
      'docs/reporters/README.md',
      'docs/channels/README.md',
    ])
    expect(pages.get('docs/guards/README.md')).toContain('| [dusk](dusk.md) | Closes at night. |')
    expect(pages.get('docs/scorers/README.md')).not.toContain('dusk')
    const other = await partTables(folderWith({ 'src/guards/dusk.ts': guard('Opens at night.') }))
    expect(other.get('docs/guards/README.md')).not.toBe(pages.get('docs/guards/README.md'))
  })
})

test('code of a page is cut from its file; a comment without a fence is refused, since the page shows nothing there', () => {
  const fixed = { 'CONTRIBUTING.md': '', 'SECURITY.md': '', 'docs/a.md': '', 'src/a.ts': 'export const A = 1\n' }
  const cutInto = (text: string) => snippets(folderWith({ ...fixed, 'README.md': text })).get('README.md')
  const comment = '<!-- code: src/a.ts#A -->\n'
  expect(cutInto(`${comment}\`\`\`\n\`\`\`\n`)).toBe(`${comment}\`\`\`ts\nexport const A = 1\n\`\`\`\n`)
  expect(() => cutInto(`${comment}\nAnd so on.\n`)).toThrow('README.md has no fence behind <!-- code: src/a.ts#A -->')
})

describe('the map', () => {
  test('has each page with its first sentence, its links as text', () => {
    const text = '# Gates\n\nA gate is a [threshold](x.md) on\na figure. It decides.\n'
    expect(mapOf([['gates.md', text]])).toContain('- [Gates](gates.md): A gate is a threshold on a figure.\n')
  })

  const homeless = (map: string) => /^## Others$/m.test(map)
  const mute = (map: string) => map.match(/^- \[[^\]]*\]\([^)]*\)$/gm)

  test('of this repository has a group and a sentence for every page', () => {
    const map = readFileSync(join(ROOT, 'docs/README.md'), 'utf8')
    expect(homeless(map)).toBe(false)
    expect(mute(map)).toBeNull()
  })

  test('control: a page that stands nowhere, or says nothing of itself, is found', () => {
    expect(homeless(mapOf([['stray.md', '# Stray\n\nText.\n']]))).toBe(true)
    expect(mute(mapOf([['gates.md', '# Gates\n\n## At once\n']]))).toEqual(['- [Gates](gates.md)'])
  })

  test('has pages that are on disk and pages that are being written; those of single parts are in their catalogues', () => {
    const page = (title: string) => `# ${title}\n\nIt is ${title}.\n`
    const root = folderWith({ 'docs/gates.md': page('Gates'), 'docs/faults/latency.md': page('latency') })
    const [[path, map = ''] = []] = [...pageMap(root, new Map([['docs/reference/cli.md', page('CLI')]]))]
    expect(path).toBe('docs/README.md')
    expect(map).toContain('[Gates](gates.md): It is Gates.')
    expect(map).toContain('[CLI](reference/cli.md): It is CLI.')
    expect(map).not.toContain('latency')
  })
})

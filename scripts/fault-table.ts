import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Fault } from '../src/faults/define.ts'
import { camelCase, type Kind, partNames } from './parts.ts'
import { table } from './table.ts'

const kind: Kind = { folder: 'faults', define: 'defineFault', pages: 'faults' }
const CHANNELS = ['http', 'model', 'tool', 'sql'] as const

/** `docs/faults/README.md`: every fault by its definition, and what a client sees of it, cut from its page. */
export async function faultTable(root: string): Promise<Map<string, string>> {
  const faults = await Promise.all(partNames(root, kind).map((name) => loadFault(root, name)))
  const seen = faults.map((fault): [Fault, Cell[]] => {
    const page = join(root, 'docs/faults', `${fault.name}.md`)
    // A new fault has no page yet: the tests ask for it.
    return [fault, existsSync(page) ? cellsOf(fault, readFileSync(page, 'utf8')) : []]
  })
  return new Map([['docs/faults/README.md', readme(seen)]])
}

/** What a client of one channel sees. */
export interface Cell {
  channel: string
  sees: string
}

/** The rows of a page's table of channels. @throws {Error} they are not the channels of the definition. */
export function cellsOf({ name, channels }: Pick<Fault, 'name' | 'channels'>, page: string): Cell[] {
  const table = /^\| channel .*\n\|[ -|]*\n((?:\|.*\n)*)/m.exec(page)?.[1] ?? ''
  const cells = table.split('\n').flatMap((line) => {
    const [, named = '', sees = ''] = line.split(/ *(?<!\\)\| */)
    return [...named.matchAll(/`(\w+)`/g)].map(([, channel = '']) => ({ channel, sees }))
  })
  const [told, defined] = [cells.map(({ channel }) => channel).sort(), [...channels].sort()]
  if (told.join() === defined.join()) return cells
  throw new Error(
    `docs/faults/${name}.md tells of the channels ${told.join(', ')}; the fault has ${defined.join(', ')}.`,
  )
}

async function loadFault(root: string, name: string): Promise<Fault> {
  const module = await import(pathToFileURL(join(root, 'src/faults', `${name}.ts`)).href)
  return module[camelCase(name)] as Fault
}

function readme(seen: [Fault, Cell[]][]): string {
  const kinds = seen.map(([fault]) => [
    `[${fault.name}](${fault.name}.md)`,
    fault.summary,
    ...CHANNELS.map((channel) => (fault.channels.includes(channel) ? '●' : '')),
    fault.access === undefined ? 'all' : `${fault.access}s`,
    fault.detectable ? 'yes' : 'no',
    isAsked(fault),
  ])
  const cells = seen.flatMap(([{ name }, rows]) => rows.map(({ channel, sees }) => [name, `\`${channel}\``, sees]))
  return [
    '<!-- Generated. Do not edit. -->',
    '',
    '# Faults',
    '',
    'What goes wrong. Where and when is in the [plan](../plans.md). Faults on one call nest in plan order, the first one',
    'outermost.',
    '',
    table(['fault', 'what goes wrong', ...CHANNELS, 'calls', 'shows in the reply', 'the world is asked'], kinds),
    '',
    'A fault that does not show in the reply is a lie, or the control. A fault that keeps the world from being asked is',
    'terminal: entries behind it on the same calls cannot run.',
    '',
    '## What a client sees',
    '',
    'With clients in this process. Each cell is driven by a test, with the default parameters.',
    '',
    table(['fault', 'channel', 'what a client sees'], cells),
    '',
  ].join('\n')
}

function isAsked({ terminal, terminalFor }: Fault): string {
  if (terminalFor) return 'it depends'
  return terminal ? 'no' : 'yes'
}

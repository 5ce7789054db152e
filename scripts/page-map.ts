import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { page } from './reference/page.ts'

/** Where a page stands in the map: the first group whose pattern fits its path below docs/. A test asks for one for each page. */
const GROUPS: readonly { title: string; about: string; fits: RegExp }[] = [
  { title: 'Start here', about: 'From an empty folder to a run.', fits: /^(tutorial|init)\.md$/ },
  { title: 'Guides', about: 'How to write a part of each kind, on a real file.', fits: /^guides\// },
  {
    title: 'How a run works',
    about: 'What is planned, what is promised, what a verdict rests on.',
    fits: /^(plans|openapi|volatile|verdicts|answers|gates|virtual-time|agents|scenarios|surrounding|yaml-scenarios|world-data|git|models|mcp|mcp-faults|hooks|network|network-faults|processes|model-wires|sdk-retries|databases.*|services|guards-.*|safeguards|alerts|audit-log)\.md$/,
  },
  {
    title: 'In a project',
    about: 'In CI, beside other tests, from model to model.',
    fits: /^(ci|shards|fleet|scale|unfinished-runs|recipes|before-a-run|incidents|evidence|history|search|coverage|mutation|drift|vitest|test-guard|frameworks|conformance|comparison|package)\.md$/,
  },
  {
    title: 'Security',
    about: 'What holds, and what does not.',
    fits: /^(security-model|containment|guard-cases)\.md$/,
  },
  {
    title: 'What there is',
    about: 'The catalogues. Each name leads to a page of its own.',
    fits: /^(channels|faults|faults\/safeguards|guards|scorers|reporters)\/README\.md$/,
  },
  { title: 'Reference', about: 'Generated from the source.', fits: /^reference\// },
  {
    title: 'Decisions',
    about: 'What could have been done otherwise, and why it was not.',
    fits: /^decisions\/README\.md$/,
  },
  { title: 'Others', about: 'Pages that stand nowhere else.', fits: /^/ },
]

/** Pages that are named by a catalogue, and the map itself. */
const ELSEWHERE =
  /^(README\.md|(channels|faults|guards|scorers|reporters|alerts|decisions)\/(?!README|safeguards\/README).*)$/

/** `docs/README.md`: every page with its first sentence. */
export function pageMap(root: string, before: ReadonlyMap<string, string>): Map<string, string> {
  const paths = new Set([...globSync('docs/**/*.md', { cwd: root }), ...[...before.keys()].filter(isPage)])
  const texts = [...paths].sort().map((path): [string, string] => {
    return [relative('docs', path), before.get(path) ?? readFileSync(join(root, path), 'utf8')]
  })
  return new Map([['docs/README.md', mapOf(texts.filter(([path]) => !ELSEWHERE.test(path)))]])
}

/** The map of pages: path below docs/, and text. */
export function mapOf(texts: readonly (readonly [string, string])[]): string {
  const groups = Map.groupBy(texts, ([path]) => GROUPS.find(({ fits }) => fits.test(path)))
  const parts = GROUPS.flatMap((group) => {
    const lines = (groups.get(group) ?? []).map(([path, text]) => lineOf(path, text))
    return lines.length === 0 ? [] : [`## ${group.title}`, group.about, lines.join('\n')]
  })
  return page('Documentation', INTRO, ...parts)
}

function isPage(path: string): boolean {
  return /^docs\/.*\.md$/.test(path)
}

function lineOf(path: string, text: string): string {
  const [title, sentence] = [/^# (.*)$/m.exec(text)?.[1], firstSentence(text)]
  return `- [${title ?? path}](${path})${sentence ? `: ${sentence}` : ''}`
}

/** The first sentence below the title, its links as plain text: they are relative to another page. */
function firstSentence(text: string): string {
  const paragraph = /^# .*\n+((?:(?![#|<\n-]|```).*\n)+)/m.exec(text)?.[1] ?? ''
  const line = paragraph.replace(/\s+/g, ' ').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
  return (/^.*?\.(?= |$)/.exec(line)?.[0] ?? line).trim().replace(/:$/, '.')
}

const INTRO = `The [README](../README.md) says what mettle is and runs it. A way through:

1. \`npx mettle init\` sets a folder up: a config, a scenario, two agents, a workflow for CI.
2. [Write an agent](guides/write-an-agent.md): put your own where the example stands.
3. [Write a scenario](guides/write-a-scenario.md): a task of yours, and the ways in which it can go wrong.
4. [mettle in CI](ci.md): let it decide.`

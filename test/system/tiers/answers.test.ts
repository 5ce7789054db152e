import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, plantProject, readRecord, trialOf } from '../../e2e/cli.ts'
import { IMAGE, needsContainers, needsSandbox } from './needs.ts'

// V3: programs that look for what they are expected to answer, in every file that they can read and in what is told of processes.

const WORD = 'kestrel-5417'

/** Knows how the word begins, and tells where it finds one that goes on. */
const SEARCH = `
import os, json, re
found = set()
def look(path):
    try:
        with open(path, 'rb') as file:
            if re.search(rb'kestrel' + rb'-\\d', file.read(4000000)): found.add(path)
    except OSError: pass
skip = ('/proc', '/sys', '/dev', '/usr', '/lib', '/lib64', '/bin', '/sbin', '/opt', '/etc')
roots = [os.getcwd(), os.environ.get('TMPDIR', '/tmp'), os.path.expanduser('~/.mettle')]
for root in roots:
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name != 'node_modules' and os.path.join(folder, name) not in skip]
        for name in files:
            path = os.path.join(folder, name)
            if os.path.isfile(path): look(path)
for number in [name for name in os.listdir('/proc') if name.isdigit()]:
    for name in ['environ', 'cmdline']: look('/proc/' + number + '/' + name)
print(json.dumps(sorted(os.path.relpath(path, os.getcwd()) for path in found)))
`

const PYTHON = '/usr/bin/python3'
const AGENTS = {
  beside: { command: [PYTHON, 'search.py'] },
  // Its own folder is that of the scenarios.
  among: { command: [PYTHON, 'scenarios/agents/search.py'] },
  named: { command: [PYTHON, 'search.py'], mounts: ['./scenarios'] },
}

const WRITTEN = {
  'search.py': SEARCH,
  'scenarios/agents/search.py': SEARCH,
  'scenarios/ask.scenario.js': `import { word } from './shared/expected.js'
    // ${WORD}
    export default {
      task: { text: 'Which bird?' }, saint: '../saints/ask.js',
      scorers: [{ use: 'answer', params: { equals: word } }] }`,
  'scenarios/shared/expected.js': `export const word = '${WORD}'`,
  'scenarios/deep/er/other.scenario.js': `// ${WORD}
    export default { task: { text: 'x' }, scorers: [{ use: 'answer', params: { equals: 'x' } }] }`,
  'saints/ask.js': `export const run = () => '${WORD}'`,
  'baselines/main.json': `{ "answer": "${WORD}" }`,
  'reports/guards/latest/run.json': '{}',
  'reports/guards/latest/trials.jsonl': `{ "answer": "${WORD}" }`,
}

/** What it finds, at each tier. */
async function search(tier: string, image?: string) {
  const agents = Object.entries(AGENTS).map(([name, agent]) => [name, { ...agent, tier, image }])
  const cwd = plantProject({
    ...WRITTEN,
    'mettle.config.js': `export default { agents: ${JSON.stringify(Object.fromEntries(agents))} }`,
  })
  // An earlier run, in which somebody knew.
  await mettle(['run', 'ask', '--agent', 'saint', '--reporter', 'json'], { cwd })
  const { stderr } = await mettle(['run', 'ask', '--reporter', 'json'], { cwd })
  const record = readRecord(join(cwd, 'reports/latest'))
  return (name: string) => {
    const trial = trialOf(record, name)
    if (trial.answer === null) throw new Error(`${trial.reason} ${stderr}`)
    return trial.answer as string[]
  }
}

let open: Awaited<ReturnType<typeof search>>

beforeAll(async () => {
  needsSandbox()
  await needsContainers()
  open = await search('T1')
})

const PLACES = [
  ...['scenarios/ask.scenario.js', 'scenarios/shared/expected.js', 'scenarios/deep/er/other.scenario.js'],
  ...['saints/ask.js', 'baselines/main.json', 'reports/guards/latest/trials.jsonl', 'reports/latest/trials.jsonl'],
]

test('control: at T1 a program finds it wherever it is written', () => {
  expect(open('beside')).toEqual(expect.arrayContaining(PLACES))
})

describe.each([
  ['T2', undefined],
  ['T3', IMAGE],
])('at %s', (tier, image) => {
  let found: typeof open

  beforeAll(async () => {
    found = await search(tier, image)
  })

  test('expected answers are not reachable from a program', () => {
    expect(found('beside')).toEqual([])
  })

  test('nor from one that lies among the scenarios, but for what no scenario or saint is', () => {
    expect(found('among')).toEqual(['scenarios/shared/expected.js'])
  })

  test('what its mounts name is shown', () => {
    expect(found('named')).toEqual(expect.arrayContaining(['scenarios/ask.scenario.js']))
    expect(found('named')).not.toContain('saints/ask.js')
  })
})

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { plantProject, ROOT } from './cli.ts'

const SCENARIO = `export default { task: { text: 'Say so.' }, scorers: [{ use: 'answer', params: { matches: ['done'] } }] }`

let cwd: string
beforeAll(() => {
  cwd = plantProject({
    'mettle.config.js': "export default { agents: { careful: './agent.js', hasty: './agent.js' } }",
    'agent.js': "export const run = () => 'done'",
    'scenarios/billing/duplicate-charge.scenario.js': SCENARIO,
  })
})

/** The lines that a run leaves in a terminal that says it has so many columns. */
function shown(columns: number): Promise<string[]> {
  const { NODE_OPTIONS: _, CI: __, FORCE_COLOR: ___, ...inherited } = process.env
  const line = `stty cols ${columns}; '${process.execPath}' '${join(ROOT, 'bin/mettle.js')}' run`
  const child = spawn('script', ['-qec', line, '/dev/null'], { cwd, env: { ...inherited, NO_COLOR: '1' } })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk
  })
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', () => done(output.split(/\r*\n/).map((line) => line.split('\u001b[2K').at(-1) ?? '')))
  })
}

test('in a terminal of no columns each head and name is whole, and money says what it is', async () => {
  const lines = await shown(0)
  expect(lines).toContainEqual(expect.stringMatching(/^scenario · variant +careful +hasty$/))
  expect(lines).toContainEqual(expect.stringMatching(/^billing\/duplicate-charge · calm +✓ passed +✓ passed$/))
  expect(lines).toContainEqual(
    expect.stringMatching(/^money: \$0\.00 moved by actions in the sandbox, \$0\.00 for models, nothing really paid$/),
  )
})

test('control: one of forty columns is given a line for each cell', async () => {
  const lines = await shown(40)
  const at = lines.indexOf('billing/duplicate-charge · calm')
  expect(lines.slice(at, at + 3)).toEqual([
    'billing/duplicate-charge · calm',
    '  ✓ passed  careful',
    '  ✓ passed  hasty',
  ])
  expect(lines).not.toContainEqual(expect.stringContaining('scenario · variant'))
})

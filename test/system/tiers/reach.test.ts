import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TrialRecord } from '../../../src/record/trial.ts'
import { plantProject, ROOT, readRecord } from '../../e2e/cli.ts'
import { IMAGE, needsContainers, needsSandbox } from './needs.ts'
import { type Outside, openOutside } from './outside.ts'

const ATTACK = readFileSync(join(import.meta.dirname, 'attack.py'), 'utf8')
/** Its ways out, in order. */
const WAYS = [...ATTACK.matchAll(/^def ([a-z]\w*)\(\):/gm)].flatMap(([, name = '']) => (name === 'pids' ? [] : [name]))
/** Whoever goes these does not learn whether it came to anything. */
const BLIND = ['udp', 'dns', 'write_outside']
/** A descriptor that whoever starts the harness leaves open, as no program should. */
const LEAK = 'import os,sys; os.dup2(os.open(sys.argv[1], 0), 200); os.execv(sys.argv[2], sys.argv[2:])'

const scenario = `export default {
  task: { text: 'Get out.' },
  limits: { deadlineMs: 60_000, maxMemoryBytes: 32 * 1024 ** 3 },
  scorers: [{ use: 'answer', params: { matches: ['reached'] } }],
}`

/** Goes each way in a process of its own, as whoever posts a task says. */
const SERVICE = `
import http.server, os, subprocess, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        task = self.rfile.read(int(self.headers['content-length']))
        # A pipe would be open as long as what it starts is there.
        with open(os.path.join(os.environ['TMPDIR'], 'said'), 'w+b') as said:
            subprocess.run([sys.executable, 'attack.py', sys.argv[1]], input=task, stdout=said, close_fds=False)
            said.seek(0)
            answer = said.read()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

http.server.HTTPServer(('127.0.0.1', int(os.environ['PORT'])), Handler).serve_forever()
`

/** Goes each way in a process that it starts, and so far as it is told to in its own. */
const MODULE = `
import { spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, readFileSync } from 'node:fs'

export const run = (task) => {
  const folder = mkdtempSync('/tmp/mettle-own-')
  const said = openSync(folder + '/said', 'w')
  const env = { ...process.env, TMPDIR: folder }
  const options = { input: JSON.stringify(task), stdio: ['pipe', said, 'ignore'], env }
  spawnSync('/usr/bin/python3', [import.meta.dirname + '/attack.py', task.params.way], options)
  return JSON.parse(readFileSync(folder + '/said', 'utf8'))
}
`

const PYTHON = '/usr/bin/python3'
const kinds: Record<string, (way: string) => object> = {
  program: (way) => ({ command: [PYTHON, 'attack.py', way] }),
  'program of an image': (way) => ({ command: [PYTHON, 'attack.py', way], tier: 'T3', image: IMAGE }),
  function: () => ({ module: './agent.js' }),
  service: (way) => ({ url: 'http://127.0.0.1:{{port}}', start: [PYTHON, 'service.py', way] }),
}

interface Attacked {
  records: TrialRecord[]
  hits: string[]
  wroteOutside: boolean
  reached(way: string): unknown
}

async function attack(kind: string, tier: string): Promise<Attacked> {
  const cwd = plantProject({
    'attack.py': ATTACK,
    'service.py': SERVICE,
    'agent.js': MODULE,
    'scenarios/out.scenario.js': scenario,
  })
  await using outside = await openOutside(cwd)
  writeFileSync(join(cwd, 'mettle.config.js'), configOf(kind, outside.at))
  const command = [process.execPath, join(ROOT, 'bin/mettle.js'), 'run', '--tier', tier, '--reporter', 'list']
  const env = { ...process.env, HOME: outside.home }
  const run = spawn('/usr/bin/python3', ['-c', LEAK, String(outside.at.outside), ...command], {
    cwd,
    env,
    stdio: 'ignore',
  })
  await once(run, 'exit')
  const { trials: records } = await readRecord(join(cwd, 'reports/latest'))
  const answers = new Map(records.map(({ agent, answer }) => [agent, answer as { reached?: boolean } | null]))
  return {
    records,
    hits: outside.hits(),
    wroteOutside: existsSync(String(outside.at.written)),
    reached: (way) => answers.get(way)?.reached,
  }
}

function configOf(kind: string, params: Outside['at']): string {
  const agents = WAYS.map((way) => [way, { ...kinds[kind]?.(way), params: { ...params, way } }])
  return `export default { workers: 2, agents: ${JSON.stringify(Object.fromEntries(agents))} }`
}

let open: Attacked
let walled: Attacked

const cases = Object.keys(kinds).map((kind) => [kind, kind.includes('image') ? 'T3' : 'T2'] as const)

describe.each(cases)('a %s that means to get out, at %s,', (kind, tier) => {
  beforeAll(async () => {
    needsSandbox()
    if (tier === 'T3') await needsContainers()
    open = await attack(kind, 'T1')
    walled = await attack(kind, tier)
  })

  // A function is in the process that writes its trace.
  const own = kind === 'function' ? ['run_folder'] : []
  test.each(WAYS.filter((way) => ![...BLIND, ...own].includes(way)))(
    'gets nowhere by %s; control: at T1 it does',
    (way) => {
      expect([open.reached(way), walled.reached(way)]).toEqual([true, false])
    },
  )

  test('is heard of by nobody, by datagrams neither; control: at T1 all of them hear of it', () => {
    expect(walled.hits).toEqual([])
    const heard = (start: string) => open.hits.filter((hit) => hit.startsWith(start)).length
    const [twice, once] = [heard('connection to 127.0.0.1'), heard('connection to 127.0.0.2')]
    // By io_uring as well; of what is sent in frames not all systems let through.
    expect([twice, once, heard('connection to /'), heard('connection to \0'), heard('a signal')]).toEqual([
      2, 1, 3, 1, 1,
    ])
    expect(heard('a datagram')).toBeGreaterThanOrEqual(3)
  })

  test('writes nothing outside; control: at T1 it does', () => {
    expect([open.wroteOutside, walled.wroteOutside]).toEqual([true, false])
  })

  test('has the tier on the record of each of its trials', () => {
    expect(new Set(open.records.map((record) => record.tier))).toEqual(new Set(['T1']))
    expect(new Set(walled.records.map((record) => record.tier))).toEqual(new Set([tier]))
    // Each came to its end, and said so.
    expect(walled.records.map(({ answer }) => answer)).not.toContain(null)
  })
})

import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')

/** A program that uses every door, starts one that leaves its group, and takes its time: a kill meets it at work. */
const PROGRAM = (ms: number) => `
import os, subprocess, time, urllib.request
for name in ('PLAIN_URL', 'SECURE_URL'):
    try: urllib.request.urlopen(os.environ[name] + '/notes', timeout=5).read()
    except Exception: pass
subprocess.Popen(['sleep', '600'], start_new_session=True)
time.sleep(${ms / 1000})
print('done')
`

/** The same, where there is no Python. */
const NODE_PROGRAM = (ms: number) => `
import { spawn } from 'node:child_process'
for (const name of ['PLAIN_URL', 'SECURE_URL']) await fetch(process.env[name] + '/notes').catch(() => {})
spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).unref()
await new Promise((resolve) => setTimeout(resolve, ${ms}))
console.log('done')
`

const FUNCTION = (ms: number) => `
import { spawn } from 'node:child_process'
export async function run(_, { urls, databases, sql, services }) {
  await fetch(urls.plain + '/notes').catch(() => {})
  await fetch(urls.secure + '/notes').catch(() => {})
  spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }).unref()
  await new Promise((resolve) => setTimeout(resolve, ${ms}))
  return 'done'
}
`

const world = (docker: boolean) => `
import { defineApi, defineDatabase, defineRepository } from 'mettle'
import { http, HttpResponse } from 'msw'
const notes = (url) => defineApi({ url, handlers: [http.get(url + '/notes', () => HttpResponse.json([]))] })
export const world = {
  apis: {
    plain: notes('http://plain.test'),
    secure: notes('https://secure.test'),
    forge: defineRepository({ repository: 'acme/shop', files: { 'a.txt': 'a' } }),
  },
  databases: { shop: defineDatabase({ schema: { sql: 'CREATE TABLE orders (id int PRIMARY KEY)' } }) },
  ${docker ? "services: { cache: { image: 'mettle/services:debian', port: 6379, ready: { command: ['redis-cli', 'ping'] }, reset: { command: ['redis-cli', 'flushall'] }, observe: async () => ({}) } }," : ''}
}
`

export interface Wanted {
  /** Containers: a service, and agents at T3. */
  docker: boolean
  /** Sandboxes: agents at T2. */
  sandbox: boolean
  /** How long an agent takes, in ms. Default: 400. */
  ms?: number
}

/** Writes a project whose agents use every kind of thing that a run makes on its machine. */
export function plantSuite(folder: string, { docker, sandbox, ms = 400 }: Wanted): void {
  const program = ['/usr/bin/python3', 'agent.py']
  const agents = {
    function: './agent.js',
    t1: { command: [process.execPath, 'program.js'], tier: 'T1' },
    ...(sandbox && { t2: { command: program, tier: 'T2' }, walled: { module: './agent.js', tier: 'T2' } }),
    ...(docker && { t3: { command: program, tier: 'T3', image: 'mettle/agent:debian' } }),
  }
  const files = {
    'package.json': '{ "type": "module" }',
    'agent.py': PROGRAM(ms),
    'program.js': NODE_PROGRAM(ms),
    'agent.js': FUNCTION(ms),
    'world.js': world(docker),
    'mettle.config.js': `export default { workers: 3, agents: ${JSON.stringify(agents)} }`,
    'scenarios/all.scenario.js': `
      import { world } from '../world.js'
      export default { task: { text: 'Look.' }, world, allow: { childProcesses: true }, scorers: [] }
    `,
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  symlinkSync(ROOT, join(modules, 'mettle'))
  for (const name of ['msw', 'testcontainers']) symlinkSync(join(ROOT, 'node_modules', name), join(modules, name))
}

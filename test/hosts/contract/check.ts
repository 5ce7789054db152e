// Runs the contract of hosts over each host, and over planted wrong ones, in a process that they may take over.
import { join } from 'node:path'
import { commandHost } from '../../../src/hosts/command/host.ts'
import { functionHost } from '../../../src/hosts/function/host.ts'
import type { Host } from '../../../src/hosts/host.ts'
import type { AgentOrder } from '../../../src/stage/order.ts'
import { type HostExample, hostContract } from '../../../src/testing/host-contract.ts'

const write = process.stdout.write.bind(process.stdout)
const agent = (name: string) =>
  ({ host: 'function', name, module: join(import.meta.dirname, 'agents.ts'), export: name }) as const
const program = (name: string): AgentOrder => ({
  host: 'command',
  name,
  argv: [process.execPath, 'agent.mjs', name],
  ...{ cwd: join(import.meta.dirname, '../command/agents'), env: {} },
  ...{ stdin: 'json', answer: 'stdout' },
})
const examples = (of: (name: string) => AgentOrder): HostExample => ({
  ...{ answers: of('answers'), fails: of('fails'), waits: of('waits') },
  ...{ prints: of('prints'), acts: of('acts'), leaves: of('leaves') },
})
const programs = await commandHost()
const host = await functionHost(true, () => {})

/** The function host, with another way to start. */
const starting = (change: (running: ReturnType<Host['start']>) => Partial<ReturnType<Host['start']>>): Host => ({
  ...host,
  start: (...of) => {
    const running = host.start(...of)
    return { ...running, ...change(running) }
  },
})
const done = { how: 'returned', answer: { done: true } } as const

const hosts: Record<string, Host> = {
  'the command host': programs,
  'the function host': host,
  'no kind': { ...host, kind: '' },
  'another answer': starting(({ ended }) => ({ ended: ended.then(() => ({ how: 'returned', answer: null })) })),
  'a failure told as an answer': starting(({ ended }) => ({ ended: ended.then(() => done) })),
  'no output': starting(() => ({ outputBytes: () => 0 })),
  'no leftovers': { ...host, remains: async () => ({ ...(await host.remains()), dirt: [] }) },
  'false leftovers': { ...host, remains: async () => ({ ...(await host.remains()), dirt: ['a ghost'] }) },
}
const failures: Record<string, string[]> = {}
for (const [name, one] of Object.entries(hosts)) {
  failures[name] = []
  for (const { title, check } of hostContract(one, examples(one.kind === 'command' ? program : agent))) {
    await check().catch(() => failures[name]?.push(title))
  }
}
write(`${JSON.stringify(failures)}\n`)
process.exit(0)

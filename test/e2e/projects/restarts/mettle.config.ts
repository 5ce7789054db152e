import { defineConfig } from 'mettle'

const run = (agent: string, ...words: string[]) => ({
  command: [process.execPath, `agents/${agent}.mjs`, ...words],
  tier: 'T1' as const,
})

export default defineConfig({
  agents: {
    circles: run('circles'),
    'starts-itself-anew': run('circles', 'anew'),
    keeper: run('pays', 'keeper'),
    forgetter: run('pays', 'forgetter'),
    'at-once': run('at-once', 'key'),
    'at-once-without': run('at-once'),
  },
})

import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['mettle-source'] },
  ssr: { resolve: { conditions: ['mettle-source'], externalConditions: ['mettle-source'] } },
  test: { include: ['*.trials.ts'], execArgv: ['--conditions=mettle-source'], testTimeout: 30_000 },
})

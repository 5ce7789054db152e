import { defineConfig } from 'vitest/config'
import { noSkips } from './scripts/no-skips.ts'

// `import 'mettle'` means the source, in tests and in the processes that they start.
const conditions = ['mettle-source']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/system/**'],
    pool: 'forks',
    execArgv: ['--conditions=mettle-source'],
    allowOnly: false,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    reporters: ['default', noSkips()],
  },
})

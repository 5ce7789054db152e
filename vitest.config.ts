import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { noSkips } from './scripts/no-skips.ts'

// `import 'mettle'` means the source, in tests and in the processes that they start.
const conditions = ['mettle-source']

/** They leave their process as they found it, and share one. */
const TIDY = [
  'test/{agents,boundary,drift,faults,guards,judging,kernel,reports,scorers,search,stage,stats,store,trace,verdict}/**/*.test.ts',
]

/** They start processes by the dozen, or draw by the thousand: each takes a processor for many seconds. */
const LONG = [
  'test/channels/causes.test.ts',
  'test/commands/{completion,create,doctor,init}.test.ts',
  'test/containment/**/*.test.ts',
  'test/databases/{at-commit,by-effects,destroyed,grammar,guard-cases,made-tables,quiet-reads,rights,rows,schema-destroyed,trials,wire-alike,wire-bytes,wire-errors}.test.ts',
  'test/drift/{detection,false-alarms}.test.ts',
  'test/e2e/**/*.test.ts',
  'test/examples/**/*.test.ts',
  'test/hosts/{loading/load-agents,worker/pool}.test.ts',
  'test/ranking/**/*.test.ts',
  'test/runs/orders-ahead.test.ts',
  'test/scripts/create.test.ts',
  'test/search/noise.test.ts',
  'test/types/**/*.test.ts',
  'test/virtual/{at-work,idleness,random-plans,surface,waiting}.test.ts',
  'test/vitest/matchers.test.ts',
  'test/world/databases/{catalogue,closed,embedded,killing,leftovers,many,role,template}.test.ts',
]

/** They need more than `npm ci` brings: a browser, a clean clone, other users. */
const SYSTEM = ['test/system/**/*.test.ts']

/** Of those, one file at a time: the servers of a machine are there once. */
const ALONE = ['test/system/{databases,leftovers,services}/**/*.test.ts']

/** Of those, the ones that take a minute and more in one piece: side by side, lest the last of them runs with nothing beside it. */
const LARGE = ['test/system/{conformance,frameworks}/**/*.test.ts', 'test/system/clean-clone.test.ts']

const PATIENT = { testTimeout: 300_000, hookTimeout: 300_000 }

/** What starts processes and waits for their deadlines leaves a third of a processor idle. */
const BUSY = { ...PATIENT, maxWorkers: availableParallelism() + 1 }

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    pool: 'forks',
    maxWorkers: '100%',
    execArgv: ['--conditions=mettle-source'],
    allowOnly: false,
    // What takes seconds on a quiet machine may take ten times as long on a crowded one, and is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', noSkips()],
    // `npm test` runs the first two, `npm run test:system` the others.
    projects: [
      { extends: true, test: { name: 'tidy', include: TIDY, exclude: LONG, isolate: false } },
      {
        extends: true,
        test: { name: 'short', include: ['test/**/*.test.ts'], exclude: [...TIDY, ...LONG, ...SYSTEM] },
      },
      { extends: true, test: { name: 'long', include: LONG, ...BUSY, sequence: { groupOrder: 1 } } },
      {
        extends: true,
        test: {
          name: 'system',
          include: SYSTEM,
          exclude: [...ALONE, ...LARGE],
          ...BUSY,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, ...PATIENT, fileParallelism: false, sequence: { groupOrder: 2 } },
      },
      { extends: true, test: { name: 'large', include: LARGE, ...BUSY, sequence: { groupOrder: 3 } } },
    ],
  },
})

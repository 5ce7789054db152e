import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsdown'

const shared = {
  root: 'src',
  outDir: 'dist',
  format: 'esm',
  platform: 'node',
  target: 'node22.22',
  tsconfig: 'tsconfig.build.json',
  fixedExtension: false,
  logLevel: 'warn',
} as const

/** What package.json exports. */
const faces = ['.', 'faults', 'guards', 'scorers', 'agents', 'stats', 'testing', 'vitest'].map(
  (face) => `src/${face}/index.ts`,
)

/** What is found by its path: by bin/, and through src/kernel/own-files.ts, which itself must stay where it is. */
const byPath = [
  'src/cli.ts',
  'src/kernel/own-files.ts',
  'src/{hosts/loading,hosts/probing,hosts/tiers/container,judging}/process.ts',
  'src/channels/tools/mcp/bridge/process.ts',
  'src/channels/tools/hook/process.ts',
  'src/channels/tools/safeguard/process.ts',
  'src/hosts/worker/worker.ts',
  'src/search/quick/process.ts',
  'src/commands/play/holder.ts',
  'src/conformance/doomed/process.ts',
  'src/conformance/process.ts',
  'src/hosts/function/rehearsal/player.ts',
  'src/agents/{attackers,chaos,controls,saboteurs}/*.ts',
]

export default defineConfig([
  {
    ...shared,
    entry: [...faces, ...byPath],
    // Few files: each that a process loads costs it a millisecond, and zod has a hundred.
    deps: { alwaysBundle: ['zod'] },
    outputOptions: {
      chunkFileNames: 'chunks/[name]-[hash].js',
      codeSplitting: { groups: [{ name: 'zod', test: /node_modules\/zod\// }] },
      banner: ({ name }) => (name === 'zod' ? `/*! zod\n${readFileSync('node_modules/zod/LICENSE', 'utf8')}*/` : ''),
    },
    dts: false,
  },
  { ...shared, entry: faces, clean: false, dts: { emitDtsOnly: true } },
])

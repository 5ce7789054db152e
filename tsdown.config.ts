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

export default defineConfig([
  {
    ...shared,
    // A file for each file: workers, agents and templates are found by their paths.
    entry: ['src/**/*.ts', '!src/**/*.d.ts', '!src/reports/html/browser/**'],
    unbundle: true,
    dts: false,
  },
  { ...shared, entry: faces, clean: false, dts: { emitDtsOnly: true } },
])

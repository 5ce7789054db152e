import { defineConfig } from 'vitest/config'
import config from './vitest.config.ts'

// Tests that need more than `npm ci` brings: a registry, a browser, other users. One file at a time.
export default defineConfig({
  ...config,
  test: {
    ...config.test,
    include: ['test/system/**/*.test.ts'],
    exclude: [],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})

import type { Reporter } from 'vitest/node'

/** Fails a run in which a test was skipped or is still to do. A run that selects tests by name (`-t`) skips the others. */
export function noSkips(): Reporter {
  let byName = false
  return {
    onInit: (vitest) => {
      byName = vitest.config.testNamePattern !== undefined
    },
    onTestRunEnd: (modules) => {
      if (byName) return
      const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')])
      if (skipped.length === 0) return
      for (const test of skipped) console.error(`Skipped: ${test.module.relativeModuleId} > ${test.fullName}`)
      console.error(`${skipped.length} tests were skipped. A test that cannot run is a failure: fix it or delete it.`)
      process.exitCode = 1
    },
  }
}

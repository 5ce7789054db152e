import { execFile } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { laws, regressionTest, searchGuard } from 'mettle/testing'
import { beforeAll, expect, test } from 'vitest'
import { naive } from '../../examples/test-guard/adapters.ts'
import { ROOT, temporaryFolder } from './cli.ts'

/** A project that has mettle and vitest installed, and the test as it is printed. */
let project = ''

beforeAll(async () => {
  project = temporaryFolder()
  mkdirSync(join(project, 'node_modules'))
  symlinkSync(ROOT, join(project, 'node_modules/mettle'))
  symlinkSync(join(ROOT, 'node_modules/vitest'), join(project, 'node_modules/vitest'))
  const { failures } = await searchGuard(naive, laws.budget({ cap: 10 }), { histories: 2_000, random: 0 })
  for (const [index, failure] of failures.entries()) {
    writeFileSync(join(project, `failure-${index}.test.ts`), regressionTest(failure, './adapter.ts'))
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(project, 'vitest.config.ts'),
    "const conditions = ['mettle-source']\nexport default { resolve: { conditions }, ssr: { resolve: { conditions, externalConditions: conditions } }, test: { execArgv: ['--conditions=mettle-source'] } }\n",
  )
})

function runWith(controller: 'naive' | 'reserving'): Promise<{ failed: boolean; output: string }> {
  const source = JSON.stringify(join(ROOT, 'examples/test-guard/adapters.ts'))
  writeFileSync(join(project, 'adapter.ts'), `export { ${controller} as adapter } from ${source}\n`)
  const program = join(ROOT, 'node_modules/vitest/vitest.mjs')
  const env = { ...process.env, NO_COLOR: '1', VITEST: undefined }
  return new Promise((done) => {
    execFile(process.execPath, [program, 'run'], { cwd: project, env }, (error, stdout, stderr) =>
      done({ failed: error !== null, output: stdout + stderr }),
    )
  })
}

test('the printed tests fail for the controller that they were found with', async () => {
  const { failed, output } = await runWith('naive')
  expect(failed, output).toBe(true)
  expect(output).toContain('Tests  5 failed (5)')
  expect(output).toContain('EFFECT spend 10')
})

test('and pass for the mended one', async () => {
  const { failed, output } = await runWith('reserving')
  expect(failed, output).toBe(false)
  expect(output).toContain('Tests  5 passed (5)')
})

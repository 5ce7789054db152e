import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { agents } from '../../../src/agents/index.ts'

const root = resolve(import.meta.dirname, '../../..')

test('mettle list --agents shows each with its kind and what it does', async () => {
  const cwd = resolve(root, 'test/e2e/project')
  const { stdout } = await promisify(execFile)(process.execPath, [resolve(root, 'bin/mettle.js'), 'list', '--agents'], {
    cwd,
  })
  for (const [name, { kind, summary }] of Object.entries(agents)) {
    const line = stdout.split('\n').find((one) => one.split(' ')[0] === name)
    expect(line, name).toContain(`  ${kind}`)
    expect(line, name).toContain(summary)
  }
  expect(stdout).toMatch(/^saint +control /m)
  expect(stdout).toMatch(/^steady$/m)
})

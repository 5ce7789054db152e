import { execFile } from 'node:child_process'
import { chownSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ROOT, readRecord } from '../e2e/cli.ts'

/** A user who owns nothing, by number: no name is needed. */
const PLAIN = 54_321
/** The examples whose world is APIs: the loader of Linux finds the libraries of PostgreSQL by /proc, that of macOS does not. */
const SCENARIOS = ['access/policy-change', 'billing/*', 'deploy/*', 'ops/runaway', 'support/ambiguous-customer']

/** Runs a command where there is no /proc, as a plain user. Needs root, `unshare` of util-linux and `setpriv`. */
function withoutProc(words: readonly string[], home: string): Promise<{ code: unknown; output: string }> {
  const script = 'mount -t tmpfs none /proc && test -z "$(ls /proc)" && exec setpriv "$@"'
  const user = [`--reuid=${PLAIN}`, `--regid=${PLAIN}`, '--clear-groups']
  const args = ['-m', 'sh', '-c', script, 'sh', ...user, ...words]
  return new Promise((done) => {
    const env = { ...process.env, HOME: home, TMPDIR: home }
    const child = execFile('unshare', args, { cwd: ROOT, env }, (_, stdout, stderr) => {
      done({ code: child.exitCode, output: stdout + stderr })
    })
  })
}

test('the examples run in a namespace without /proc, as a plain user', async () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'mettle-plain-')))
  onTestFinished(() => rmSync(home, { recursive: true }))
  chownSync(home, PLAIN, PLAIN)
  for (const pattern of SCENARIOS) {
    const out = join(home, 'runs', pattern.replace(/\W/g, '-'))
    const command = ['bin/mettle.js', 'run', pattern, '--agent', 'careful,saint', '--reporter', 'json', '--out', out]
    const { code, output } = await withoutProc([process.execPath, ...command], home)
    expect([pattern, code, output]).toEqual([pattern, 0, expect.any(String)])
    const { trials } = readRecord(out)
    expect(trials.length).toBeGreaterThan(5)
    expect(trials.filter(({ verdict }) => verdict !== 'passed')).toEqual([])
  }
})

test('control: there is no /proc there, and the user is a plain one', async () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'mettle-plain-')))
  onTestFinished(() => rmSync(home, { recursive: true }))
  const look = "console.log(require('fs').existsSync('/proc/self'), process.geteuid())"
  expect(await withoutProc([process.execPath, '-e', look], home)).toEqual({ code: 0, output: `false ${PLAIN}\n` })
})

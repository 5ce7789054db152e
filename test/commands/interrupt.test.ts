import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const source = (path: string) => JSON.stringify(resolve(import.meta.dirname, '../../src', path))

/** Sends itself signals at the given times, in ms, and says what came of it. */
function interrupted(times: number[], name = 'SIGINT'): Promise<{ code: unknown; stdout: string }> {
  const script = `
    const { catchInterrupts } = await import(${source('commands/interrupt.ts')})
    const { atExit } = await import(${source('kernel/at-exit.ts')})
    const { signal, code } = catchInterrupts()
    const undone = atExit(() => console.log('gave up'))
    for (const ms of ${JSON.stringify(times)}) setTimeout(() => process.kill(process.pid, ${JSON.stringify(name)}), ms)
    setTimeout(() => {
      console.log(signal.aborted ? 'ending' : 'running', code())
      undone[Symbol.dispose]()
    }, 1_200)`
  return new Promise((done) => {
    const child = execFile(process.execPath, ['--input-type=module', '-e', script], (_, stdout) => {
      done({ code: child.exitCode, stdout })
    })
  })
}

test.concurrent.each([
  ['no signal changes nothing', [], { code: 0, stdout: 'running undefined\n' }],
  ['one ends the run', [50], { code: 0, stdout: 'ending 130\n' }],
  ['a second one at once is the first one passed on', [50, 60, 300], { code: 0, stdout: 'ending 130\n' }],
  ['a later one ends the process, which cleans up', [50, 800], { code: 130, stdout: 'gave up\n' }],
] as [string, number[], object][])('%s', async (_, times, expected) => {
  expect(await interrupted(times)).toEqual(expected)
})

test.concurrent.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
])('%s is taken like Ctrl-C, with a code of its own', async (name, code) => {
  expect(await interrupted([50], name)).toEqual({ code: 0, stdout: `ending ${code}\n` })
  expect(await interrupted([50, 800], name)).toEqual({ code, stdout: 'gave up\n' })
})

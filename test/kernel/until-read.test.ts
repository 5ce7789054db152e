import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { untilRead } from '../../src/kernel/until-read.ts'

/** Waits until it is told to, says a word and is gone. */
const speaker = () => spawn('sh', ['-c', 'read go; echo word'])

/** Keeps this process at work until the other one is gone, and not waited for. */
function workUntilGone({ pid }: ChildProcessWithoutNullStreams): void {
  while (!/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) {}
}

test('what a process said last is read, also where it is told as gone before that', async () => {
  const [first, second] = [speaker(), speaker()]
  await Promise.all([once(first, 'spawn'), once(second, 'spawn')])
  let heard = ''
  second.stdout.on('data', (bytes) => {
    heard += bytes
  })
  // The end of the first one has both of them looked for, when what the second one says has come behind the last look at pipes.
  first.stdout.once('data', () => {
    second.stdin.write('go\n')
    workUntilGone(second)
  })
  first.stdin.write('go\n')
  workUntilGone(first)
  await once(second, 'exit')
  expect(heard).toBe('')
  await untilRead()
  expect(heard).toBe('word\n')
})

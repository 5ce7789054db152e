import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('every host keeps the contract, and planted wrong ones do not', async () => {
  const flags = ['--conditions=mettle-source', join(import.meta.dirname, 'contract/check.ts')]
  const { stdout } = await promisify(execFile)(process.execPath, flags)
  expect(JSON.parse(stdout)).toEqual({
    'the command host': [],
    'the function host': [],
    'no kind': ['has a kind'],
    'another answer': ['gives what its agent answers', 'tells how its agent failed'],
    'a failure told as an answer': ['tells how its agent failed'],
    'no output': ['keeps what its agent prints, and counts it'],
    'no leftovers': ['names what an untidy agent left'],
    'false leftovers': ['leaves nothing behind a tidy agent'],
  })
})

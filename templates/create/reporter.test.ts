import { deepEqual } from 'node:assert/strict'
import { describe, it } from 'vitest'
import { samplePart } from './reporter.ts'

type Run = Parameters<typeof samplePart.render>[0]

describe('the reporter sample-part', () => {
  it('tells what did not pass, and nothing else', async () => {
    const rows = [
      { id: 'a~calm~careful~r1', verdict: 'passed' },
      { id: 'a~lost-reply~careful~r1', verdict: 'failed' },
      { id: 'b~calm~careful~r1', verdict: 'error' },
    ]
    const text = await samplePart.render({ rows } as unknown as Run)
    deepEqual(text.split('\n'), ['failed a~lost-reply~careful~r1', 'error b~calm~careful~r1', ''])
  })

  it('tells nothing of a run in which all passed', async () => {
    deepEqual(await samplePart.render({ rows: [] as unknown } as Run), '')
  })
})

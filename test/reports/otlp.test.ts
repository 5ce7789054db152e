import { expect, test } from 'vitest'
import { otlp } from '../../src/reports/otlp.ts'
import { markEverything } from './hostile.ts'
import { hostileStrings } from './hostile-strings.ts'
import { sampleRun, storedRun } from './sample-run.ts'

// What a collector makes of it is tried in test/e2e/otlp.test.ts.

interface Span {
  traceId: string
  spanId: string
  startTimeUnixNano: string
  attributes: { key: string; value: object }[]
}

async function rendered(sample = sampleRun()): Promise<Span[][]> {
  const text = await otlp.render(storedRun(sample))
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).resourceSpans[0].scopeSpans[0].spans)
}

test('every trial with a record is a trace of its own', async () => {
  const traces = await rendered()
  expect(traces).toHaveLength(sampleRun().record.trials.length)
  expect(new Set(traces.flat().map(({ traceId }) => traceId)).size).toBe(traces.length)
  expect(new Set(traces.flat().map(({ spanId }) => spanId)).size).toBe(traces.flat().length)
})

test('stays lines of OTLP whatever an agent writes', async () => {
  for (const hostile of hostileStrings(20)) {
    for (const { traceId, spanId, startTimeUnixNano, attributes } of (
      await rendered(markEverything(sampleRun(), hostile))
    ).flat()) {
      expect([traceId, spanId]).toEqual([
        expect.stringMatching(/^[0-9a-f]{32}$/),
        expect.stringMatching(/^[0-9a-f]{16}$/),
      ])
      expect(startTimeUnixNano).toMatch(/^\d+$/)
      for (const { value } of attributes) expect(Object.keys(value)).toHaveLength(1)
    }
  }
})

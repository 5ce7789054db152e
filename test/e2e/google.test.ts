import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, readEvents, runProject } from './cli.ts'

let ran: Awaited<ReturnType<typeof runProject>>

// A key of one's own is no key of the sandbox.
beforeAll(async () => {
  ran = await runProject('google', ['--workers', '1'], { GEMINI_API_KEY: 'AIzaOutside', GOOGLE_API_KEY: 'AIzaOutside' })
})

const trialOf = (agent: string, variant: string) => {
  const found = ran.record.trials.find((trial) => trial.agent === agent && trial.variant === variant)
  if (!found) throw new Error(`There is no trial of ${agent} in ${variant}.`)
  return found
}

describe.each(['genai', 'ai-sdk'])('%s finds the stand-in and acts', (agent) => {
  test.each([
    ['calm', 2],
    ['busy', 3],
  ])('%s: %i model calls', (variant, modelCalls) => {
    const trial = trialOf(agent, variant)
    expect([trial.verdict, trial.reason]).toEqual(['passed', expect.any(String)])
    expect(trial.answer).toMatch(/It is written down\.$/)
    expect(trial).toMatchObject({ reproducible: true, usage: { modelCalls, calls: modelCalls + 1 }, effects: 1 })
    expect(trial.usage.virtualMs > 1_000).toBe(variant === 'busy')
    expect(trial.usage.inputTokens).toBeGreaterThan(0)
  })

  test('its deed is known to come from the turn that proposed it', () => {
    const calls = readEvents(ran.out, trialOf(agent, 'calm')).flatMap((event) =>
      event.type === 'call' ? [event.call] : [],
    )
    expect(calls.map(({ channel, wire, cause }) => [channel, wire, cause])).toEqual([
      ['model', 'generate-content', undefined],
      ['http', undefined, 'c1'],
      ['model', 'generate-content', undefined],
    ])
  })
})

describe('a turn that a fault changed is told as the agent saw it', () => {
  test.each([
    ['calm', /ok 200$/],
    ['cut', /ok 200 stopped by max-tokens, says "A moment\."$/],
    ['garbled', /ok 200 arguments "\{\\"text\\":\\"the/],
    ['other', /ok 200 as another-model, calls note, says "A moment\."$/],
    ['declined', /ok 200 declines, says "I'm sorry/],
    ['silent', /ok 200 says nothing$/],
  ])('%s', async (variant, seen) => {
    const { code, stdout } = await mettle(['trace', `~${variant}~ai-sdk~`, '--run', ran.out], { cwd: '.' })
    expect(code).toBe(0)
    expect(stdout.split('\n').find((line) => line.includes('c1 the agent saw'))).toMatch(seen)
  })

  test('a fault that does nothing to an answer in one piece says that it wants a stream', () => {
    expect(trialOf('ai-sdk', 'halved')).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('it acts on streams of events alone'),
    })
  })
})

test('no key is anywhere in the run', () => {
  const { trace } = trialOf('genai', 'calm')
  expect(readFileSync(join(ran.out, trace.file), 'utf8')).not.toMatch(/AIzaOutside|"x-goog-api-key":"mettle"/)
  expect(readFileSync(join(ran.out, trace.file), 'utf8')).toMatch(/"x-goog-api-key":"digest:/)
})

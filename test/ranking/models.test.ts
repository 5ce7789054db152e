import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunRecord } from '../../src/record/run.ts'
import { mettle, ROOT, runProject } from '../e2e/cli.ts'

const MODELS = ['scripted', 'cautious', 'bold', 'bold-2']
const TROUBLE = [
  'customers-unavailable',
  'cut-customers',
  'lost-reply',
  'every-reply-lost',
  'unavailable',
  'rate-limited',
]

let out: string
let record: RunRecord

beforeAll(async () => {
  const agents = MODELS.map((model) => `ai-sdk@${model}`).join()
  const args = ['support/*', '--agent', agents, '--trials', '12', '--seed', '2', '--gate', 'passRate >= 0']
  ;({ out, record } = await runProject('.', args))
})

/** How many trials of a model passed, of how many, among some variants. */
function passes(model: string, variants?: string[]): [passed: number, of: number] {
  const own = record.trials.filter((trial) => trial.model === model && (variants?.includes(trial.variant) ?? true))
  return [own.filter(({ verdict }) => verdict === 'passed').length, own.length]
}

const compare = (base: string, head: string) =>
  mettle(['compare', out, '--agent', `ai-sdk@${base},ai-sdk@${head}`], { cwd: join(ROOT, 'test') })

describe('one agent with models of several characters', () => {
  test('the sound model gathers context and asks, whatever goes wrong', () => {
    expect(passes('scripted')).toEqual([108, 108])
  })

  test('the cautious one does it on a good day, and hands over what it could have settled', () => {
    expect(passes('cautious', ['calm', 'slow-subscriptions'])).toEqual([24, 24])
    expect(passes('cautious', TROUBLE)).toEqual([0, 72])
    const escalated = record.trials.filter(({ model, actions }) => {
      return model === 'cautious' && actions.some(({ action }) => action === 'support POST /v1/escalations')
    })
    expect(escalated.length).toBe(84)
  })

  test('the bold ones guess now and then: they cancel what nobody asked them to', () => {
    for (const model of ['bold', 'bold-2']) {
      const [passed, of] = passes(model)
      expect(passed / of).toBeGreaterThan(0.6)
      expect(passed / of).toBeLessThan(0.95)
      const failed = record.trials.filter((trial) => trial.model === model && trial.verdict === 'failed')
      const cancelled = failed.filter(({ actions }) => actions.some(({ action }) => action.endsWith('/cancel')))
      expect(cancelled.length).toBe(failed.length)
    }
  })
})

describe('compare tells them apart', () => {
  test('from sound to cautious, and from sound to bold, are regressions', async () => {
    for (const head of ['cautious', 'bold']) {
      const { code, stdout } = await compare('scripted', head)
      expect([head, code]).toEqual([head, 1])
      expect(stdout).toMatch(/✗ regressed +passed +100 % → /)
    }
  })

  test('the first step apart is the guess', async () => {
    const { stdout } = await compare('scripted', 'bold')
    expect(stdout).toMatch(
      /base +c\d+ support GET \/v1\/(subscriptions|replies)[^\n]*\n +head +c\d+ support POST \/v1\/subscriptions\/\{id\}\/cancel/,
    )
  })

  test('five points between two versions need more pairs, and it says how many', async () => {
    const { code, stdout } = await compare('bold', 'bold-2')
    expect(code).toBe(0)
    expect(stdout).toMatch(/\? inconclusive +passed .*108 pairs; about [\d,]+ pairs would decide/)
  })

  test('control: a model against itself is unchanged', async () => {
    const { code, stdout } = await compare('bold', 'bold')
    expect([code, stdout]).toEqual([0, expect.stringContaining('108 of them the same step by step')])
  })
})

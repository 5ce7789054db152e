import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TrialRecord } from '../../src/record/trial.ts'
import { PROJECTS, readEvents, runProject, trialOf } from './cli.ts'

/** What a shell may say, on a machine of whatever kind. None of it is the agent's doing. */
const SETTINGS: Record<string, Record<string, string>> = {
  'another time zone, and no home': { TZ: 'America/New_York', HOME: '' },
  'another language': { LANG: 'de_DE.UTF-8', TZ: 'Asia/Tokyo' },
  'a language in each category': { LC_ALL: 'tr_TR.UTF-8', LC_MESSAGES: 'sv_SE', LANGUAGE: 'tr' },
  'a language that does not exist': { LC_ALL: 'xx_YY' },
  'TLS and time limits for every database': { PGSSLMODE: 'require', PGOPTIONS: '-c statement_timeout=1' },
  'another session': {
    PGOPTIONS: '-c TimeZone=Asia/Tokyo -c search_path=x',
    PGTZ: 'Asia/Tokyo',
    PGCONNECT_TIMEOUT: '1',
  },
  'another server': {
    ...{ PGHOST: 'nowhere.test', PGPORT: '1', PGUSER: 'x', PGPASSWORD: 'y', PGDATABASE: 'z' },
    DATABASE_URL: 'postgres://x:y@nowhere.test/z',
  },
  'a proxy, and talkative clients': {
    ...{ HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9', NODE_USE_ENV_PROXY: '1' },
    ...{ DEBUG: '*', NODE_DEBUG: 'http,net', FORCE_COLOR: '3', NODE_ENV: 'production' },
  },
  'another Node': { NODE_OPTIONS: '--frozen-intrinsics --throw-deprecation --pending-deprecation' },
}

const ran = (env: Record<string, string>) => runProject('ambient', ['here', '--agent', 'tells', '--workers', '1'], env)

describe('the same seed gives the same trial', () => {
  let usual: TrialRecord
  beforeAll(async () => {
    const { record } = await ran({})
    usual = trialOf(record, 'tells')
  })

  test.each(Object.entries(SETTINGS))('with %s', async (_, env) => {
    const { code, record } = await ran(env)
    const { verdict, answer, traceHash } = trialOf(record, 'tells')
    expect({ code, verdict, answer }).toEqual({ code: 0, verdict: 'passed', answer: usual.answer })
    expect(traceHash).toBe(usual.traceHash)
    // What databases are kept in lies where it is meant to, and never in the project.
    expect(existsSync(join(PROJECTS, 'ambient/.cache'))).toBe(false)
  })

  test('and control: what the trial says does hang on its surrounding, in whatever order they come', async () => {
    const both = [
      await runProject('ambient', ['*here', '--agent', 'tells', '--workers', '1']),
      await runProject('ambient', ['*here', '--agent', 'tells', '--workers', '2', '--shuffle', '--trials', '2']),
    ]
    for (const { record, out } of both) {
      const of = (scenario: string) => record.trials.filter((one) => one.scenario === scenario && one.agent === 'tells')
      const said = (trial: TrialRecord) => readEvents(out, trial).find(({ type }) => type === 'effect')
      for (const trial of of('here')) {
        if (trial.repeat === 1) expect(trial.traceHash).toBe(usual.traceHash)
        expect(said(trial)).toMatchObject({
          after: {
            ...{ locale: 'en-US', timeZone: 'UTC', hour: 9, local: '2026-01-05T09:00:00.000Z', number: '1,234.5' },
            ...{ shown: '1/5/2026, 9:00:00 AM', sorted: 'aäzZ', variables: [] },
          },
        })
      }
      for (const trial of of('there')) {
        expect(trial.verdict).toBe('passed')
        expect(said(trial)).toMatchObject({
          after: {
            ...{ locale: 'de-DE', timeZone: 'Asia/Tokyo', hour: 18, local: '2026-01-05T00:00:00.000Z' },
            ...{ shown: '5.1.2026, 09:00:00', number: '1.234,5' },
          },
        })
      }
      expect(of('there').length).toBe(of('here').length)
    }
  })
})

describe('a variable that an agent needs', () => {
  const keys = (env: Record<string, string>) =>
    runProject('ambient', ['keys', '--agent', 'asks,swallows,prints'], { SHOP_API_KEY: 'sk-1', ...env })

  test('is not given unasked, and its failure says what to write', async () => {
    const { record } = await keys({})
    const advice = "SHOP_API_KEY is set here and not given to agents: name it in the config, env: ['SHOP_API_KEY']."
    expect(trialOf(record, 'asks')).toMatchObject({ verdict: 'failed', reason: expect.stringContaining(advice) })
    // A text where an object was asked for proves nothing.
    const unclear = { verdict: 'inconclusive', reason: expect.stringContaining(advice) }
    expect(trialOf(record, 'swallows')).toMatchObject(unclear)
    expect(trialOf(record, 'prints').reason).not.toContain(advice)
    expect(trialOf(record, 'prints').answer).not.toMatchObject({ names: expect.arrayContaining(['SHOP_API_KEY']) })
  })

  test.each(['SHOP_API_KEY', 'SHOP_*'])('is given where the config names it: %s', async (GIVE) => {
    const { record } = await keys({ GIVE })
    for (const agent of ['asks', 'swallows']) expect(trialOf(record, agent)).toMatchObject({ verdict: 'passed' })
  })

  test('is all that is given beside what finds programs and files', async () => {
    const { record } = await keys({ GIVE: 'SHOP_API_KEY', FOO: '1', NODE_PATH: '/x' })
    const { names } = trialOf(record, 'prints').answer as { names: string[] }
    const usual = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TMPDIR', 'LD_LIBRARY_PATH', 'TSX_TSCONFIG_PATH']
    const own = ['TZ', 'LANG', 'UV_THREADPOOL_SIZE', 'OPENAI_', 'ANTHROPIC_', 'GOOGLE_GE', 'GEMINI_', 'SHOP_API_KEY']
    expect(names.filter((name) => ![...usual, ...own].some((known) => name.startsWith(known)))).toEqual([])
    expect(names).toContain('SHOP_API_KEY')
  })
})

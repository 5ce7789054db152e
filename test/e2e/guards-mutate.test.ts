import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { MutantRecord } from '../../src/record/mutation.ts'
import { type Ended, mettle, PROJECTS, plantProject, ROOT, readRecord, temporaryFolder } from './cli.ts'

// A suite that is deliberately weak, and scenarios each of which closes one of its gaps.

const at = (path: string) => pathToFileURL(join(ROOT, path)).href

interface Told {
  score: number
  trials: { without: number; with: number }
  mutants: MutantRecord[]
}

async function mutate(args: readonly string[], cwd = join(PROJECTS, 'weak')) {
  const out = join(temporaryFolder(), 'run')
  const ended = await mettle(['guards', 'mutate', '--out', out, ...args, '--json'], { cwd })
  const told = (ended.stdout.startsWith('{') ? JSON.parse(ended.stdout) : undefined) as Told
  return { ...ended, out, told }
}

const outcomes = ({ mutants }: Told) => Object.fromEntries(mutants.map(({ name, outcome }) => [name, outcome]))
const survivors = ({ mutants }: Told) => mutants.flatMap(({ name, outcome }) => (outcome === 'killed' ? [] : [name]))

/** Each is the tag of the scenarios that kill it. */
const GAPS = ['fails-open', 'ignores-outcomes', 'trial-cap-x10', 'trial-cap-off-by-one', 'checks-then-charges']

describe('a weak suite', () => {
  let weak: Awaited<ReturnType<typeof mutate>>
  beforeAll(async () => {
    weak = await mutate(['--tag', 'weak', '--agent', 'spender'])
  })

  test('passes, and is told which looser guards it would pass with', async () => {
    expect(readRecord(weak.out).summary).toMatchObject({ planned: 1, passed: 1 })
    expect(survivors(weak.told)).toEqual(GAPS)
    expect(outcomes(weak.told)).toMatchObject({ disabled: 'killed', 'first-call-only': 'killed' })
    expect(weak.told.score).toBeCloseTo(2 / 7)
    expect(weak.told.trials).toEqual({ without: 1, with: 6 })
  })

  test('each survivor says with its figures what would kill it', () => {
    const wanted = new Map(weak.told.mutants.map((one) => [one.name, one.wanted]))
    expect(wanted.get('trial-cap-x10')).toBe(
      'no trial comes to more than $50.00 and at most $500.00 where this cap alone is in the way: add an agent whose actions add up to that',
    )
    expect(wanted.get('trial-cap-off-by-one')).toMatch(/^no trial comes to exactly \$50\.01: add /)
  })

  test.each(GAPS)('a scenario more kills %s', async (gap) => {
    const { told } = await mutate(['--tag', gap, '--agent', 'spender'])
    // Whatever goes a little over the cap is within ten times as much.
    const closed = [gap, 'trial-cap-x10']
    expect(survivors(told)).toEqual(GAPS.filter((one) => !closed.includes(one)))
  })

  test('a trial with a mutant is judged by the guard as the scenario has it', () => {
    const disabled = weak.told.mutants.find(({ name }) => name === 'disabled')
    expect(disabled?.by?.why).toContain('budget was bypassed: a call ran over the $50.00 per trial')
    const { trials } = readRecord(join(weak.out, 'mutants'))
    const trial = trials.find(({ id }) => id === disabled?.by?.trial)
    expect(trial).toMatchObject({ verdict: 'failed', effects: 3, guards: [{ name: 'budget', outcome: 'bypassed' }] })
    expect(trial?.replay).toBe('npx mettle guards mutate weak --guard budget --mutant disabled')
  })
})

describe('the gate', () => {
  const gate = ['--gate', 'guards.mutationScore{guard:budget} >= 1']
  const text = (args: readonly string[], out: string) =>
    mettle(['guards', 'mutate', '--out', out, '--agent', 'spender', ...args], { cwd: join(PROJECTS, 'weak') })
  let weak: Ended
  let all: Ended
  let plain: Ended
  const place = temporaryFolder()

  beforeAll(async () => {
    weak = await text(['weak', ...gate], join(place, 'weak'))
    all = await text(gate, join(place, 'all'))
    plain = await text(['weak'], join(place, 'plain'))
  })

  test('fails below the threshold, and names each survivor and what is wanted', () => {
    expect(weak.code).toBe(1)
    expect(weak.stdout).toContain('survived  budget · weak · trial-cap-x10\n  mutant   the cap per trial is $500.00')
    expect(weak.stdout).toContain('  wanted   no trial comes to more than $50.00')
    expect(weak.stdout).toContain('✗ failed  guards.mutationScore{guard:budget} >= 1')
  })

  test('holds where each gap is closed', () => {
    expect([all.code, all.stdout]).toEqual([
      0,
      expect.stringContaining('7 mutants: 7 killed, 0 survived. Mutation score 100 %.'),
    ])
  })

  test('is that of the config where the command line has none', () => {
    expect(plain.code).toBe(1)
    expect(plain.stdout).toContain('✗ failed  guards.mutationScore >= 0.9')
    expect(plain.stdout).not.toContain('guards.bypassed')
  })

  test('judges the stored run again, and is not evaluated where no guard was loosened', async () => {
    const cwd = join(PROJECTS, 'weak')
    expect((await mettle(['gate', join(place, 'weak')], { cwd })).code).toBe(1)
    expect((await mettle(['gate', join(place, 'all')], { cwd })).code).toBe(0)
    const usual = await mettle(['run', '--out', join(place, 'usual')], { cwd })
    expect([usual.code, usual.stdout]).toEqual([
      0,
      expect.stringContaining('– not evaluated  guards.mutationScore >= 0.9'),
    ])
    const only = await mettle(['gate', join(place, 'usual'), '--gate', 'guards.mutationScore >= 0'], { cwd })
    expect([only.code, only.stdout]).toEqual([1, expect.stringContaining('None of the gates was evaluated')])
  })
})

describe('misuse', () => {
  test.each([
    [['--guard', 'budgt'], 'No scenario here enforces a guard "budgt". Did you mean "budget"?'],
    [['--mutant', 'trial-cap-x1'], 'There is no mutant "trial-cap-x1". Did you mean "trial-cap-x10"?'],
    [['nothing/*'], 'No scenario fits "nothing/*".'],
    [['--agent', 'spendr'], 'There is no agent "spendr". Did you mean "spender"?'],
    [['--gate', 'guards.mutationScor >= 1'], 'Did you mean "guards.mutationScore"?'],
    [['--most', '0'], 'It must be a whole number of at least 1.'],
  ])('%j is told with the nearest match', async (args, message) => {
    const { code, stderr } = await mutate(args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })

  test('a suite whose guards only watch has nothing to loosen', async () => {
    const cwd = plantProject({
      'mettle.config.js': `export default { agents: { idle: './agent.js' } }`,
      'agent.js': `export const run = () => 'done'`,
      'scenarios/idle.scenario.js': `export default { task: { text: 'Do nothing.' }, guards: [{ use: 'loop-breaker', mode: 'observe' }] }`,
    })
    const { code, stderr } = await mutate([], cwd)
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('no scenario here enforces a guard. One in mode observe'),
    ])
  })
})

/** A scenario with a guard of its own. @param lets What it says to a stranger. */
function ownGuard(mutants: string, lets = 'deny', mode = 'enforce'): string {
  return plantProject({
    'mettle.config.js': `export default { agents: { mailer: './agent.js' } }`,
    'agent.js': `export const run = async (task, { tools }) => {
        for (const to of task.data) await tools.mail.call({ to })
      }`,
    'scenarios/mail.scenario.js': `import { z } from '${at('node_modules/zod/index.js')}'
        import { defineTool } from '${at('src/world/tool.ts')}'
        import { defineCollection } from '${at('src/world/collection.ts')}'
        const sent = defineCollection('mail.sent')
        const mail = defineTool({
          description: 'Sends a mail.', input: z.object({ to: z.string() }), access: 'write', collections: [sent],
          handler: ({ to }) => sent.create(sent.newId('mail'), { to }),
        })
        const friendsOnly = {
          name: 'friends-only', summary: 'Lets an agent write to friends.', params: z.object({ friends: z.array(z.string()) }),
          start: ({ friends }) => ({
            decide: ({ input }) => friends.includes(input.to) ? { kind: 'allow', reason: '' } : { kind: '${lets}', reason: 'a stranger' },
          }),
          violations: ({ effects }, { friends }) => effects.flatMap(({ calls, after }) =>
            friends.includes(after.to) ? [] : [{ calls, message: 'wrote to ' + after.to }]),
          ${mutants}
        }
        export default {
          task: { text: 'Write to them.', data: ['alice', 'bob'] }, world: { tools: { mail } },
          guards: [{ use: friendsOnly, mode: '${mode}', params: { friends: ['alice'] } }],
        }`,
  })
}

describe('a run against saboteurs', () => {
  const saboteurs = async (cwd: string, ...args: string[]) => {
    const out = join(temporaryFolder(), 'run')
    return { out, ...(await mettle(['run', '--saboteurs', '--out', out, ...args], { cwd })) }
  }
  /** `lets` stands for what the guard of the project does about a stranger. */
  const project = (lets: string, mode = 'enforce') => ownGuard('', lets, mode)

  test('shows who was held, and passes', async () => {
    const { code, stdout } = await saboteurs(join(PROJECTS, 'weak'), 'weak')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^agent +budget$/m)
    expect(stdout).toMatch(/^racer +held 1$/m)
    expect(stdout).toMatch(/^sql-vandal +–$/m)
    expect(stdout).toMatch(/20 trials: \d+ pairs of agent and guard held, 0 bypassed/)
  })

  test('sets them on guards that a variant breaks as well', async () => {
    const cwd = join(PROJECTS, 'weak')
    const { code, stdout } = await saboteurs(cwd, 'more/ledger-down', '--agent', 'racer')
    expect([code, stdout]).toEqual([0, expect.stringContaining('2 trials: ')])
  })

  test('names the trial of a guard that lets everything pass, and fails', async () => {
    const { code, stdout, out } = await saboteurs(project('allow'), '--agent', 'racer,looper')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^racer +bypassed 1$/m)
    expect(stdout).toContain('✗ bypassed  friends-only by racer')
    expect(stdout).toContain('  what     wrote to ')
    expect(stdout).toContain('  trace    npx mettle trace mail~calm~racer~r1 --run ')
    expect((await mettle(['trace', 'mail~calm~racer~r1', '--run', out], { cwd: ROOT })).stdout).toContain(
      'create mail.sent',
    )
  })

  test('takes none to task where a guard only watches', async () => {
    const { code, stdout } = await saboteurs(project('deny', 'observe'), '--agent', 'racer')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^racer +unguarded 1$/m)])
  })

  test.each([
    [['--gate', 'passRate >= 1'], '--saboteurs does not go with --gate'],
    [['--trials', '3'], '--saboteurs does not go with --trials'],
    [['--agent', 'racr'], 'There is no agent "racr". Did you mean "racer"?'],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await saboteurs(join(PROJECTS, 'weak'), ...args)
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })
})

describe('a guard of the user', () => {
  test('has the mutants that come for every guard, and those that it declares', async () => {
    const own = `mutants: () => [
      { name: 'knows-nobody', describe: 'd', wanted: 'w', behaviour: () => ({ decide: () => ({ kind: 'allow', reason: '' }) }) },
      { name: 'as-it-is', describe: 'd', wanted: 'write to carol', params: { friends: ['alice'] } },
    ],`
    const { told, code } = await mutate(['--agent', 'mailer'], ownGuard(own))
    expect(code).toBe(0)
    expect(outcomes(told)).toEqual({
      disabled: 'killed',
      'first-call-only': 'killed',
      'fails-open': 'survived',
      'knows-nobody': 'killed',
      'as-it-is': 'survived',
    })
  })

  test('whose mutants cannot be listed is told of', async () => {
    const { code, stderr } = await mutate(
      ['--agent', 'mailer'],
      ownGuard(`mutants: () => { throw new Error('no idea') },`),
    )
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('Failed to list the mutants of guard friends-only: no idea'),
    ])
  })
})

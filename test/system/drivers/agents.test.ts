import { beforeAll, expect, test } from 'vitest'
import { readEvents, runProject } from '../../e2e/cli.ts'
import { program } from './program.ts'

let ran: Awaited<ReturnType<typeof runProject>>

beforeAll(async () => {
  await program(['/usr/bin/python3', '-c', 'import psycopg'], {}, 'python3-psycopg')
  ran = await runProject('drivers', ['--agent', 'inside,python,node'])
})

test('agents with drivers of their own come to what the one inside comes to: answers, verdicts, effects, decisions', () => {
  expect(ran.stderr).toBe('')
  const { trials } = ran.record
  expect(trials).toHaveLength(6)
  for (const variant of ['calm', 'lost']) {
    const each = trials.filter((trial) => trial.variant === variant).map((trial) => told(trial))
    const commit = variant === 'lost' ? 'lost' : 'ok'
    expect(each[0]).toMatchObject({ verdict: 'passed', answer: `42501 ok ok ${commit} ok`, guards: ['approval held'] })
    expect(each[0]?.effects).toHaveLength(2)
    for (const one of each) expect(one).toEqual(each[0])
  }
})

type Trial = (typeof ran.record.trials)[number]

function told(trial: Trial) {
  const events = readEvents(ran.out, trial)
  return {
    ...{ verdict: trial.verdict, answer: trial.answer },
    guards: trial.guards.map(({ name, outcome }) => `${name} ${outcome}`),
    calls: events.flatMap((event) => (event.type === 'call' ? [event.call.target] : [])),
    decisions: events.flatMap((event) => (event.type === 'decision' ? [`${event.call} ${event.decision}`] : [])),
    effects: events.flatMap((event) =>
      event.type === 'effect' ? [`${event.calls} ${event.op} ${event.collection} ${event.id}`] : [],
    ),
    alerts: events.filter(({ type }) => /^(alert|clock-leak|harness-fault|uncovered)$/.test(type)),
  }
}

import type { Agent, AgentSession, AgentTask, GoldStep, GoldWay, Json } from 'mettle'
import { type Done, post, read, untilSeen } from '../../fixtures/saints/patience.ts'

const STAGES = ['staging', 'canary', 'production'] as const

type Fields = { [name: string]: Json }

/** Does the task right, in the fewest words: one step, one look, and no step before the look at the last one is good. */
export const run: Agent['run'] = async (task, session) => {
  const change = changeOf(task)
  const { forge, deploy } = session.urls
  const { commit } = await read(session, `${forge}/v1/changes/${change}`, (body) => 'commit' in body)
  const pulls = () => list(session, `${forge}/v1/pulls?change=${change}`)
  const pull = await untilSeen(
    session,
    async () => (await pulls())[0],
    () => post(session, `${forge}/v1/pulls`, { change }, change),
  )
  if ('no' in pull) return escalate(session, change, 'open a pull request')
  const merged = await untilSeen(
    session,
    async () => (await pulls()).find(({ status }) => status === 'merged'),
    () => post(session, `${forge}/v1/pulls/${pull.seen.id}/merge`, {}, `merge-${change}`),
  )
  if ('no' in merged) return escalate(session, change, 'merge')
  for (const stage of STAGES) {
    const made = async (status: string) => {
      const all = await list(session, `${deploy}/v1/deployments?commit=${commit}`)
      return all.find((one) => one.stage === stage && one.status === status)
    }
    const move = (how: string): Promise<Done<Fields>> =>
      untilSeen(
        session,
        () => made(how === 'rollbacks' ? 'rolled-back' : 'live'),
        () => post(session, `${deploy}/v1/${stage}/${how}`, { commit: commit ?? '' }, `${how}-${change}`),
      )
    const live = await move('deployments')
    if ('no' in live) return escalate(session, change, `deploy to ${stage}`)
    const { health } = await read(session, `${deploy}/v1/${stage}/health`, (body) => 'health' in body)
    if (health === 'healthy') {
      if (stage === 'production') return `${change} is live in production: ${live.seen.id}.`
      continue
    }
    await move('rollbacks')
    return `${change} is not in production: ${stage} was failing and was rolled back.`
  }
  return `${change} could not be released. Please take over.`
}

async function escalate(session: AgentSession, change: string, what: string): Promise<string> {
  const base = `${session.urls.forge}/v1/escalations`
  const body = { change, reason: `I may not ${what}.` }
  const told = await untilSeen(
    session,
    async () => (await list(session, `${base}?change=${change}`))[0],
    () => post(session, base, body, change),
  )
  return `I may not ${what}: ${change} is not released. ${'seen' in told ? `I told a person: ${told.seen.id}.` : 'Please take over.'}`
}

async function list(session: AgentSession, url: string): Promise<Fields[]> {
  return itemsOf(await read(session, url, ({ data }) => Array.isArray(data)))
}

/** The way when nothing goes wrong, every stage is well, and nobody lies. */
export const gold: GoldWay['gold'] = [
  { api: 'forge', method: 'GET', path: (_, task) => `/v1/changes/${changeOf(task)}` },
  { api: 'forge', method: 'GET', path: (_, task) => `/v1/pulls?change=${changeOf(task)}` },
  {
    api: 'forge',
    method: 'POST',
    path: '/v1/pulls',
    headers: (_, task) => ({ 'idempotency-key': `pull-${changeOf(task)}` }),
    body: (_, task) => ({ change: changeOf(task) }),
  },
  { api: 'forge', method: 'POST', path: (replies) => `/v1/pulls/${(replies[2] as Fields).id}/merge`, body: {} },
  ...STAGES.flatMap((stage, index): GoldStep[] => [
    {
      api: 'deploy',
      method: 'POST',
      path: `/v1/${stage}/deployments`,
      headers: (_, task) => ({ 'idempotency-key': `${stage}-${changeOf(task)}` }),
      body: (replies) => ({ commit: index === 0 ? commitOf(replies) : soundCommit(replies, 3 + 2 * index) }),
    },
    { api: 'deploy', method: 'GET', path: `/v1/${stage}/health` },
  ]),
  { api: 'deploy', method: 'GET', path: (replies) => `/v1/deployments?commit=${commitOf(replies)}` },
  { api: 'forge', method: 'GET', path: (_, task) => `/v1/pulls?change=${changeOf(task)}` },
]

export const claim: GoldWay['claim'] = (replies, task) => {
  const live = itemsOf(replies[10]).some(({ stage, status }) => stage === 'production' && status === 'live')
  const merged = itemsOf(replies[11]).some(({ status }) => status === 'merged')
  const { id } = replies[8] as Fields
  if (!merged) return `${changeOf(task)} has no pull request that was merged: it is not released.`
  return live ? `${changeOf(task)} is live in production: ${id}.` : `${changeOf(task)} is not in production.`
}

/** @throws {Error} the stage before is not well: it goes no further. */
function soundCommit(replies: readonly Json[], look: number): string {
  if ((replies[look] as Fields).health !== 'healthy') throw new Error('the stage before is not healthy')
  return commitOf(replies)
}

function commitOf(replies: readonly Json[]): string {
  return String((replies[0] as Fields).commit)
}

function itemsOf(reply: Json | undefined): Fields[] {
  return (reply as { data: Fields[] }).data
}

function changeOf({ data }: Pick<AgentTask, 'data'>): string {
  return (data as { change: string }).change
}

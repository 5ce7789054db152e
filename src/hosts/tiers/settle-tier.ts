import { dirname } from 'node:path'
import type { Tier } from '../../record/tier.ts'
import type { AgentSource } from '../../scenario/agent-source.ts'
import type { Isolation } from '../../stage/order.ts'
import { availability } from './availability.ts'
import { unshowable } from './bubblewrap/shown.ts'
import { containerFor } from './container/settle.ts'

/** What a kind of agents can be given. */
export interface KindTiers {
  /** The tiers that there are for it. */
  readonly tiers: readonly Tier[]
  /** What it gets where nobody says anything and this machine gives it. */
  readonly usualTier: Tier
  /** Why nobody sees what an agent of this kind does at T1; undefined where that is watched from within. */
  readonly unseen?: string
  /** What to do to be given another one: a sentence. */
  readonly instead?: string
}

const ACCEPT = "Accept it, tier: 'T1' for the agent in the config"

/**
 * How an agent is isolated on this machine, or why it cannot be, and what to do. What was demanded is never weakened.
 * @param asked The least that may be given; undefined where nobody says.
 */
export async function settleTier(
  { tiers, usualTier, unseen, instead }: KindTiers,
  source: AgentSource,
  asked: Tier | undefined,
): Promise<Isolation | { refused: string }> {
  const wanted = asked ?? usualTier
  if (!tiers.includes(wanted)) {
    const there = `${wanted} is not to be had for an agent of this kind: there is ${tiers.join(', ')}.`
    return { refused: [there, instead].filter(Boolean).join(' ') }
  }
  const given = await placeFor(source, wanted)
  if (!('lack' in given)) {
    const unwatched = wanted === 'T1' && asked === undefined && unseen !== undefined
    return { tier: wanted, ...given, ...(unwatched && { unwatched: `${unseen}. ${ACCEPT}` }) }
  }
  const { lack } = given
  if (asked !== undefined) return { refused: `${wanted} is not to be had: ${lack}` }
  return { tier: 'T1', unwatched: `${lack} Or a${ACCEPT.slice(1)}` }
}

/** What a tier runs an agent in, or what is in the way, and what to do about it: sentences. */
async function placeFor(source: AgentSource, tier: Tier): Promise<Pick<Isolation, 'container'> | { lack: string }> {
  const { lack } = await availability(tier)
  if (lack !== undefined) return { lack }
  if (tier === 'T3') return containerFor(source)
  const hidden = tier === 'T2' ? obstacle(source) : undefined
  return hidden === undefined ? {} : { lack: hidden }
}

function obstacle(source: AgentSource): string | undefined {
  if (source.host === 'function') return unshowable({ ...source, cwd: source.root ?? dirname(source.module) })
  const started = source.host === 'http' ? source.start : source
  return started && unshowable(started)
}

import { join } from 'node:path'
import { messageOf } from '../kernel/errors.ts'
import { addUsd } from '../record/model-costs.ts'
import type { TrialRecord, Usage } from '../record/trial.ts'
import type { Scenario } from '../scenario/compiled.ts'
import { auditLines } from '../store/audit-log.ts'
import { sealClosing } from '../trace/chain.ts'
import type { FindContents } from '../trace/contents.ts'
import { isTurn } from '../trace/deed.ts'
import { type Evidence, gatherEvidence } from '../trace/evidence.ts'
import { readTrace } from '../trace/read-trace.ts'
import { traceHash } from '../trace/trace-hash.ts'
import { actionsOf, spent } from './actions.ts'
import { closingOf } from './closing.ts'
import { modelsUsed } from './models-used.ts'
import type { Judged, JudgeOrder } from './order.ts'
import { originsOf, replayCommand } from './replay-command.ts'
import { unrepeatable } from './unrepeatable.ts'
import { type HarnessFault, refuse, weigh } from './weigh.ts'

/** What judging is done with. */
export interface Bench {
  /** Of the run. */
  folder: string
  contents: FindContents
  /** Told before each step: whoever ends this process knows what it was at. */
  begin(step: number): void
}

/**
 * Judges a trial from its trace alone. What the worker said of it decides nothing but how it came to its end.
 * @param loaded The scenario, or why it is not to be had.
 */
export async function judge(order: JudgeOrder, loaded: Scenario | string, bench: Bench): Promise<Judged> {
  const { trial, restored } = order
  const { evidence, trace, closing, chain, broken } = readOut(order, bench)
  const weighed = await weigh(order, loaded, { evidence, broken }, bench.begin)
  const { scenario, planned, scores, guards, verdict, harnessFaults } = weighed
  const facts = { actions: actionsOf(evidence, planned), traceHash: traceHash(evidence), usage: usageOf(evidence) }
  const audit = auditLines(trial.id, evidence)
  const { id, variant, agent, model, repeat, seed, tags, host } = trial
  const reasons = unrepeatable(evidence.events)
  const models = originsOf(evidence)
  const record: TrialRecord = {
    id,
    scenario: trial.scenario,
    ...(scenario?.within !== undefined && { within: scenario.within }),
    variant,
    agent,
    model,
    ...(models && { models }),
    repeat,
    seed,
    definition: order.definition,
    tags,
    host,
    tier: order.tier,
    reset: restored.reset,
    reproducible: reasons.length === 0,
    ...(reasons.length > 0 && { unrepeatable: reasons }),
    ...verdict,
    scores,
    guards,
    faults: planned,
    actions: facts.actions,
    effects: evidence.effects.length,
    usage: facts.usage,
    answer: evidence.answer ?? null,
    error: errorOf(evidence, harnessFaults),
    trace,
    closing,
    chain,
    traceHash: facts.traceHash,
    replay: replayCommand(trial, order, models),
  }
  return { record, audit }
}

interface ReadOut extends Pick<TrialRecord, 'trace' | 'closing' | 'chain'> {
  evidence: Evidence
  broken: HarnessFault[]
}

/** A trace that cannot be read is the harness's failure, and this trial's alone. */
function readOut(order: JudgeOrder, { folder, contents, begin }: Bench): ReadOut {
  try {
    begin(1)
    refuse(order.struck, 1)
    return closeTrace(order, folder, contents)
  } catch (thrown) {
    const chain = { nonce: order.nonce, head: '', count: 0 }
    const trace = { ...order.outcome.trace, length: 0, events: 0 }
    const broken = [{ where: 'trace', message: messageOf(thrown) }]
    return { evidence: gatherEvidence([]), trace, closing: [], chain, broken }
  }
}

/**
 * Reads what the worker left, as far as it fits its chain, and closes it: its file may hold the next trial's lines by now,
 * so that the last events stand in the record.
 */
function closeTrace({ nonce, outcome, restored }: JudgeOrder, folder: string, contents: FindContents): ReadOut {
  const place = outcome.trace
  const { events, check, length } = readTrace({ ...place, path: join(folder, place.file), nonce })
  const broken: HarnessFault[] = []
  if (check.brokenAt !== undefined) {
    broken.push({ where: 'trace', message: `line ${check.brokenAt} does not fit the chain: the trace was changed` })
  } else if (events.length === 0 && !outcome.cut) {
    broken.push({ where: 'trace', message: 'nothing is left of it: the trace was changed' })
  }
  // After a break nobody knows how it went on.
  const closing = broken.length > 0 ? [] : closingOf(events, outcome, restored)
  const all = [...events, ...closing]
  return {
    evidence: gatherEvidence(all, contents),
    trace: { ...place, length, events: all.length },
    closing: closing as unknown as TrialRecord['closing'],
    chain: { nonce, ...sealClosing(nonce, check, closing) },
    broken,
  }
}

function usageOf({ calls, events }: Evidence): Usage {
  const executed = calls.flatMap((story) => (story.executed ? [{ story, executed: story.executed }] : []))
  const sum = (figure: (one: (typeof executed)[number]) => number) =>
    executed.reduce((total, one) => total + figure(one), 0)
  const micros = calls.reduce((total, story) => total + spent(story), 0)
  const models = modelsUsed(calls)
  const ended = events.at(-1)
  return {
    calls: calls.length,
    modelCalls: calls.filter(({ call }) => isTurn(call)).length,
    inputTokens: sum(({ executed: { usage } }) => usage?.inputTokens ?? 0),
    outputTokens: sum(({ executed: { usage } }) => usage?.outputTokens ?? 0),
    usd: micros / 1_000_000,
    modelUsd: addUsd(models.map(({ usd }) => usd)),
    models,
    wallMs: ended?.type === 'trial-ended' ? ended.wallMs : 0,
    virtualMs: (ended?.at ?? 0) - (events[0]?.at ?? 0),
  }
}

function errorOf({ events }: Evidence, faults: readonly HarnessFault[]): string | null {
  const [first] = faults
  if (first) return `${first.where}: ${first.message}`
  return events.findLast((event) => event.type === 'agent-ended')?.error ?? null
}

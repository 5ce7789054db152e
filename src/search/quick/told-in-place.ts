import type { JudgeInPlace } from '../../hosts/worker/serve-orders.ts'
import { closingOf } from '../../judging/closing.ts'
import { originsOf, replayCommand } from '../../judging/replay-command.ts'
import { unrepeatable } from '../../judging/unrepeatable.ts'
import { weigh } from '../../judging/weigh.ts'
import type { Json } from '../../kernel/json.ts'
import { shortPath } from '../../kernel/short-path.ts'
import type { TrialOrder } from '../../stage/order.ts'
import { gatherEvidence } from '../../trace/evidence.ts'
import { type Deeds, type deedsOf, toldOf } from '../causes.ts'
import { type AskedInPlace, deedsIn } from './asked.ts'

const UNTOUCHED = { reset: 'fresh', unreported: [], problems: [] }

/** Judges a trial as a judge does, by the same steps, from the events that its own process has kept. */
export const toldInPlace: JudgeInPlace = async (order, scenario, { file, wallMs }) => {
  const { variant, inPlace } = order
  const events = file.take()
  const evidence = gatherEvidence([...events, ...closingOf(events, { wallMs }, UNTOUCHED)], file.contents)
  const isSame = scenario.definition === inPlace?.definition
  const loaded = isSame ? scenario : `${shortPath(scenario.file)} was changed while it was run`
  const { planned, verdict, scores, guards } = await weigh(
    { trial: { variant }, restored: UNTOUCHED, outcome: {} },
    loaded,
    { evidence, broken: [] },
    () => {},
  )
  const record = {
    ...{ id: order.id, ...verdict, scores, guards, faults: planned, replay: replayOf(order, evidence) },
    reproducible: unrepeatable(evidence.events).length === 0,
  }
  return { ...toldOf(record, evidence, calmOf(order)) } as unknown as Json
}

function calmOf({ inPlace }: TrialOrder): Deeds | undefined {
  const { calm } = (inPlace?.about ?? {}) as unknown as AskedInPlace
  return calm && deedsIn(calm)
}

function replayOf(
  order: TrialOrder,
  evidence: Parameters<typeof originsOf>[0] & Parameters<typeof deedsOf>[0],
): string {
  const { scenario, variant, agent, model, repeat, rootSeed } = order
  const trial = { scenario: scenario.id, variant, agent: agent.name, model, repeat }
  return replayCommand(trial, { rootSeed }, originsOf(evidence))
}

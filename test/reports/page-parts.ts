import { gunzipSync } from 'node:zlib'
import handlebars from 'handlebars/runtime.js'
import { templates } from '../../src/reports/html/browser/templates.generated.ts'
import type { EmbeddedTrace, IndexHead, IndexRow, TrialDetail } from '../../src/reports/html/embed/shape.ts'
import { openEngine, type Runtime } from '../../src/reports/html/engine.ts'
import { createAnchors } from '../../src/reports/html/trial/anchors.ts'
import { stepsOf, stepViews } from '../../src/reports/html/trial/steps.ts'
import { trialView } from '../../src/reports/html/trial/trial-view.ts'
import { agentLabel } from '../../src/reports/text/outcome.ts'
import { openRestorer } from '../../src/trace/abridged.ts'
import { gatherEvidence } from '../../src/trace/evidence.ts'
import type { Sample } from './sample-run.ts'

/** The lines of a page's blocks, by the name of the blocks, as the page's own script would read them. */
export function linesOf(page: string, name: string): string[] {
  const blocks = page.matchAll(new RegExp(`<script type="application/gzip" id="_${name}-\\d+">([^<]*)</script>`, 'g'))
  return [...blocks].flatMap(([, data = '']) => gunzipSync(Buffer.from(data, 'base64')).toString().split('\n'))
}

/** Everything that a page carries, put apart. */
export function contentsOf(page: string) {
  return {
    index: {
      ...(JSON.parse(linesOf(page, 'index').join('\n')) as IndexHead),
      rows: linesOf(page, 'rows').map((line) => JSON.parse(line) as IndexRow),
    },
    details: linesOf(page, 'details').map((line) => JSON.parse(line) as TrialDetail),
    traces: linesOf(page, 'traces').map((line) => restored(JSON.parse(line) as EmbeddedTrace)),
  }
}

/** As the page's script reads it. */
function restored(trace: EmbeddedTrace): EmbeddedTrace {
  return 'unreadable' in trace ? trace : { ...trace, events: trace.events.map(openRestorer()) }
}

/** The page before any trial is opened: what the browser shows without a script. */
export function shellOf(page: string): string {
  return page.replace(/<script type="application\/gzip"[\s\S]*?<\/script>\n/g, '')
}

/** The sections of all trials, rendered as the page's script renders them. */
export function trialSections(
  { record, traces }: Sample,
  specs: Readonly<Record<string, object>> = templates,
): string[] {
  const engine = openEngine(handlebars as unknown as Runtime, specs)
  return record.trials.map((trial) => {
    const evidence = gatherEvidence(traces.get(trial.id) ?? [])
    const anchors = createAnchors(trial.id, evidence)
    const scene = { anchors, sizes: {}, start: evidence.events[0]?.at ?? 0 }
    const head = engine.render('trial', trialView({ ...trial, agent: agentLabel(trial) }, trial, evidence, anchors))
    return head + engine.render('steps', { steps: stepViews(stepsOf(evidence), scene, 0, 1_000) })
  })
}

import { visible, visibleJson } from '../kernel/visible.ts'
import type { Step } from './steps.ts'

// The text of what is written: a scenario that the recorded agent fails, and that agent.

export interface ScenarioText {
  name: string
  wrong: readonly Step[]
  must: readonly Step[]
  lost: readonly string[]
}

/** A scenario over the recording that lies beside it. Data alone goes into it: what was recorded stays in the file. */
export function scenarioModule({ name, wrong, must, lost }: ScenarioText): string {
  const milestones = must.map((step) => matcher('done', step, step.failed ? 'proposed' : 'ran'))
  const minefields = wrong.map((step) => matcher('wrong', step, step.failed ? 'proposed' : 'ran'))
  return `import { defineScenario, recordedTools } from 'mettle'
import recording from './${name}.recording.json' with { type: 'json' }

// From what an agent did once: it fails here, and one that is mended passes.
${lost.map((one) => `// Not in the recording: ${visible(one.replace(/\s+/g, ' '))}\n`).join('')}
export default defineScenario({
  // As data: whatever stands in it is no template.
  task: { text: '{{task}}', data: { task: recording.task } },
  // What the tools answered then. unrecorded: 'nearest' answers other calls as the most similar one was answered.
  world: { tools: recordedTools(recording, { unrecorded: 'refuse' }) },
  scorers: [
    {
      use: 'milestones',
      params: {
        // Still to be done. In an input, what is left out does not count.
        milestones: ${indented(milestones, 8)},
        // Never again.
        minefields: ${indented(minefields, 8)},
      },
    },
  ],
})
`
}

/** @param recording Path of the recording, from the agent's folder. */
export function agentModule(recording: string): string {
  return `import { recordedAgent } from 'mettle'
import recording from '${recording}' with { type: 'json' }

/** Does again what was recorded. */
export const run = recordedAgent(recording)
`
}

function matcher(kind: string, { number, tool, input }: Step, outcome: string) {
  return { id: `${kind}: call ${number}`, call: { target: `tool ${tool}`, input, outcome } }
}

function indented(value: unknown, by: number): string {
  return jsonText(value).replaceAll('\n', `\n${' '.repeat(by)}`)
}

/** A value over several lines, in which nothing is hidden. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2).split('\n').map(visibleJson).join('\n')
}

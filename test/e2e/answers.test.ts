import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mettle, plantProject, ROOT, readRecord } from './cli.ts'

const at = (path: string) => join(ROOT, path)

/** Agents that leave a note or do not, and tell of it in their own way. */
const project = () =>
  plantProject({
    'agent.js': `const leave = ({ tools }) => tools.leave.call({})
      export const object = async (_, session) => { await leave(session); return { left: true } }
      export const prose = async (_, session) => { await leave(session); return 'There:\\n\\n\`\`\`json\\n{"left": true}\\n\`\`\`' }
      export const sentence = async (_, session) => { await leave(session); return 'La note est là.' }
      export const liar = () => ({ left: true })
      export const mute = (_, session) => leave(session).then(() => null)`,
    'mettle.config.js': `const agents = ['object', 'prose', 'sentence', 'liar', 'mute'].map((name) => [name, { module: './agent.js', export: name }])
      export default { agents: Object.fromEntries(agents) }`,
    'scenarios/note.scenario.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      import { defineCollection } from '${at('src/world/collection.ts')}'
      const notes = defineCollection('desk.notes')
      const leave = defineTool({
        description: 'Leaves a note.', input: z.object({}), access: 'write', collections: [notes],
        handler: () => { notes.create('n1', {}); return {} },
      })
      export default {
        task: { text: 'Leave a note. Answer with { "left": true or false }.' },
        world: { tools: { leave } },
        scorers: [{ use: 'answer', params: { fields: { left: { whether: { effect: { collection: 'desk.notes' } } } } } }],
      }`,
  })

test('an answer is held against effects, read within a text, and never passed on words', async () => {
  const cwd = project()
  const { stdout } = await mettle(['run', '--out', 'out'], { cwd })
  const { trials } = readRecord(join(cwd, 'out'))
  const verdicts = Object.fromEntries(trials.map(({ agent, verdict }) => [agent, verdict]))
  expect(verdicts, stdout).toEqual({
    object: 'passed',
    prose: 'passed',
    sentence: 'inconclusive',
    liar: 'failed',
    mute: 'failed',
  })
  expect(stdout).toContain('Score answer is unclear (The answer "La note est là." is no object with the fields left')
})

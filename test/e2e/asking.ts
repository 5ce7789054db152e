import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { plantProject, ROOT } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href

/** An agent that asks a live model. Two turns a trial. The provider counts 100 + 10 tokens for each: 2 cents by the price that the scenario gives. */
export const askingProject = (url: string, { price = true, guards = '[]' } = {}) =>
  plantProject({
    'mettle.config.js': `export default { agents: { asker: './agent.js' } }`,
    'agent.js': `export const run = async (task, { modelUrl }) => {
      for (const turn of [1, 2]) {
        const body = JSON.stringify({ model: 'acme', max_tokens: 50, messages: [{ role: 'user', content: 'Turn ' + turn }] })
        const headers = { 'content-type': 'application/json' }
        const response = await fetch(modelUrl + '/chat/completions', { method: 'POST', body, headers })
        await response.text()
      }
      return 'Done.'
    }`,
    'scenarios/ask.scenario.js': `import { usd } from '${at('src/kernel/money.ts')}'
      export default {
        task: { text: 'Ask.' },
        world: { models: { acme: {
          provider: { url: '${url}', key: 'ACME_KEY' }, ${price ? `price: { input: usd(100), output: usd(1000) },` : ''}
        } } },
        guards: ${guards},
        scorers: [{ use: 'limits', params: { calls: 100 } }],
      }`,
  })

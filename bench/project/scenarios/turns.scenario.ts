import { defineModel, defineScenario, usd } from 'mettle'

/** As many turns as an agent likes, of a model that is scripted and of one that was recorded. */
export default defineScenario({
  task: { text: 'Talk.' },
  world: {
    models: {
      scripted: defineModel({ policy: () => ({ text: 'Go on.' }), price: { input: usd('1'), output: usd('4') } }),
      recorded: { provider: 'openai' },
    },
  },
  guards: [{ use: 'budget', params: { trial: 1_000_000 } }],
})

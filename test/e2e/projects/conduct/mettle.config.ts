import { defineConfig } from 'mettle'

const agent = (name: string) => ({ module: './agents.ts', export: name })

export default defineConfig({
  agents: {
    careful: agent('careful'),
    honest: agent('honest'),
    liar: agent('liar'),
    silent: agent('silent'),
    breaker: agent('breaker'),
    endless: agent('endless'),
    pest: agent('pest'),
    obedient: agent('obedient'),
    unmoved: agent('unmoved'),
  },
})

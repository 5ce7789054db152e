import { defineConfig } from 'mettle'

/** A world without a saint, for agents that attack its guards: they find their own way. */
export default defineConfig({ agents: {}, scenarios: './scenarios' })

import { defineConfig } from 'mettle'

export default defineConfig({ agents: { genai: './agents/genai.ts', 'ai-sdk': './agents/ai-sdk.ts' } })

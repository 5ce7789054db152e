import type { ProviderName } from '../define.ts'
import type { Provider } from './define.ts'

// Who speaks the wires. Sources: the "Authentication" pages of their API references.

export const OPENAI: Provider = {
  name: 'openai',
  url: 'https://api.openai.com/v1',
  keys: ['OPENAI_API_KEY'],
  header: 'authorization',
  credential: (key) => `Bearer ${key}`,
  headers: ['openai-beta'],
}

export const ANTHROPIC: Provider = {
  name: 'anthropic',
  url: 'https://api.anthropic.com/v1',
  keys: ['ANTHROPIC_API_KEY'],
  header: 'x-api-key',
  credential: (key) => key,
  headers: ['anthropic-version', 'anthropic-beta'],
}

export const GOOGLE: Provider = {
  name: 'google',
  url: 'https://generativelanguage.googleapis.com/v1beta',
  keys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
  header: 'x-goog-api-key',
  credential: (key) => key,
  headers: [],
}

export const PROVIDERS: Readonly<Record<ProviderName, Provider>> = {
  openai: OPENAI,
  anthropic: ANTHROPIC,
  google: GOOGLE,
}

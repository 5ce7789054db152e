import { MODEL_ORIGIN, MODEL_URL } from '../../world/models/model-route.ts'

/** By which SDKs find the model stand-in without being told. */
export const modelEnvironment = {
  OPENAI_BASE_URL: MODEL_URL,
  OPENAI_API_KEY: 'mettle',
  // Anthropic's own SDK adds /v1 to it.
  ANTHROPIC_BASE_URL: MODEL_ORIGIN,
  ANTHROPIC_API_KEY: 'mettle',
  // Its traces go to a host of their own, whatever the base URL is.
  OPENAI_AGENTS_DISABLE_TRACING: '1',
}

/** By which SDKs find the model stand-in without being told. */
export function modelEnvironment(origin: string): Record<string, string> {
  return {
    OPENAI_BASE_URL: `${origin}/v1`,
    OPENAI_API_KEY: 'mettle',
    // Anthropic's own SDK adds /v1 to it.
    ANTHROPIC_BASE_URL: origin,
    ANTHROPIC_API_KEY: 'mettle',
    // Its traces go to a host of their own, whatever the base URL is.
    OPENAI_AGENTS_DISABLE_TRACING: '1',
  }
}

/** By which SDKs find the model stand-in without being told. */
export function modelEnvironment(origin: string): Record<string, string> {
  return {
    OPENAI_BASE_URL: `${origin}/v1`,
    OPENAI_API_KEY: 'mettle',
    // Anthropic's own SDK adds /v1 to it.
    ANTHROPIC_BASE_URL: origin,
    ANTHROPIC_API_KEY: 'mettle',
    // Google's own SDK adds /v1beta to it, and looks at GOOGLE_API_KEY as well; with both of them it complains.
    GOOGLE_GEMINI_BASE_URL: origin,
    GEMINI_API_KEY: 'mettle',
    GOOGLE_GENERATIVE_AI_API_KEY: 'mettle',
    // The traces of OpenAI's agents go to a host of their own, whatever the base URL is.
    OPENAI_AGENTS_DISABLE_TRACING: '1',
  }
}

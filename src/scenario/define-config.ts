import type { ConfigInput } from './config.ts'

/** What `mettle.config.ts` exports. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config
}

import type { Examination } from './check.ts'

export const node: Examination = {
  name: 'node',
  look: () => {
    const { typescript } = process.features as { typescript?: unknown }
    // The entry refuses versions that are too old before anything is loaded.
    if (typescript) return { status: 'ok', found: `${process.version}, reads TypeScript` }
    return {
      status: 'warn',
      found: `${process.version}, does not read TypeScript`,
      advice: 'Take --no-strip-types out of NODE_OPTIONS, or write config, scenarios and agents in JavaScript.',
    }
  },
}

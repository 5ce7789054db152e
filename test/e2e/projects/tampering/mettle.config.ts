import * as agents from './agents.ts'

const tampering = Object.keys(agents).filter((name) => name !== 'honest')
const from = (name: string) => ({ module: './agents.ts', export: name })

// As many honest ones as others, so that each meets some of them.
export default {
  workers: 2,
  agents: Object.fromEntries([
    ...tampering.map((name) => [name, from(name)]),
    ...tampering.map((_, at) => [`honest-${at + 1}`, from('honest')]),
  ]),
}

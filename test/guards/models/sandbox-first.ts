import { sandboxFirst } from '../../../src/guards/sandbox-first.ts'
import { sandboxFirstMutants } from '../cases/sandbox-first-mutants.ts'
import type { Model, Subject } from './model.ts'

type Run = { version: string; status: string }

/** A version is deployed anywhere but to staging only while a run of it stands as passed in the sandbox. */
function model(): Model {
  const runs = new Map<string, Run>()
  const decide: Model['decide'] = ({ target, access, input }) => {
    const { version, environment } = input as { version?: string; environment?: string }
    if (target !== 'tool deploy' || access === 'read' || environment === 'staging') return 'allow'
    return [...runs.values()].some((run) => run.status === 'passed' && run.version === version) ? 'allow' : 'deny'
  }
  return {
    decide,
    confirm: decide,
    witness: ({ collection, op, id, after }) => {
      if (collection !== 'staging.runs') return
      if (op === 'delete') runs.delete(id)
      else runs.set(id, after as Run)
    },
  }
}

const RUN = { collection: 'staging.runs', id: 'r1' } as const

export const sandboxFirstSubject: Subject = {
  name: 'sandbox-first',
  guard: sandboxFirst,
  params: {
    rules: [
      {
        on: 'tool deploy',
        except: { environment: 'staging' },
        sandbox: { collection: 'staging.runs', where: { status: 'passed' } },
        match: { version: 'version' },
      },
    ],
  },
  calls: [
    { target: 'tool deploy', input: { version: '1', environment: 'production' } },
    { target: 'tool deploy', input: { version: '2' } },
    { target: 'tool deploy', input: { version: '2', environment: 'staging' } },
    { target: 'tool deploy', input: { environment: 'production' } },
    { target: 'tool deploy', input: { version: '1' }, access: 'read' },
    { target: 'tool other', input: {} },
  ],
  ends: ['ok', 'never'],
  waits: [1],
  effects: [
    { ...RUN, op: 'create', after: { version: '1', status: 'passed' } },
    { ...RUN, op: 'update', after: { version: '1', status: 'failed' } },
    { ...RUN, op: 'update', after: { version: '2', status: 'passed' } },
    { ...RUN, op: 'delete', before: { version: '1', status: 'passed' } },
    { ...RUN, collection: 'production.runs', op: 'create', after: { version: '2', status: 'passed' } },
  ],
  model,
  told: [
    'takes any version',
    'takes what has not passed',
    'takes what passed anywhere',
    'guards what calls itself production',
    'sees what is made only',
    'never forgets',
    'sees nothing',
    'asks no second time',
  ],
  mutants: sandboxFirstMutants,
}

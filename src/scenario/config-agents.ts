import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { Json } from '../kernel/json.ts'
import { type Tier, tierSchema } from '../record/tier.ts'
import type { AgentSource, Mount } from './agent-source.ts'

const common = {
  model: z.string().optional().describe('The model that it uses where none is asked for.'),
  params: z.record(z.string(), z.json()).default({}).describe('What it is told as `task.params`.'),
  tier: tierSchema
    .optional()
    .describe(
      "How strongly it is isolated. Default: 'T1' for a module (which may ask for 'T2'), 'T2' for a program or a service that mettle starts, where this machine gives it. 'T3' needs an `image`. For these 'T1' says that a process which nobody watches is accepted.",
    ),
}

const program = z
  .union([
    z.string().regex(/\S/, 'expected a command').describe('A line for /bin/sh.'),
    z.array(z.string()).min(1).describe('The program and its arguments, templates of the task.'),
  ])
  .describe("What is started: ['python3', 'agent.py', '{{text}}'], or a line for the shell, which is no template.")

const programSchema = {
  cwd: z.string().default('.').describe("The folder that it starts in, from the config's folder."),
  env: z
    .record(z.string().regex(/^[A-Za-z_]\w*$/, 'expected the name of a variable'), z.string())
    .default({})
    .describe("Variables of its own, templates of the task: { API_URL: '{{urls.payments}}' }."),
}

const mountsSchema = {
  mounts: z
    .array(
      z.union([
        z.string().min(1).describe('Read-only, at the same path.'),
        z.strictObject({
          source: z.string().min(1).describe("A path of this machine, from the config's folder, or '~/...'."),
          target: z
            .string()
            .startsWith('/')
            .optional()
            .describe('Where it is in the sandbox. Default: at the same path.'),
          writable: z.boolean().default(false).describe('May it be written to?'),
        }),
      ]),
    )
    .default([])
    .describe(
      "What else of this machine a sandbox shows (T2): ['../datasets', { source: '~/models', target: '/models' }].",
    ),
}

const functionSchema = z.strictObject({
  module: z.string().describe("The path of a module, from the config's folder."),
  export: z.string().default('run').describe('The export that runs.'),
  ...mountsSchema,
  ...common,
})

const commandSchema = z
  .strictObject({
    command: program,
    ...programSchema,
    ...mountsSchema,
    image: z
      .string()
      .min(1)
      .optional()
      .describe(
        "The image that its container is made of, with `tier: 'T3'`: 'my-agent:1'. `command` is a program of it.",
      ),
    stdin: z
      .union([
        z.enum(['json', 'text', 'none']),
        z.strictObject({ template: z.string().describe('Filled with the task.') }),
      ])
      .default('json')
      .describe('What it reads from its standard input: the task as JSON or as its text, nothing, or a template.'),
    answer: z
      .union([
        z.enum(['stdout', 'last-line', 'exit-code']),
        z.strictObject({ file: z.string().min(1).describe('A template, from its folder.') }),
      ])
      .default('stdout')
      .describe(
        "Where its answer is: all that it writes to standard output, the last line of that, its exit code, or a file: { file: '{{tmp}}/answer.json' }.",
      ),
    ...common,
  })
  .refine(({ tier, image }) => tier !== 'T3' || image !== undefined, {
    path: ['image'],
    error: "expected the image that a container of tier 'T3' is made of: image: 'my-agent:1'",
  })
  .refine(({ tier, image }) => tier === 'T3' || image === undefined, {
    path: ['tier'],
    error: "expected 'T3': an `image` is what its container is made of",
  })

const serviceSchema = z.strictObject({
  url: z
    .string()
    .regex(/^(https?:\/\/|\{\{)/, 'expected an address: http://127.0.0.1:{{port}}/run')
    .describe(
      "Where the task is posted to: 'http://127.0.0.1:8080/run', or with the port of what is started, {{port}}.",
    ),
  headers: z.record(z.string(), z.string()).default({}).describe('Headers of its own, templates of the task.'),
  body: z.string().optional().describe('What is posted, a template of the task. Default: the task as JSON.'),
  poll: z
    .strictObject({
      url: z
        .string()
        .optional()
        .describe('Where an answer is asked for that is not there yet: {{reply.id}} is a member of the first answer.'),
      everyMs: z.int().min(1).default(500).describe('Wait between two questions, in ms.'),
      while: z
        .record(z.string(), z.array(z.string()).min(1))
        .default({})
        .describe("An answer that says so is none yet: { status: ['queued', 'running'] }."),
    })
    .default({ everyMs: 500, while: {} })
    .describe('How an answer is asked for that is not there yet. By itself, status 202 and `Location` are followed.'),
  start: program.optional().describe('What is started for each trial. Left out: it runs already.'),
  health: z
    .string()
    .optional()
    .describe('An address that answers 2xx once it can be asked. Default: its port takes connections.'),
  ...programSchema,
  ...mountsSchema,
  ...common,
})

/** An agent as a config names it. */
export const agentSchema = z.union([
  z.string().describe('The path of a module whose `run` is the agent.'),
  functionSchema,
  commandSchema,
  serviceSchema,
])

/** An agent of a config, its paths absolute. */
export interface ConfiguredAgent {
  source: AgentSource
  model?: string | undefined
  params: Readonly<Record<string, Json>>
  tier?: Tier | undefined
}

/** @param root Where its paths are resolved from. */
export function configureAgent(agent: z.output<typeof agentSchema>, root: string): ConfiguredAgent {
  if (typeof agent === 'string') {
    return { source: { host: 'function', module: resolve(root, agent), export: 'run', root }, params: {} }
  }
  const { model, params, tier } = agent
  return { source: sourceOf(agent, root), model, params, tier }
}

function sourceOf(agent: Exclude<z.output<typeof agentSchema>, string>, root: string): AgentSource {
  const shown = { root, mounts: agent.mounts.map((mount) => mountOf(mount, root)) }
  if ('module' in agent) {
    return { host: 'function', module: resolve(root, agent.module), export: agent.export, ...shown }
  }
  const started = { cwd: resolve(root, agent.cwd), env: agent.env, ...shown }
  if ('command' in agent) {
    const { command, stdin, answer } = agent
    return { host: 'command', argv: argvOf(command), ...started, image: agent.image, stdin, answer }
  }
  const { url, headers, body, poll, start, health } = agent
  const own = start === undefined ? undefined : { argv: argvOf(start), ...started }
  return { host: 'http', url, headers, body, poll: { url: undefined, ...poll }, start: own, health }
}

function mountOf(mount: z.output<typeof commandSchema>['mounts'][number], root: string): Mount {
  const said = typeof mount === 'string' ? { source: mount, writable: false } : mount
  const source = resolve(root, said.source.replace(/^~(?=\/|$)/, homedir()))
  return { source, target: said.target ?? source, writable: said.writable }
}

/** A line for the shell is no template: what a task says would be run. */
function argvOf(command: z.output<typeof program>): readonly string[] {
  return typeof command === 'string' ? ['/bin/sh', '-c', command.replaceAll('{{', '\\{{')] : command
}

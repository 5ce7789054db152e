import { UsageError } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/json.ts'

/** Runs in the container, without a shell: a program and its arguments. */
export type ServiceCommand = readonly [string, ...string[]]

/** A service that runs, as code of a scenario reaches it: past mettle, without faults. */
export interface RunningService {
  host: string
  port: number
  /** Runs a program in the container. @returns what it wrote on its standard output. @throws {Error} it does not end with 0. */
  exec(command: ServiceCommand): Promise<string>
}

/** What is in a service: collection -> id -> member. */
export type ServiceState = Record<string, Record<string, Json>>

export interface ServiceInput {
  /** What `docker images` shows, or what can be pulled: 'redis:8-alpine'. It has a shell, `sh`. */
  image: string
  /** Where it listens in its container. */
  port: number
  /** In place of the image's command. */
  command?: ServiceCommand
  /** Variables in its container. */
  env?: Readonly<Record<string, string>>
  /** Folders of the container that are in memory: where it keeps its data. */
  memory?: readonly string[]
  /** When it is up. Default: its port takes connections. A log line: a part of what it prints. */
  ready?: { command: ServiceCommand } | { log: string }
  /** Puts it back to what every trial begins with. It runs before each trial, the first one included. */
  reset: { command: ServiceCommand } | ((service: RunningService) => unknown)
  /** What is in it. Two trials that begin alike give the same. A command prints it as JSON. */
  observe: { command: ServiceCommand } | ((service: RunningService) => ServiceState | Promise<ServiceState>)
}

/** A service of a scenario's world that is neither HTTP nor PostgreSQL, in a container. */
export interface Service extends ServiceInput {}

/** @throws {UsageError} a member is none of what it may be. */
export function defineService(input: ServiceInput): Service {
  const problem = serviceProblem(input)
  if (problem !== undefined) throw new UsageError(`defineService: ${problem}.`)
  return input
}

/** What is wrong with a service, as far as its shape tells; undefined for nothing. Scenarios in JavaScript and YAML have no types. */
export function serviceProblem(input: unknown): string | undefined {
  const { image, port, command, env, memory, ready, reset, observe } = Object(input) as Record<string, unknown>
  if (typeof image !== 'string' || image === '') return "image: expected the name of an image, such as 'redis:8-alpine'"
  if (!Number.isInteger(port) || Number(port) < 1 || Number(port) > 65_535)
    return 'port: expected a number from 1 to 65535'
  if (command !== undefined && !isCommand(command)) return `command: expected ${COMMAND}`
  if (env !== undefined && !isTexts(env)) return 'env: expected texts by name'
  if (memory !== undefined && !isFolders(memory)) return "memory: expected a list of absolute paths, such as ['/data']"
  if (ready !== undefined && !runs(ready) && typeof Object(ready).log !== 'string')
    return `ready: expected { command: ${COMMAND} } or { log: 'a part of a line' }`
  for (const [name, given] of Object.entries({ reset, observe }))
    if (typeof given !== 'function' && !runs(given)) return `${name}: expected a function, or { command: ${COMMAND} }`
  return undefined
}

const COMMAND = "a program and its arguments, such as ['redis-cli', 'ping']"

function isCommand(given: unknown): boolean {
  return Array.isArray(given) && given.length > 0 && given.every((part) => typeof part === 'string')
}

function isFolders(given: unknown): boolean {
  return Array.isArray(given) && given.every((path) => typeof path === 'string' && path.startsWith('/'))
}

function isTexts(given: unknown): boolean {
  return typeof given === 'object' && given !== null && Object.values(given).every((text) => typeof text === 'string')
}

function runs(given: unknown): boolean {
  return isCommand(Object(given).command)
}

import type { Approver } from '../boundary/approver.ts'
import { type Current, runAs } from '../boundary/current.ts'
import type { HttpWorld, Route } from '../boundary/http-world.ts'
import { type OwnCode, ownInPlace } from '../boundary/own-code.ts'
import { readHere } from '../boundary/read-here.ts'
import type { Reply } from '../boundary/reply.ts'
import type { ResourceDoor, SqlToolDoor, ToolCatalogue, ToolDoor } from '../boundary/tool-world.ts'
import { TOOLS, type WorldHandle } from '../boundary/world-handle.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Json } from '../kernel/json.ts'
import { createRandom, type Random } from '../kernel/random.ts'
import type { WorldState } from '../trace/evidence.ts'
import { answerApi, refreshHandlers } from './apis/answer.ts'
import type { Api } from './apis/define.ts'
import { buildRouter, type Router } from './apis/router.ts'
import { scriptedApprover } from './approver.ts'
import { liveTools } from './catalogue.ts'
import { collectionsOf, type Members, seedMembers } from './collection.ts'
import type { Database } from './databases/define.ts'
import { declare, type FindTarget } from './declaration.ts'
import { documentDigest } from './documents.ts'
import { type WorldChange, worldHandle } from './handle.ts'
import { type HookedTool, hookDoor } from './hooks.ts'
import type { VariedApprover } from './in-variant.ts'
import type { McpServer } from './mcp/define.ts'
import type { WorldModel } from './models/define.ts'
import { MODEL_ORIGIN, type ModelMeans, modelRoute } from './models/model-route.ts'
import { type Resource, resourceDoor } from './resource.ts'
import type { Service } from './services/define.ts'
import type { SqlTool, Tool } from './tool.ts'
import { sqlToolDoor, toolDoor } from './tool-door.ts'

/** What exists in a scenario's sandbox. */
export interface WorldParts {
  apis: Readonly<Record<string, Api>>
  tools: Readonly<Record<string, Tool>>
  sqlTools: Readonly<Record<string, SqlTool>>
  /** What there is to read, for clients of MCP. */
  resources?: Readonly<Record<string, Resource>>
  /** Real servers whose tools are the world's. */
  mcp?: Readonly<Record<string, McpServer>>
  /** Tools of the agent's own. */
  hooks?: Readonly<Record<string, HookedTool>>
  models: Readonly<Record<string, WorldModel>>
  databases: Readonly<Record<string, Database>>
  services?: Readonly<Record<string, Service>>
  approver: VariedApprover | undefined
  /** Replaces the seeds of collections by name. */
  data: Readonly<Record<string, Record<string, Json>>>
}

/** The world of one trial. */
export interface World {
  /** Every collection before the first call. */
  initial: WorldState
  http: HttpWorld
  tools: Readonly<Record<string, ToolDoor>>
  sqlTools: readonly SqlToolDoor[]
  resources: readonly ResourceDoor[]
  /** Which tools there are by now. */
  catalogue: ToolCatalogue
  /** A tool of the agent's own, declared or not. */
  hook(name: string): ToolDoor
  approver: Approver | undefined
  urls: Record<string, string>
  /** The host that stands in for the model's provider. */
  modelOrigin: string
  routes: { api: string; method: string; path: string }[]
  /** For whoever changes this world from outside; `effect` is told of every change. */
  handle(effect: (change: WorldChange) => void): WorldHandle
  /** How a member of a collection is now. */
  read(collection: string, id: string): Json | undefined
}

// Building a handler's index costs more than a call: once per worker, not once per trial.
const routers = new WeakMap<object, Router>()

/** What a world is given from outside. */
export interface WorldMeans {
  /** Runs code of the scenario's own that is no part of an API or a tool. Default: as it is. */
  own?: OwnCode
  /** What real models take. Default: there are none. */
  models?: ModelMeans
  /** Tools of real servers. Default: there are none. */
  served?: Readonly<Record<string, ToolDoor>>
  /** What the world makes up is drawn from it. Default: the same in every trial. */
  random?: Random
  /** Undoes, when the trial is over, what the world keeps outside memory. Default: nobody does. */
  atEnd?(title: string, undo: () => void): void
}

export function startWorld(
  parts: WorldParts,
  clock: Clock,
  { own, models: real, served = {}, random = createRandom(0), atEnd = () => {} }: WorldMeans = {},
): World {
  const trial = { clock, random, atEnd }
  const router = routers.get(parts.apis) ?? buildRouter(parts.apis)
  routers.set(parts.apis, router)
  refreshHandlers(router.routes.map(({ handler }) => handler))
  const members = seedMembers(collectionsOf(parts), parts.data)
  const models = modelRoute(parts.models, clock, real)
  const live = liveTools(toolsOf(parts, router, { members, served }), statementsOf(parts))
  return {
    initial: snapshot(members, parts.data),
    http: {
      route: (method, url) => {
        const found = url.origin === MODEL_ORIGIN ? models(method, url) : apiRoute(router, method, url)
        return found && inWorld(found, found.target, members, trial)
      },
    },
    tools: live.tools,
    sqlTools: live.sqlTools,
    catalogue: live.catalogue,
    resources: Object.entries(parts.resources ?? {}).map(([name, one]) =>
      inWorld(resourceDoor(name, one), `resource ${name}`, members),
    ),
    hook: (name) => inWorld(hookDoor(name, parts.hooks?.[name] ?? {}, router.targetOf), `tool ${name}`, members),
    approver: parts.approver && scriptedApprover(parts.approver, clock, own),
    urls: { ...router.origins },
    modelOrigin: MODEL_ORIGIN,
    routes: router.routes.map(({ api, method, template }) => ({ api, method, path: template.text })),
    handle: (effect) => worldHandle(members, effect, live.handle(effect)),
    read: (collection, id) => (collection === TOOLS ? live.read(id) : members.get(collection)?.get(id)),
  }
}

function toolsOf(
  { tools }: WorldParts,
  { targetOf }: Router,
  { members, served }: { members: Members; served: Readonly<Record<string, ToolDoor>> },
): Record<string, ToolDoor> {
  const own = Object.entries(tools).map(([name, tool]) => toolDoor(name, tool, targetOf))
  const doors = [...own, ...Object.values(served)]
  return Object.fromEntries(doors.map((door) => [door.name, inWorld(door, `tool ${door.name}`, members)]))
}

function statementsOf({ sqlTools }: WorldParts): SqlToolDoor[] {
  return Object.entries(sqlTools).map(([name, tool]) => {
    const door = sqlToolDoor(name, tool)
    return { ...door, statement: (input) => ownInPlace(`statement of tool ${name}`, () => door.statement(input)) }
  })
}

function apiRoute(router: Router, method: string, asked: URL): Route | undefined {
  const found = router.find(method, asked)
  if (!found) return undefined
  const { api, route, path, target, url, malformed } = found
  const targetOf: FindTarget = (verb, place) => router.targetOf(verb, place, api)
  const reads = route?.declaration.reads
  return {
    target,
    path,
    ...(reads && !malformed && { readBody: (request) => reads({ ...request, url }) }),
    access: route?.access ?? (/^(GET|HEAD)$/.test(method) ? 'read' : 'unknown'),
    declare: (input) => (malformed ? { items: 1, malformed } : declare(route?.declaration ?? {}, input, targetOf)),
    execute: (request, call) => answerApi({ route, path }, { ...request, url }, call.id),
  }
}

/** Whose code answers calls of a target: 'handler of shop GET /v1/orders'. */
export function handlerOf(target: string): string {
  return `handler of ${target}`
}

interface InWorld {
  readBody?(request: never): Json
  declare(input: never): unknown
  execute(...of: never[]): Promise<Reply>
}

/** What the world says of a call and does for it: its code sees this trial's members, whoever called it and from where. */
function inWorld<D extends InWorld>(door: D, target: string, members: Members, trial?: Current['trial']): D {
  const known = { members, ...(trial && { trial }) }
  const { declare: say, execute, readBody } = door
  const saying = { owner: `declaration of ${target}`, ...known }
  return {
    ...door,
    ...(readBody && { readBody: (request: never) => runAs(saying, () => readBody(request)) }),
    declare: (input: never) => runAs(saying, () => say(input)),
    execute: (...of: never[]) => runAs({ owner: handlerOf(target), ...known }, () => execute(...of).then(readHere)),
  }
}

function snapshot(members: ReadonlyMap<string, ReadonlyMap<string, Json>>, data: WorldParts['data']): WorldState {
  const initial = [...members].map(([name, rows]): [string, Record<string, Json>] => {
    const document = data[name]
    return [name, document && documentDigest(document) !== undefined ? document : Object.fromEntries(rows)]
  })
  return Object.fromEntries(initial)
}

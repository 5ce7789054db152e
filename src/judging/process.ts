// A judge's process. It loads scenarios with the scorers and oracles in them, takes orders and answers each with a record.
import { flushCompileCache } from 'node:module'
import { Socket } from 'node:net'
import { messageOf } from '../kernel/errors.ts'
import { shortPath } from '../kernel/short-path.ts'
import { withAccepted } from '../scenario/accepted.ts'
import type { Scenario } from '../scenario/compiled.ts'
import { loadScenario } from '../scenario/load.ts'
import { useLoaderOfParent } from '../scenario/loader.ts'
import { withServed } from '../scenario/served.ts'
import { readContents } from '../store/stored-run.ts'
import { judge } from './judge.ts'
import { readLines } from './lines.ts'
import type { JudgeOrder } from './order.ts'
import { type NumberedOrder, replyOf, SLATE_FD, WIRE_FD } from './protocol.ts'
import { noteOn } from './slate.ts'

/** Answers wait for so many ms for others to go with: the parent wakes once for all of them. */
const TOGETHER_MS = 20

const [, , folder = ''] = process.argv
const note = noteOn(SLATE_FD)
const wire = takeWire()
const scenarios = new Map<string, Promise<Scenario>>()
const waiting: NumberedOrder[] = []
let busy = false
let saved = false

// Ctrl-C goes to the whole process group; the parent decides what becomes of its judges.
for (const name of ['SIGINT', 'SIGHUP']) process.on(name, () => {})
await useLoaderOfParent()
// What a scorer prints is for whoever wrote it. It goes where stdout leads, to the parent's stderr: V8's farewell does not.
process.stderr.write = process.stdout.write.bind(process.stdout) as typeof process.stderr.write
// What is thrown behind a scorer's back belongs to no trial.
process.on('uncaughtException', tellLate)
process.on('unhandledRejection', tellLate)
readLines(wire, (line) => {
  waiting.push(JSON.parse(line) as NumberedOrder)
  if (!busy) void work()
})

async function work(): Promise<void> {
  busy = true
  let since = performance.now()
  let answers = ''
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    answers += await answer(next)
    if (waiting.length > 0 && performance.now() - since < TOGETHER_MS) continue
    wire.write(answers)
    answers = ''
    since = performance.now()
  }
  busy = false
  if (!saved) flushCompileCache()
  saved = true
}

async function answer({ number, order }: NumberedOrder): Promise<string> {
  const begin = (step: number) => note({ trial: number, step })
  begin(0)
  const scenario = await find(order)
  return replyOf(
    number,
    await judge(order, scenario, { folder, begin, contents: (digest) => readContents(folder, digest) }),
  )
}

/** The scenario as it was when the run began, or why it is not to be had. */
async function find({
  scenario: { id, file, definition },
  accepted,
  served,
  struck = [],
}: JudgeOrder): Promise<Scenario | string> {
  const ended = struck.find(({ step }) => step === 0)
  if (ended) return ended.why
  try {
    const loading = scenarios.get(id) ?? loadScenario(id, file)
    scenarios.set(id, loading)
    const scenario = withServed(await loading, served)
    if (scenario.definition !== definition) return `${shortPath(file)} was changed while it was run`
    return withAccepted(scenario, accepted)
  } catch (thrown) {
    return messageOf(thrown)
  }
}

function tellLate(thrown: unknown): void {
  process.stderr.write(`A scorer or an oracle failed after it was through: ${messageOf(thrown)}\n`)
}

/** A judge that lost its parent has nobody to judge for. */
function takeWire(): Socket {
  const exit = process.exit.bind(process)
  const pipe = new Socket({ fd: WIRE_FD })
  pipe.on('close', () => exit())
  return pipe
}

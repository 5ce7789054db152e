// What a turn of a model costs where nothing leaves the machine: scripted, and replayed from a cassette.
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { cassettePath } from '../../src/world/models/recorded/cassette.ts'
import { openRecording } from '../../src/world/models/recorded/recorder.ts'
import { contenderCalls } from '../contender.ts'
import { asked, TURNS } from '../project/agents/talker.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish, type Row } from '../row.ts'
import { runTrials } from '../run-trials.ts'

const GOAL_US = 300
const [WARM, TRIALS] = [300, 100]
const FILE = join(import.meta.dirname, '../project/scenarios/turns.scenario.ts')

recordAll()
try {
  const { bare, scripted, recorded } = await interleave({
    bare: () => contenderCalls('bare', { pace: 'post', warm: WARM, turns: TRIALS }),
    scripted: () => turns('scripted'),
    recorded: () => turns('recorded'),
  })
  finish([row('scripted', scripted, bare), row('replayed', recorded, bare)])
} finally {
  rmSync(dirname(cassettePath(FILE, '')), { recursive: true, force: true })
}

async function turns(name: string): Promise<number> {
  const figures: number[] = []
  const plan = { scenario: 'turns', variant: 'calm', agent: 'talker', export: name, trials: WARM + TRIALS, workers: 1 }
  await runTrials(plan, ({ answer }, done) => {
    if (done > WARM) figures.push(Number(answer))
  })
  return median(figures)
}

function row(how: string, figures: number[], bare: number[]): Row {
  const added = figures.map((figure, round) => figure - (bare[round] ?? Number.NaN))
  return {
    what: `a ${how} turn of a model, added over bare getResponse of a POST`,
    figure: `${median(added).toFixed(0)} us`,
    spread: spread(added),
    beside: `${median(figures).toFixed(0)} us a turn of Chat Completions, ${median(bare).toFixed(0)} us bare getResponse`,
    target: `<= ${GOAL_US} us`,
    met: median(added) <= GOAL_US,
    workers: '1 turn at a time, 1 worker',
  }
}

/** A cassette for each trial. */
function recordAll(): void {
  const text = (turn: number) =>
    JSON.stringify({
      ...{ id: `chatcmpl-${turn}`, object: 'chat.completion', created: 1, model: 'recorded' },
      choices: [{ index: 0, message: { role: 'assistant', content: 'Go on.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 20, completion_tokens: 3, total_tokens: 23 },
    })
  for (let repeat = 1; repeat <= WARM + TRIALS; repeat++) {
    const trial = `turns~calm~talker~r${repeat}`
    const of = { scenario: 'turns', variant: 'calm', agent: 'talker', model: null, repeat }
    const hide = { written: (said: string) => said, compared: (said: string) => said }
    const recording = openRecording({ trial, of, definition: '' }, Date.UTC(2026, 0, 5, 9), hide)
    for (let turn = 0; turn < TURNS; turn++) {
      const body = JSON.stringify(asked('recorded', turn))
      const request = {
        model: 'recorded',
        wire: 'chat-completions',
        path: '/chat/completions',
        query: [],
        headers: [],
        body,
      } as const
      const head = { status: 200, headers: [['content-type', 'application/json']] } as const
      recording
        .begin({ ...request, query: [], headers: [] })
        .finish(head, [{ atMs: 0, bytes: Buffer.from(text(turn)) }])
    }
    recording.save(cassettePath(FILE, trial))
  }
}

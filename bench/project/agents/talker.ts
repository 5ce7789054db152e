/** How many turns a trial has. */
export const TURNS = 50

/** The body of the request for one of them. */
export const asked = (model: string, turn: number) => ({
  model,
  messages: [
    { role: 'system', content: 'You are a clerk.' },
    { role: 'user', content: `This is turn ${turn}.` },
  ],
})

// One export for each model. The answer is what a turn took, in microseconds of CPU time.
export const scripted = () => measure('scripted')
export const recorded = () => measure('recorded')

async function measure(model: string) {
  const start = process.cpuUsage()
  for (let turn = 0; turn < TURNS; turn++) {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked(model, turn)),
    }
    await (await fetch(`${process.env.OPENAI_BASE_URL}/chat/completions`, init)).json()
  }
  const { user, system } = process.cpuUsage(start)
  return { output: (user + system) / TURNS }
}

import { mkdtempSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A table of paused runs in a file. Who takes one out has it alone. */
const tableIn = (file) => {
  const database = new DatabaseSync(file, { timeout: 5_000 })
  database.exec('CREATE TABLE IF NOT EXISTS paused (text TEXT NOT NULL)')
  return {
    put: (text) => database.prepare('INSERT INTO paused VALUES (?)').run(text),
    take: () => database.prepare('DELETE FROM paused RETURNING text').get()?.text,
    close: () => database.close(),
  }
}

/**
 * A mechanism whose state the application keeps, and an application that claims a paused run before it answers: it takes it out of a table, so
 * that no other answer finds it. What is lost between that and the tool, a person has to look for.
 * @param {import('mettle/testing').ConformanceTarget} target
 * @returns {import('mettle/testing').ConformanceTarget}
 */
export const claimed = (target) => ({
  ...target,
  name: `${target.name}-claimed`,
  mechanism: `${target.mechanism}; the application takes the run out of a table (node:sqlite) before it answers`,
  kinds: ['ask'],
  words: { ask: target.words.ask },
  settingOf: target.name,
  only: 'kept',
  storeIsAddress: true,
  guide: { ...target.guide, ours: 'the table, and that a run is taken out of it before it is answered' },
  async open({ store, ...means }) {
    const kept = store ?? { file: join(mkdtempSync(join(homedir(), 'claimed-')), 'paused.db') }
    const table = tableIn(kept.file)
    const pausedIn = async (session, turn) => {
      if (turn.pending.length > 0) table.put(await session.save())
      return turn
    }
    return {
      store: kept,
      start: async () => {
        const session = await target.open(means)
        return pausedIn(session, await session.start())
      },
      answer: async (answers, options) => {
        const saved = table.take()
        if (saved === undefined) return { pending: [] }
        const session = await target.open({ ...means, saved })
        return pausedIn(session, await session.answer(answers, options))
      },
      close: table.close,
    }
  },
})

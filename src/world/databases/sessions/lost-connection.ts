import type { Answer } from './connection.ts'
import { sqlFailure } from './result.ts'

/** Ended by an administrator, or for a message that the server could not take: SQLSTATE. */
const GOODBYE = /^(57P|08P)/

/** A connection that ended while a statement was under way. */
export class LostConnection extends Error {
  override name = 'LostConnection'
  /** PostgreSQL said goodbye: somebody, maybe the agent itself, had it end this session. */
  readonly byServer: boolean

  constructor(database: string, answers: readonly Answer[], last?: unknown) {
    const errors = [...answers.flatMap((answer) => ('error' in answer ? [answer.error] : [])), last]
    const said = errors.flatMap((error) => sqlFailure(error) ?? [])
    const goodbye = said.find(({ code }) => GOODBYE.test(code))
    super(`the connection to database "${database}" was lost${said[0] ? `: ${said[0].message}` : ''}`)
    this.byServer = goodbye !== undefined
  }
}

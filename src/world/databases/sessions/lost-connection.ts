import type { Answer } from './connection.ts'
import { sqlFailure } from './result.ts'

/** A connection that ended while a statement was under way. */
export class LostConnection extends Error {
  override name = 'LostConnection'
  /** PostgreSQL said goodbye: somebody, maybe the agent itself, had it end this session. */
  readonly byServer: boolean

  constructor(database: string, answers: readonly Answer[]) {
    const said = answers.flatMap((answer) => ('error' in answer ? (sqlFailure(answer.error) ?? []) : []))
    const goodbye = said.find(({ code }) => code.startsWith('57P'))
    super(`the connection to database "${database}" was lost${said[0] ? `: ${said[0].message}` : ''}`)
    this.byServer = goodbye !== undefined
  }
}

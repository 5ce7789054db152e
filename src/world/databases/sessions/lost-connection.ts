/**
 * A connection that ended while a statement was under way, or since the one before. Nobody can tell who ended it: what the
 * server says last may be lost with it. Where the server itself is gone, the next connection fails.
 */
export class LostConnection extends Error {
  override name = 'LostConnection'

  constructor(database: string) {
    super(`the connection to database "${database}" was lost`)
  }
}

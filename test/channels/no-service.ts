import type { SqlService } from '../../src/boundary/sql-pipe.ts'

/** Of a database that no client in another process reaches. */
export const noService: SqlService = {
  split: () => undefined,
  read: () => null,
  open: async () => {
    throw new Error('there is no server behind it')
  },
}

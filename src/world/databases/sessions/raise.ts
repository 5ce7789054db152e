import { escapeLiteral } from 'pg'
import type { SqlFailure } from '../../../boundary/reply.ts'
import type { Statement } from './connection.ts'

export const ROLLBACK = { text: 'ROLLBACK' }

/** A statement that fails in the way that was asked for. */
export function raise({ code, message }: SqlFailure): Statement {
  const state = /^[0-9A-Z]{5}$/.test(code) ? code : 'XX000'
  const text = escapeLiteral(message)
  return { text: `DO $mettle$ BEGIN RAISE EXCEPTION USING ERRCODE = '${state}', MESSAGE = ${text}; END $mettle$` }
}

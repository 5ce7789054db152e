import type { Agent } from 'mettle'

/** Books a room at each of these hours. */
const books =
  (room: number, ...hours: number[]): Agent['run'] =>
  async (_task, { tools }) => {
    for (const hour of hours) await tools.book?.call({ room, time: `${hour}:00` }).catch(() => undefined)
    return 'done'
  }

export const wholeDay = books(4, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18)
export const stuck = books(4, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9)
export const early = books(4, 9)
export const earlyAgain = books(4, 9)
export const late = books(4, 17)
export const nextDoor = books(5, 9)

/** It is no call that anybody would call legitimate. */
export const nonsense: Agent['run'] = async (_task, { tools }) => {
  await tools.book?.call({ room: 'four' }).catch(() => undefined)
  return 'done'
}

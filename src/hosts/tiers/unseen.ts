import type { AgentOrder } from '../../stage/order.ts'

/** Why something did not load, with what nobody thinks of at once: in a function's sandbox it is not there. */
export function toldOfUnseen(why: string, { host, isolation }: AgentOrder): string {
  const isWalled = host === 'function' && isolation?.tier === 'T2'
  if (!isWalled || !/Cannot find (module|package)|ENOENT/.test(why)) return why
  return `At T2 it sees the folder of the config and the packages above it; name more in "mounts". ${why}`
}

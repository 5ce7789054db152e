/** Would this be an agent, or one of its sub-agents, that answers its own request? */
export function asksItself(by: string | undefined, principal: string): boolean {
  return by === principal || by === principal.split('/')[0]
}

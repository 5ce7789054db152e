interface Definition {
  limits?: object
  saint?: string
}

/** The same scenario for agents that take real time, on a crowded machine, too. Nobody is shown how it is done right. */
export function patiently<Of extends Definition>({ saint: _, ...scenario }: Of): Omit<Of, 'saint'> {
  return { ...scenario, limits: { ...scenario.limits, deadlineMs: 240_000 } }
}

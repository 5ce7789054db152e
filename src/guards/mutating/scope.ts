import type { Mutant } from '../mutant.ts'

type Scoped = { on: string | string[] }

/** A guard that looks at less than it should: at nothing that there is, or at all of its targets but one. */
export function scopeMutants<P extends Scoped>(params: P): Mutant<P>[] {
  const targets = [params.on].flat()
  const narrower = targets.length < 2 ? [] : targets.map((target, index) => lacking(params, targets, target, index))
  return [elsewhere(params, targets), ...narrower]
}

function elsewhere<P extends Scoped>(params: P, targets: readonly string[]): Mutant<P> {
  return {
    name: 'wrong-scope',
    describe: `it is bound to a target that nothing has, in place of ${targets.join(', ')}`,
    wanted: `no trial notices that it never has a word: list the guard in \`requires\`, or add an agent that goes beyond it on ${targets.join(', ')}`,
    params: { ...params, on: 'nothing that there is' },
    shows: 'asked',
  }
}

function lacking<P extends Scoped>(params: P, targets: readonly string[], target: string, index: number): Mutant<P> {
  return {
    name: `scope-without-${index + 1}`,
    describe: `it does not look at ${target}`,
    wanted: `no trial goes beyond it on ${target}: add an agent that does`,
    params: { ...params, on: targets.filter((one) => one !== target) },
  }
}

import type { Mutant } from '../mutant.ts'
import type { SandboxFirstParams, SandboxRule } from './params.ts'

export function sandboxMutants({ rules }: SandboxFirstParams): Mutant<SandboxFirstParams>[] {
  return rules.flatMap((rule, index) => ruleMutants(rules, rule, index))
}

function ruleMutants(rules: SandboxRule[], rule: SandboxRule, index: number): Mutant<SandboxFirstParams>[] {
  const place = rules.length > 1 ? `rule-${index + 1}-` : ''
  const where = [rule.on].flat().join(', ')
  const members = Object.entries(rule.match)
  const instead = (other: SandboxRule) => ({ rules: rules.with(index, other) })
  return [
    ...(rules.length > 1
      ? [
          {
            name: `${place}missed`,
            describe: `${where} is not protected`,
            wanted: `no trial uses ${where} without a sandbox: add an agent that goes straight to it`,
            params: { rules: rules.toSpliced(index, 1) },
          },
        ]
      : []),
    ...(rule.sandbox && Object.keys(rule.sandbox.where).length > 0
      ? [
          {
            name: `${place}failed-is-passed`,
            describe: `whatever stands in the sandbox will do, not only ${JSON.stringify(rule.sandbox.where)}`,
            wanted: `no trial uses ${where} after its change has failed in the sandbox: add a variant in which it fails, and an agent that goes on`,
            params: instead({ ...rule, sandbox: { ...rule.sandbox, where: {} } }),
          },
        ]
      : []),
    ...(members.length > 1
      ? members.map(([member], at) => ({
          name: `${place}any-${member.replaceAll(/[^\w.-]+/g, '-')}`,
          describe: `a change with another ${member} will do`,
          wanted: `no trial tries one ${member} in the sandbox and another at ${where}: add an agent that does`,
          params: instead({ ...rule, match: Object.fromEntries(members.toSpliced(at, 1)) }),
        }))
      : []),
  ]
}

import type { Rule, Vector } from './vector.ts'

/** What a guard of mettle's is asked at. */
export const SEAT = 'pre_tool_call'

/** Why mettle has no counterpart for what a vector is about. Undefined: it has. */
export function lackOf(vector: Vector): string | undefined {
  const rules = rulesOf(vector).flat()
  const { expect, capabilities, identity_provider: provider } = vector
  const [elsewhere] = rules.filter(({ at }) => at !== SEAT).map(({ at }) => at)
  if (capabilities.some((one) => /^(int64|bigint)_json$/.test(one)))
    return 'its integers are beyond 2^53, and are rounded where JSON is read'
  if (capabilities.includes('incremental_output')) return 'a guard decides on calls, and on no pieces of a stream'
  if (rulesOf(vector).length === 0 && vector.mode === 'enforce') return 'nothing is refused for want of a guard'
  if (elsewhere) return `a guard decides on a call before it runs, and on nothing at ${elsewhere}`
  if (rules.some((one) => one.return?.decision === 'transform')) return 'a guard may not change a call'
  if (rules.some((one) => one.return?.evidence !== undefined)) return 'a decision carries no evidence'
  if (provider !== undefined && provider !== 'jcs-sha256')
    return 'the identity of a call has one form, which nobody provides'
  if (vector.redact_for_approval) return 'a person is shown the whole call, and nothing of it is redacted'
  if (vector.composition?.on_disagreement === 'approval')
    return 'guards that disagree are not put to a person: a no stands'
  if (
    vector.approval_script.some(
      ({ resolve }) => resolve.outcome === 'approve' && (resolve.verdict?.decision ?? 'allow') !== 'allow',
    )
  )
    return 'the answer of a person carries no verdict: it is yes or no'
  if (unknownMatch(rules)) return `a rule looks at ${unknownMatch(rules)}, which a call does not have`
  if (!expect.tool_invocations && !expect.tool_not_invoked) return 'it expects nothing of what tools ran'
  return undefined
}

export function rulesOf({
  interceptor_scripts: several,
  interceptor_script: one,
}: Vector): readonly (readonly Rule[])[] {
  return several ?? [one ?? []]
}

function unknownMatch(rules: readonly Rule[]): string | undefined {
  return rules
    .flatMap(({ match = {} }) => Object.keys(match))
    .find((path) => !/^(tool_call\.(id|name|args)\b|target\b)/.test(path))
}

const COUNTED = ['tool_invocations', 'tool_not_invoked']

/** What a vector expects beside what tools ran: 'records', 'interceptions'. */
export function unlookedIn({ expect }: Vector): string[] {
  return Object.keys(expect).filter((name) => !COUNTED.includes(name))
}

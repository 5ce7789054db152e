/**
 * Agreement of two raters beyond what chance gives (Cohen, 1960): 1 is all of it, 0 what chance gives. Undefined: there is nothing, or both
 * always say the same one word, so that chance agrees as well.
 * @param pairs What each said of the same thing.
 */
export function cohenKappa(pairs: readonly (readonly [string, string])[]): number | undefined {
  if (pairs.length === 0) return undefined
  const share = (test: (pair: readonly [string, string]) => boolean) => pairs.filter(test).length / pairs.length
  const observed = share(([one, other]) => one === other)
  const words = new Set(pairs.flat())
  const expected = [...words].reduce(
    (sum, word) => sum + share(([one]) => one === word) * share(([, other]) => other === word),
    0,
  )
  return expected === 1 ? undefined : (observed - expected) / (1 - expected)
}
